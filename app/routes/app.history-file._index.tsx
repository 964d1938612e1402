import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireShop } from "../shopify/require-shop.ts";
import {
  confirmFile,
  discardFile,
  MOST_FILE_BYTES,
  PART_BYTES,
  undoFile,
} from "../sync/history-file/give-file.ts";
import { readHistoryFiles } from "../sync/history-file/view.ts";
import { HistoryFilePage } from "../ui/history-file/history-file-page.tsx";
import { useGivenFile } from "../ui/history-file/use-given-file.ts";
import { titled } from "../ui/page-title.ts";
import { useRefreshWhile } from "../ui/states/refresh-while.ts";

const fileId = z.uuid();
const form = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("confirm"), fileId }),
  z.object({ intent: z.literal("discard"), fileId }),
  z.object({ intent: z.literal("undo"), fileId }),
]);

export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const view = await readHistoryFiles(context.app.db, shop);
  return { view, limits: { mostBytes: MOST_FILE_BYTES, partBytes: PART_BYTES } };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  const fields = await request.formData().catch(() => new FormData());
  const given = form.safeParse(Object.fromEntries(fields));
  if (!given.success) throw new Response(null, { status: 400 });
  const asked = given.data;
  switch (asked.intent) {
    case "confirm":
      return { done: await confirmFile(context.app, shop, asked.fileId, userId) };
    case "discard":
      return { done: await discardFile(context.app, shop, asked.fileId) };
    case "undo":
      return { done: await undoFile(context.app, shop, asked.fileId, userId) };
  }
}

export const meta = titled("history.title");

export default function HistoryFile() {
  const { view, limits } = useLoaderData<typeof loader>();
  const { state, submit } = useFetcher<typeof action>();
  const given = useGivenFile(limits);
  useRefreshWhile(
    view.files.some((file) => ["reading", "importing", "undoing"].includes(file.state)),
    1_000,
  );
  return (
    <HistoryFilePage
      view={view}
      mostBytes={limits.mostBytes}
      sending={given.sending}
      saving={state !== "idle"}
      onGive={given.give}
      onDecide={(intent, fileId) => submit({ intent, fileId }, { method: "post" })}
    />
  );
}
