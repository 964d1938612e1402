import sql from "sql-template-tag";
import type { Tx } from "../../db/client.ts";
import { forgetAuditEntries } from "../../db/queries/audit.ts";
import { giveUpErasures } from "../../db/queries/destinations/erasures.ts";
import { openRedactions } from "../../db/queries/privacy/requests.ts";
import { deleteOldRows, knownShops, type OldRows } from "../../db/queries/privacy/retention.ts";
import { EVENT_DAYS } from "../../db/queries/segments/history.ts";
import { customerRedactionJob } from "../../jobs/definitions/customer-redaction.ts";
import { retentionJob } from "../../jobs/definitions/retention.ts";
import { shopRedactionJob } from "../../jobs/definitions/shop-redaction.ts";
import { forEachShop } from "../../jobs/for-each-shop.ts";
import { DRAWN_DAYS } from "../../platform/holdout.ts";
import type { ShopId } from "../../platform/ids.ts";
import type { SyncRuntime } from "../runtime.ts";
import { noteAuditLog } from "./audit-log.ts";

const DAY_MS = 86_400_000;
/** Rows that one statement deletes, so that none holds locks for long. */
const BATCH = 5_000;

interface Retention {
  readonly what: string;
  readonly why: string;
  readonly days: number;
}

/** The merchant has as long to do it; then the page says that it has to be done in the tool by hand. */
const TOOL_ERASURE_DAYS = 30;

/** How long a shop's rows stay after it removed the app, where Shopify does not ask for their erasure before. */
export const LEFT_SHOPS: Retention = {
  what: "everything of a shop that removed the app",
  why: "a merchant who comes back continues; Shopify asks for erasure after 48 hours, then it goes at once",
  days: 30,
};

/** A table of which old rows go all at once, for something has to be kept of them. */
interface ForgottenRows {
  readonly table: string;
  readonly forget: (tx: Tx, shop: ShopId, before: Date) => Promise<number>;
}

/** What is kept for a time, why, and how long. docs/operations.md shows it; what is in no row stays while the shop has the app. */
export const RETENTIONS: readonly (Retention & (OldRows | ForgottenRows))[] = [
  {
    table: "refused_row",
    what: "input that could not be used, as it came",
    why: "to find out why; what is still wrong is refused again by the nightly comparison",
    days: 30,
    key: ["refused_id"],
    isOld: (before) => sql`t.refused_at < ${before}`,
  },
  {
    table: "webhook_receipt",
    what: "receipts of webhooks",
    why: "Shopify repeats a webhook for 4 hours; the rest is for looking things up. Compliance webhooks: 31 days",
    days: 7,
    key: ["topic", "event_id", "webhook_id"],
    // A compliance webhook is believed for 30 days, so it has to be known as repeated for longer.
    isOld: (before) => sql`t.received_at < ${before}::timestamptz - case when t.topic in
      ('customers/data_request', 'customers/redact', 'shop/redact') then interval '24 days' else interval '0' end`,
  },
  {
    table: "former_address",
    what: "addresses of customers who are gone",
    why: "a merge that is reported late still moves their orders as a guest; those of merged customers stay",
    days: 30,
    key: ["email", "customer_id"],
    isOld: (before) => sql`t.gone_at < ${before} and not exists (
      select from customer_alias a where a.shop_id = t.shop_id and a.from_customer_id = t.customer_id)`,
  },
  {
    table: "changed_address",
    what: "addresses that customers had before, by keyed hash",
    why: "to erase guest orders under them too; Shopify may ask half a year after the last order; while the customer or who it was merged into is there they stay",
    days: 200,
    key: ["customer_id", "email_hash"],
    isOld: (before) => sql`t.changed_at < ${before}
      and not exists (select from customer c where c.shop_id = t.shop_id and c.customer_id = t.customer_id
        and (c.deleted_at is null or c.deleted_at >= ${before}))
      and not exists (select from customer_alias a where a.shop_id = t.shop_id and a.from_customer_id = t.customer_id)`,
  },
  {
    table: "sync_slice",
    what: "readings of the history",
    why: "to look into what went wrong; the latest of each kind stays",
    days: 90,
    key: ["slice_id"],
    isOld: (before) => sql`t.started_at < ${before} and t.status in ('done', 'failed') and exists (
      select from sync_slice later where later.shop_id = t.shop_id and later.resource = t.resource
        and later.status = 'done' and later.started_at > t.started_at)`,
  },
  {
    table: "history_file",
    what: "order files that were given and are not in the figures, with everything that was read of them",
    why: "to decide on the preview; the bytes of a file go as soon as it is read",
    days: 7,
    key: ["file_id"],
    isOld: (before) => sql`t.uploaded_at < ${before}
      and t.status in ('uploading', 'reading', 'refused', 'preview', 'undone')`,
  },
  {
    table: "history_file_refusal",
    what: "rows of an order file that could not be used",
    why: "to correct them; the orders of the file that were added stay like any other",
    days: 7,
    key: ["file_id", "line_no"],
    isOld: (before) => sql`exists (select from history_file f where f.shop_id = t.shop_id
      and f.file_id = t.file_id and f.uploaded_at < ${before})`,
  },
  {
    table: "spend_import",
    what: "files of ad spend that were taken out again, with the rows of them that could not be used",
    why: "to see what was taken out, and by whom; the spend went at once",
    days: 90,
    key: ["import_id"],
    isOld: (before) => sql`t.undone_at < ${before}`,
  },
  {
    table: "session",
    what: "sessions that expired and cannot be refreshed",
    why: "nobody can use them; opening the app makes a new one",
    days: 30,
    key: ["id"],
    isOld: (before) =>
      sql`t.expires < ${before} and coalesce(t.refresh_token_expires, t.expires) < ${before}`,
  },
  {
    table: "privacy_request",
    what: "requests about a person that were dealt with",
    why: "proof that the 30 days were kept; who was erased is cleared at once",
    days: 365,
    key: ["request_id"],
    // As long as the record of a file that held the person stays.
    isOld: (before) => sql`t.handled_at < ${before} and (t.removed_at is not null or not exists (
      select from erasure_export h where h.shop_id = t.shop_id and h.request_id = t.request_id))`,
  },
  {
    table: "export_member",
    what: "who was in an export, by keyed hash",
    why: "to tell which files held a person who is erased; then the person's hashes go",
    days: 730,
    key: ["export_id", "part_no"],
    isOld: (before) => sql`t.export_id in (
      select export_id from export e where e.shop_id = t.shop_id and e.requested_at < ${before})`,
  },
  {
    table: "export_draw",
    what: "who was sent to and who was held out in an export, by customer id",
    why: "to compare what both buy later; an erased person's id goes at once",
    days: DRAWN_DAYS,
    key: ["export_id", "part_no"],
    isOld: (before) => sql`t.export_id in (
      select export_id from export e where e.shop_id = t.shop_id and e.requested_at < ${before})`,
  },
  {
    table: "export",
    what: "records of exports",
    why: "who took which customers out of the app, and when",
    days: 730,
    key: ["export_id"],
    isOld: (before) => sql`t.requested_at < ${before}`,
  },
  {
    table: "destination_draw",
    what: "who might be on a list of a mailing tool, who of them was on it before, and who was held out, by customer id",
    why: "to compare what both buy later, from the day on which the list began; an erased person's row goes at once",
    days: DRAWN_DAYS,
    key: ["list_id", "customer_id"],
    isOld: (before) => sql`t.list_id in (
      select list_id from destination_list l where l.shop_id = t.shop_id and l.started_at < ${before})`,
  },
  {
    table: "destination_run",
    what: "what was done for lists in mailing tools, in numbers of people",
    why: "to see what became of a list lately",
    days: 90,
    key: ["run_id"],
    isOld: (before) => sql`t.started_at < ${before} and t.ended_at is not null`,
  },
  {
    table: "destination_job",
    what: "requests that put people on a list of a mailing tool, by number",
    why: "to look into what a tool refused",
    days: 30,
    key: ["job_id"],
    isOld: (before) => sql`t.ended_at < ${before}`,
  },
  {
    table: "destination_erasure",
    what: "that a mailing tool was asked to delete an erased person, without the person",
    why: "proof that it was asked, as long as the request",
    days: 365,
    key: ["erasure_id"],
    isOld: (before) => sql`(t.done_at < ${before} or (t.failed is not null and t.asked_at < ${before}))
      and not exists (select from privacy_request r where r.shop_id = t.shop_id and r.request_id = t.request_id)`,
  },
  {
    table: "destination",
    what: "mailing tools that were disconnected, with keyed hashes of who was sent there",
    why: "to tell in which tool an erased person has to be deleted by hand",
    days: 730,
    key: ["destination_id"],
    isOld: (before) =>
      sql`t.state = 'disconnected' and t.sealed_key is null and t.disconnected_at < ${before}`,
  },
  {
    table: "segment_event",
    what: "who entered and left the segments, and why",
    why: "to see what a segment did in a year and the month before it; its size by day stays, and names nobody",
    days: EVENT_DAYS,
    key: ["segment_key", "at", "customer_id", "entered"],
    isOld: (before) => sql`t.at < ${before}`,
  },
  {
    table: "audit_entry",
    what: "entries of the audit log",
    why: "who did what in the app; the hash that the oldest one left follows is kept",
    days: 730,
    forget: forgetAuditEntries,
  },
];

/**
 * Deletes what is older than it has to be, of every shop; asks for the erasure of shops that left long ago, and again for redactions
 * whose job was lost. What fails for one shop keeps nothing from the others. Safe to run at any time and any number of times.
 */
export async function keepRetention(runtime: SyncRuntime, signal?: AbortSignal): Promise<void> {
  const { db, clock, jobs, log } = runtime;
  const round = { log, round: retentionJob.name, signal };
  const ago = ({ days }: Retention) => new Date(clock().getTime() - days * DAY_MS);
  await forEachShop(round, await knownShops(db.pool), async (shop, { uninstalledAt }) => {
    // A job of its own: it waits for whoever still holds the shop, and is tried again.
    if (uninstalledAt !== null && uninstalledAt < ago(LEFT_SHOPS)) {
      await jobs.enqueue(shopRedactionJob, { shop: shop.domain });
    }
    const deleted: Record<string, number> = {};
    for (const retention of RETENTIONS) {
      signal?.throwIfAborted();
      if ("forget" in retention) {
        const { table, forget } = retention;
        const count = await db.transaction((tx) => forget(tx, shop.shopId, ago(retention)));
        if (count > 0) deleted[table] = count;
        continue;
      }
      for (let last = BATCH; last === BATCH; ) {
        signal?.throwIfAborted();
        last = await deleteOldRows(db.pool, shop.shopId, retention, ago(retention), BATCH);
        if (last > 0) deleted[retention.table] = (deleted[retention.table] ?? 0) + last;
      }
    }
    const givenUp = await giveUpErasures(
      db.pool,
      shop.shopId,
      new Date(clock().getTime() - TOOL_ERASURE_DAYS * DAY_MS),
    );
    if (givenUp > 0) log.error("privacy.tool_erasures_given_up", { shop: shop.domain, erasures: givenUp });
    await noteAuditLog(runtime, shop);
    if (Object.keys(deleted).length > 0) log.info("privacy.retention", { shop: shop.domain, ...deleted });
  });
  await forEachShop(round, await openRedactions(db.pool), ({ domain }, { requestId }) =>
    jobs.enqueue(customerRedactionJob, { shop: domain, requestId }),
  );
}
