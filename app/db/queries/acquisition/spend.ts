import sql, { empty } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

export interface SpendRow {
  readonly entryId: string;
  readonly importId: string | null;
  readonly kind: string;
  readonly channel: string;
  readonly campaign: string;
  readonly campaignKey: string;
  /** YYYY-MM-DD. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly amountMinor: number;
  readonly hoursMilli: number | null;
  readonly rateMinor: number | null;
}

export interface SpendMonthRow {
  readonly entryId: string;
  readonly month: number;
  readonly amountMinor: number;
}

/** Rows that one statement takes. */
const BATCH = 5_000;

/** One change of a shop's spend at a time, so that what is looked at for overlaps stays as it is. */
export async function lockSpend(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`spend ${shop}`}, 0))`);
}

export async function insertSpend(
  tx: Tx,
  shop: ShopId,
  entries: readonly SpendRow[],
  months: readonly SpendMonthRow[],
  { by, at }: { by: string; at: Date },
): Promise<void> {
  for (let from = 0; from < entries.length; from += BATCH) {
    const batch = JSON.stringify(entries.slice(from, from + BATCH));
    await tx.query(
      sql`insert into spend_entry (shop_id, entry_id, import_id, kind, channel, campaign, campaign_key, first_day, last_day,
          amount_minor, hours_milli, rate_minor, added_by, added_at)
        select ${shop}, "entryId", "importId", kind, channel, campaign, "campaignKey", "firstDay", "lastDay", "amountMinor",
          "hoursMilli", "rateMinor", ${by}, ${at}
        from jsonb_to_recordset(${batch}::jsonb) r("entryId" uuid, "importId" uuid, kind text, channel text, campaign text,
          "campaignKey" text, "firstDay" date, "lastDay" date, "amountMinor" bigint, "hoursMilli" int, "rateMinor" bigint)`,
    );
  }
  for (let from = 0; from < months.length; from += BATCH) {
    const batch = JSON.stringify(months.slice(from, from + BATCH));
    await tx.query(
      sql`insert into spend_month (shop_id, entry_id, month, channel, campaign_key, amount_minor)
        select ${shop}, e.entry_id, r.month, e.channel, e.campaign_key, r."amountMinor"
        from jsonb_to_recordset(${batch}::jsonb) r("entryId" uuid, month int, "amountMinor" bigint)
        join spend_entry e on e.shop_id = ${shop} and e.entry_id = r."entryId"`,
    );
  }
}

/** Entries of channels that have a day in common with a period; those of one entry that is changed are not asked for. */
export function spendBetween(
  on: Queryable,
  shop: ShopId,
  {
    channels,
    firstDay,
    lastDay,
    but,
  }: { channels: readonly string[]; firstDay: string; lastDay: string; but: string | null },
): Promise<SpendRow[]> {
  return rows<SpendRow>(
    on,
    sql`select ${ENTRY} from spend_entry
      where shop_id = ${shop} and channel = any(${channels}::text[]) and first_day <= ${lastDay}::date
        and last_day >= ${firstDay}::date ${but === null ? empty : sql`and entry_id <> ${but}::uuid`}
      order by first_day, entry_id`,
  );
}

const ENTRY = sql`entry_id::text "entryId", import_id::text "importId", kind, channel, campaign, campaign_key "campaignKey",
  first_day "firstDay", last_day "lastDay", amount_minor "amountMinor", hours_milli "hoursMilli", rate_minor "rateMinor"`;

/** What was typed in, the latest period first. */
export function typedSpend(
  on: Queryable,
  shop: ShopId,
  { limit, offset }: { limit: number; offset: number },
): Promise<SpendRow[]> {
  return rows<SpendRow>(
    on,
    sql`select ${ENTRY} from spend_entry where shop_id = ${shop} and import_id is null
      order by last_day desc, entry_id desc limit ${limit} offset ${offset}`,
  );
}

/** How much was typed in, and how many files were imported. */
export async function spendCounts(
  on: Queryable,
  shop: ShopId,
): Promise<{ readonly typed: number; readonly imports: number }> {
  const [row] = await rows<{ typed: number; imports: number }>(
    on,
    sql`select (select count(*) from spend_entry where shop_id = ${shop} and import_id is null)::int typed,
      (select count(*) from spend_import where shop_id = ${shop})::int imports`,
  );
  if (!row) throw new Error("a count is a row");
  return row;
}

/** Everything, a page at a time in the order of ids. */
export function spendPage(
  on: Queryable,
  shop: ShopId,
  after: string | null,
  limit: number,
): Promise<SpendRow[]> {
  return rows<SpendRow>(
    on,
    sql`select ${ENTRY} from spend_entry where shop_id = ${shop} ${after === null ? empty : sql`and entry_id > ${after}::uuid`}
      order by entry_id limit ${limit}`,
  );
}

/** The entry that was there; null where somebody else was faster, or it came with a file. */
export async function deleteTypedSpend(tx: Tx, shop: ShopId, entryId: string): Promise<SpendRow | null> {
  const [row] = await rows<SpendRow>(
    tx,
    sql`delete from spend_entry where shop_id = ${shop} and entry_id = ${entryId}::uuid and import_id is null returning ${ENTRY}`,
  );
  return row ?? null;
}

export interface ChannelSpendRow {
  readonly channel: string;
  readonly amountMinor: number;
}

/** By month and channel, of the months from one to another. */
export function spendByMonth(
  on: Queryable,
  shop: ShopId,
  from: number,
  to: number,
): Promise<(ChannelSpendRow & { readonly month: number })[]> {
  return rows(
    on,
    sql`select month, channel, sum(amount_minor)::bigint "amountMinor" from spend_month
      where shop_id = ${shop} and month between ${from} and ${to} group by month, channel order by month, channel`,
  );
}

export function spendByCampaign(
  on: Queryable,
  shop: ShopId,
  from: number,
  to: number,
): Promise<(ChannelSpendRow & { readonly campaignKey: string })[]> {
  return rows(
    on,
    sql`select channel, campaign_key "campaignKey", sum(amount_minor)::bigint "amountMinor" from spend_month
      where shop_id = ${shop} and month between ${from} and ${to} group by channel, campaign_key order by channel, campaign_key`,
  );
}

/** First and last month with spend; null without any. */
export async function spendMonths(
  on: Queryable,
  shop: ShopId,
): Promise<{ first: number; last: number } | null> {
  const [row] = await rows<{ first: number | null; last: number | null }>(
    on,
    sql`select min(month) "first", max(month) "last" from spend_month where shop_id = ${shop}`,
  );
  return row?.first == null || row.last == null ? null : { first: row.first, last: row.last };
}
