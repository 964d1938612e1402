import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireShop } from "../shopify/require-shop.ts";
import { AddressesPage } from "../ui/addresses/addresses-page.tsx";
import { useLocale } from "../ui/locale.tsx";
import { titled } from "../ui/page-title.ts";
import { useRefreshWhile } from "../ui/states/refresh-while.ts";
import { useToast } from "../ui/states/toast.ts";
import { decideOnSharedAddress, readSharedAddresses } from "../valuation/pages/shared-addresses.ts";

const form = z.object({
  // PostgreSQL has no character 0 in a text.
  email: z
    .string()
    .min(1)
    .max(320)
    .regex(/^[^\0]+$/),
  decision: z.enum(["taken_out", "kept"]),
});

export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  return { view: await readSharedAddresses(context.app.db, shop) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  const fields = await request.formData().catch(() => new FormData());
  const given = form.safeParse(Object.fromEntries(fields));
  if (!given.success) throw new Response(null, { status: 400 });
  const { email, decision } = given.data;
  return { done: await decideOnSharedAddress(context.app, shop, email, decision, userId), decision };
}

export const meta = titled("addresses.title");

export default function Addresses() {
  const { view } = useLoaderData<typeof loader>();
  const { t } = useLocale();
  const { data, formData, submit } = useFetcher<typeof action>();
  useRefreshWhile(view.state === "reading" || view.recomputing);
  useToast(data?.done ? data : null, t(`addresses.${data?.decision ?? "kept"}.done`));
  const saving = formData?.get("email");
  return (
    <AddressesPage
      view={view}
      saving={typeof saving === "string" ? saving : null}
      failed={data?.done === false}
      onDecide={(email, decision) => submit({ email, decision }, { method: "post" })}
    />
  );
}
