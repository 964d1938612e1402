import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { readWon } from "../acquisition/won-view.ts";
import { BASES } from "../clv/acquisition/amount.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { AcquisitionPage } from "../ui/acquisition/acquisition-page.tsx";
import { DIMENSIONS_SHOWN, PERIODS } from "../ui/acquisition/acquisition-place.ts";
import { titled } from "../ui/page-title.ts";

const acquisitionPlace = z.object({
  by: z.enum(DIMENSIONS_SHOWN).catch("channel"),
  period: z.enum(PERIODS).catch("12"),
  basis: z.enum(BASES).catch("revenue"),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const place = acquisitionPlace.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { by, period, basis } = place;
  const months = period === "all" ? null : Number(period);
  return { view: await readWon(context.app.db, shop, { dimension: by, basis, months }), place };
}

export const meta = titled("acquisition.title");

export default function Acquisition() {
  const { view, place } = useLoaderData<typeof loader>();
  const [, setParameters] = useSearchParams();
  return (
    <AcquisitionPage
      view={view}
      place={place}
      onPlace={(next) => setParameters({ ...next }, { preventScrollReset: true })}
    />
  );
}
