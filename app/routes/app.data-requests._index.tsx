import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireShop } from "../shopify/require-shop.ts";
import { markHandedOver, readDataRequests } from "../sync/privacy/data-requests.ts";
import { useLocale } from "../ui/locale.tsx";
import { DataRequestsPage } from "../ui/privacy/data-requests-page.tsx";
import { useToast } from "../ui/states/toast.ts";

const form = z.object({ requestId: z.uuid() });

export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  return { view: await readDataRequests(context.app.db, shop, context.app.clock()) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  const fields = await request.formData().catch(() => new FormData());
  const given = form.safeParse(Object.fromEntries(fields));
  if (!given.success) throw new Response(null, { status: 400 });
  const { db, clock } = context.app;
  return { done: await markHandedOver(db, shop, given.data.requestId, userId, clock()) };
}

export default function DataRequests() {
  const { view } = useLoaderData<typeof loader>();
  const { t } = useLocale();
  const { data, state, submit } = useFetcher<typeof action>();
  useToast(data?.done ? data : null, t("privacy.handed_over"));
  return (
    <DataRequestsPage
      view={view}
      saving={state !== "idle"}
      onHandedOver={(requestId) => submit({ requestId }, { method: "post" })}
    />
  );
}
