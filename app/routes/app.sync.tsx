import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { requireShop } from "../shopify/require-shop.ts";
import { beginBackfill } from "../sync/history/backfill.ts";
import { readSyncView, type SyncView } from "../sync/status/read-sync-view.ts";
import { useLocale } from "../ui/locale.tsx";
import { titled } from "../ui/page-title.ts";
import { useRefreshWhile } from "../ui/states/refresh-while.ts";
import { useToast } from "../ui/states/toast.ts";
import { isRunning, SyncPage } from "../ui/sync/sync-page.tsx";
import { readNotableOrders } from "../valuation/pages/notable-orders.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const { db, clock } = context.app;
  const [view, notable] = await Promise.all([readSyncView(db, shop, clock()), readNotableOrders(db, shop)]);
  return { view, notable };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  await beginBackfill(context.app, shop, userId);
  return { started: true };
}

export const meta = titled("sync.title");

export default function Sync() {
  const { view, notable } = useLoaderData<typeof loader>();
  const { t } = useLocale();
  const { data, state, submit } = useFetcher<typeof action>();
  const [startedFrom, setStartedFrom] = useState<SyncView["completeUpTo"]>();
  // A job that was asked for a moment ago, by the installation or here, may not have a slice yet. One that is asked for here is
  // watched until the data is complete up to a later moment.
  const expected = view.state === "never" || view.completeUpTo === startedFrom;
  useRefreshWhile(isRunning(view) || view.waiting > 0 || expected);
  useToast(data, t("sync.again.started"));
  return (
    <SyncPage
      view={view}
      notable={notable}
      starting={state !== "idle"}
      onStart={() => {
        setStartedFrom(view.completeUpTo);
        submit(null, { method: "post" });
      }}
    />
  );
}
