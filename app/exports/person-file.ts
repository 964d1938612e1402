import { Readable } from "node:stream";
import sql from "sql-template-tag";
import { type Db, rows } from "../db/client.ts";
import { addAuditEntry } from "../db/queries/audit.ts";
import { knownPerson, ordersOfPerson } from "../db/queries/privacy/known-person.ts";
import { PERSON_SECTIONS, personRows } from "../db/queries/privacy/person-rows.ts";
import { privacyRequest } from "../db/queries/privacy/requests.ts";
import type { ShopRef } from "../platform/ids.ts";
import { cannotBeCounted, composed, type OnFailed } from "../segments/compose.ts";
import { segmentsOfShop } from "../segments/find.ts";
import { readSegmentContext } from "../segments/segment-context.ts";
import { mayExport, StaffRefused } from "./staff.ts";

const PAGE = 500;

/**
 * Everything that the app knows of the person of a data request, as JSON, read while it is written. Null for a request that is not
 * there, or whose person was erased. Who takes it is in the audit log; throws StaffRefused where the staff member may not take customers out
 * of the app. Amounts are minor units of the shop's currency. A segment that cannot be counted is left out, and
 * `onFailed` is told of it.
 */
export async function personFile(
  db: Db,
  shop: ShopRef,
  requestId: string,
  { staff, now }: { staff: string; now: Date },
  onFailed: OnFailed = () => {},
): Promise<Readable | null> {
  const { shopId } = shop;
  const request = await privacyRequest(db.pool, shopId, requestId);
  if (request?.topic !== "customers/data_request") return null;
  const { customerId, email, phone, orderIds } = request;
  if (customerId === null && email === null && phone === null && orderIds.length === 0) return null;
  const person = await db.transaction(async (tx) => {
    if (!(await mayExport(tx, shopId, staff))) throw new StaffRefused("export");
    await addAuditEntry(tx, shopId, {
      at: now,
      actor: staff,
      action: "person.data_taken",
      subject: requestId,
    });
    const known = await knownPerson(tx, shopId, request);
    return { ...known, orderIds: await ordersOfPerson(tx, shopId, known, orderIds) };
  });

  async function* text(): AsyncGenerator<string> {
    const about = { shop: shop.domain, writtenAt: now.toISOString(), amounts: "minor units of the currency" };
    yield `{\n"about": ${JSON.stringify(about)},\n"phone": ${JSON.stringify(phone)}`;
    for (const section of PERSON_SECTIONS) {
      yield `,\n"${section.name}": [`;
      let separator = "\n";
      for await (const page of personRows(db.pool, shopId, section, person, PAGE)) {
        for (const row of page) {
          yield separator + row;
          separator = ",\n";
        }
      }
      yield "]";
    }
    yield `,\n"segments": ${JSON.stringify(await segmentsOf(db, shop, person.customerIds, onFailed))}\n}\n`;
  }
  return Readable.from(text());
}

/** The segments that any of these customers is in now: those of the app by key, those of the shop by name. */
async function segmentsOf(
  db: Db,
  shop: ShopRef,
  customerIds: readonly number[],
  onFailed: OnFailed,
): Promise<string[]> {
  const { shopId } = shop;
  const found = (await segmentsOfShop(db.pool, shopId)).flatMap((segment) => (segment.rule ? [segment] : []));
  const context = await readSegmentContext(
    db,
    shop,
    found.map(({ rule }) => rule),
  );
  if (!context) return [];
  const names: string[] = [];
  for (const segment of composed(found, context, onFailed)) {
    const { key, name, condition } = segment;
    try {
      const members = await rows(
        db.pool,
        sql`select from customer_value v where v.shop_id = ${shopId}
          and v.customer_id = any(${customerIds}::bigint[]) and ${condition} limit 1`,
      );
      if (members.length > 0) names.push(name ?? key);
    } catch (error) {
      if (!cannotBeCounted(error)) throw error;
      onFailed(segment, error);
    }
  }
  return names;
}
