import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { addCommission, endCommission, removeCommission } from "../acquisition/commission.ts";
import { removeSpend, saveSpend } from "../acquisition/spend.ts";
import { MOST_SPEND_BYTES, undoImport } from "../acquisition/spend-import.ts";
import { readSpend } from "../acquisition/spend-view.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { titled } from "../ui/page-title.ts";
import type { SpendChanged } from "../ui/spend/changes.ts";
import { SpendPage } from "../ui/spend/spend-page.tsx";
import { SPEND_PERIODS } from "../ui/spend/totals-card.tsx";
import { useSpendChanges } from "../ui/spend/use-spend-changes.ts";
import { useSpendFile } from "../ui/spend/use-spend-file.ts";
import { useDownload } from "../ui/use-download.ts";

const page = z.coerce.number().int().min(1).max(1_000_000).catch(1);
const place = z.object({ period: z.enum(SPEND_PERIODS).catch("12"), typed: page, files: page });

export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const { period, ...pages } = place.parse(Object.fromEntries(new URL(request.url).searchParams));
  const view = await readSpend(context.app, shop, period === "all" ? null : Number(period), pages);
  return { view, period, mostBytes: MOST_SPEND_BYTES };
}

// PostgreSQL has no character 0 in a text, and no half of a character.
const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => value.isWellFormed() && !value.includes("\0"));
/** Whatever somebody types is read, so that what is wrong with it can be said. */
const whole = z.number().transform(Math.round);
const month = z.int().min(0).max(200_000);
const change = z.discriminatedUnion("change", [
  z.object({
    change: z.literal("save"),
    spend: z.object({
      channel: text(200),
      campaign: text(2_000),
      firstDay: text(20),
      lastDay: text(20),
      cost: z.discriminatedUnion("by", [
        z.object({ by: z.literal("amount"), minor: whole }),
        z.object({
          by: z.literal("hours"),
          hoursMilli: whole,
          rateMinor: whole,
        }),
      ]),
    }),
    replaces: z.uuid().nullable(),
    evenIfOverlapping: z.boolean(),
  }),
  z.object({ change: z.literal("remove"), entryId: z.uuid() }),
  z.object({ change: z.literal("undo_import"), importId: z.uuid() }),
  z.object({
    change: z.literal("add_rule"),
    rule: z.object({
      channel: text(200),
      commission: z.discriminatedUnion("by", [
        z.object({ by: z.literal("first_order_share"), shareBp: whole }),
        z.object({ by: z.literal("new_customer"), amountMinor: whole }),
      ]),
      firstMonth: month,
      lastMonth: month.nullable(),
    }),
  }),
  z.object({ change: z.literal("end_rule"), ruleId: z.uuid(), lastMonth: month.nullable() }),
  z.object({ change: z.literal("remove_rule"), ruleId: z.uuid() }),
]);

/** Enters, changes or takes out spend and rules of commission. */
export async function action({ request, context: { app } }: ActionFunctionArgs): Promise<SpendChanged> {
  const { shop, userId } = await requireShop(request, app);
  const given = change.safeParse(await request.json().catch(() => null));
  if (!given.success) throw new Response(null, { status: 400 });
  const asked = given.data;
  switch (asked.change) {
    case "save": {
      const { replaces, evenIfOverlapping } = asked;
      const outcome = await saveSpend(app, shop, asked.spend, { by: userId, replaces, evenIfOverlapping });
      return { change: asked.change, outcome };
    }
    case "remove":
      return { change: asked.change, done: await removeSpend(app, shop, asked.entryId, userId) };
    case "undo_import":
      return { change: asked.change, done: await undoImport(app, shop, asked.importId, userId) };
    case "add_rule":
      return { change: asked.change, outcome: await addCommission(app, shop, asked.rule, userId) };
    case "end_rule":
      return { change: asked.change, outcome: await endCommission(app, shop, asked, userId) };
    case "remove_rule":
      return { change: asked.change, done: await removeCommission(app, shop, asked.ruleId, userId) };
  }
}

export const meta = titled("spend.title");

export default function Spend() {
  const { view, period, mostBytes } = useLoaderData<typeof loader>();
  const [, setParameters] = useSearchParams();
  const go = (next: Record<string, string>) =>
    setParameters((now) => ({ ...Object.fromEntries(now), ...next }), { preventScrollReset: true });
  const changes = useSpendChanges();
  const file = useSpendFile(mostBytes);
  const csv = useDownload("/app/acquisition/spend/export", "spend.csv");
  return (
    <SpendPage
      view={view}
      period={period}
      mostBytes={mostBytes}
      changes={changes}
      file={file}
      exporting={csv.state}
      onExport={csv.download}
      onPeriod={(next) => go({ period: next })}
      onPage={(list, next) => go({ [list]: String(next) })}
    />
  );
}
