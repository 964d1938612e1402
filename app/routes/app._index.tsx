import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readToolsAttention } from "../destinations/attention.ts";
import { readHome } from "../segments/home.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { readSyncProgress } from "../sync/status/read-sync-view.ts";
import { useBasisChoice } from "../ui/basis/use-basis-choice.ts";
import { HomePage } from "../ui/home/home-page.tsx";
import { willSoonSayMore } from "../ui/home/set-up-steps.ts";
import { titled } from "../ui/page-title.ts";
import { useRefreshWhile } from "../ui/states/refresh-while.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, clock } = context.app;
  const { shop } = await requireShop(request, context.app);
  const now = clock();
  const [view, sync, tools] = await Promise.all([
    readHome(db, shop, now),
    readSyncProgress(db, shop, now),
    readToolsAttention(db, shop),
  ]);
  return { view, sync, tools };
}

export const meta = titled("home.title");

export default function Home() {
  const { view, sync, tools } = useLoaderData<typeof loader>();
  useRefreshWhile(willSoonSayMore(view, sync));
  const basisChoice = useBasisChoice();
  return <HomePage view={view} sync={sync} tools={tools} basisChoice={basisChoice} />;
}
