import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { readList } from "../destinations/lists.ts";
import { readPeople } from "../destinations/people.ts";
import type { ListResult } from "../destinations/result.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { listAddress } from "../ui/destinations/addresses.ts";
import { ListPage } from "../ui/destinations/list-page.tsx";
import { useAnswer } from "../ui/destinations/use-answer.ts";
import { useListActs } from "../ui/destinations/use-list-acts.ts";
import { titledBy } from "../ui/page-title.ts";
import { segmentName } from "../ui/segments/segment-name.ts";
import { useRefreshWhile } from "../ui/states/refresh-while.ts";

const address = z.object({ destinationId: z.uuid(), listId: z.uuid() });
const pageNo = z.coerce.number().int().min(0).max(100_000).catch(0);

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const { db, clock } = context.app;
  const asked = address.safeParse(params);
  if (!asked.success) throw new Response(null, { status: 404 });
  const { destinationId, listId } = asked.data;
  const page = pageNo.parse(new URL(request.url).searchParams.get("page") ?? 0);
  const [list, refused] = await Promise.all([
    readList(db, shop, listId, clock()),
    readPeople(db, shop, { listId, kind: "refused", page }),
  ]);
  if (!refused || list?.destination.destinationId !== destinationId) {
    throw new Response(null, { status: 404 });
  }
  return { list, refused, page };
}

export const meta = titledBy<Awaited<ReturnType<typeof loader>>>(
  ({ list }, t) =>
    t("kept.title", {
      segment: segmentName(list.segment, t),
      tool: t(`destinations.tool.${list.destination.tool}`),
    }),
  "destinations.title",
);

export default function KeptList() {
  const { list, refused, page } = useLoaderData<typeof loader>();
  const acts = useListActs(list);
  useRefreshWhile(list.running || list.removing);
  const brought = useAnswer<{ result: ListResult }>(
    `${listAddress(list.destination.destinationId, list.listId)}/result`,
  );
  const result = brought.isFailed ? "failed" : (brought.data?.result ?? null);
  return <ListPage {...{ list, refused, page, result, acts }} />;
}
