import { holdShop } from "../../db/fence.ts";
import { addAuditEntry } from "../../db/queries/audit.ts";
import { forgetEntrants } from "../../db/queries/destinations/draws.ts";
import { addressesOnLists } from "../../db/queries/destinations/erasures.ts";
import { forgetDrawn } from "../../db/queries/exports/draws.ts";
import { noteExportsOf } from "../../db/queries/exports/people.ts";
import { type Erased, endRedaction, erasePerson, lockErasures } from "../../db/queries/privacy/erasure.ts";
import { candidatesOf, knownPerson, ordersOfPerson } from "../../db/queries/privacy/known-person.ts";
import { noteCandidates, type PrivacyRequestRow, privacyRequest } from "../../db/queries/privacy/requests.ts";
import { publishedTags } from "../../db/queries/publishing/publications.ts";
import { lockMerges } from "../../db/queries/source/merge-lock.ts";
import { lockValuation } from "../../db/queries/valuation/customer-value.ts";
import { valuationRefreshJob } from "../../jobs/definitions/valuation-refresh.ts";
import { forgetJobsThatName } from "../../jobs/forget-jobs.ts";
import { parseEncryptionKeys } from "../../platform/encryption-keys.ts";
import { exportedHashes } from "../../platform/exported-people.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { digitsOf, SHORTEST_PHONE } from "../../platform/phone-number.ts";
import type { SyncRuntime } from "../runtime.ts";
import { formerAddresses, formerHashes } from "./changed-addresses.ts";
import { formerAddressHashes, personHashes } from "./erased-people.ts";
import { type PossibleTags, takeTags, takeTagsBeforeErasure } from "./own-tags.ts";
import { passOnErasure } from "./pass-on-erasure.ts";

/**
 * Deletes the person of a request from the shop's data, by id, address, phone and listed orders together. Orders stay as sums without a
 * person; keyed hashes stay, so that a later sync leaves the person out. Tags of the app in Shopify are removed first. Works for shops that have removed the app too; a request
 * that was handled, or is gone with its shop, changes nothing, nor does one whose phone may be one of several people's: it stays open until
 * somebody has said who is meant, also when fewer are left.
 */
export async function redactCustomer(
  runtime: Pick<SyncRuntime, "db" | "env" | "clock" | "jobs" | "log" | "shopify">,
  shop: ShopRef,
  requestId: string,
): Promise<void> {
  const { db, jobs, log } = runtime;
  const { shopId } = shop;
  const keys = parseEncryptionKeys(runtime.env.ERASURE_KEYS);
  const now = runtime.clock();
  const asked = await privacyRequest(db.pool, shopId, requestId);
  if (!asked || asked.handledAt !== null || waitsForChoice(asked)) return;
  await takeTagsBeforeErasure(runtime, shop, asked);
  let possible: PossibleTags = { customerIds: [], tags: [] };
  let erased: Erased = { customers: 0, orders: 0 };
  const done = await db.transaction(async (tx) => {
    if (!(await holdShop(tx, shopId))) return false;
    await lockMerges(tx, shopId);
    // Before the lock that webhooks may wait for.
    await lockValuation(tx, shopId);
    await lockErasures(tx, shopId, "alone");
    const request = await privacyRequest(tx, shopId, requestId);
    if (!request || request.handledAt !== null || waitsForChoice(request)) return false;
    const candidates = await candidatesOf(tx, shopId, request);
    if (candidates.length > 0) {
      await noteCandidates(tx, shopId, requestId, candidates);
      log.warn("privacy.person.unclear", { shop: shop.domain, requestId, candidates: candidates.length });
      return false;
    }
    const known = await knownPerson(tx, shopId, request);
    const before = await formerAddresses(tx, keys, shopId, known.customerIds);
    const person = { ...known, emails: [...new Set([...known.emails, ...before])] };
    const numbers = person.phones.map(digitsOf).filter((digits) => digits.length >= SHORTEST_PHONE);
    const traits = [...person.emails, ...person.phones, ...numbers, ...person.customerIds.map(String)];
    const marks = marksOf([...traits, ...person.names]);
    possible = { customerIds: person.customerIds, tags: await publishedTags(tx, shopId) };
    const former = await addressesOnLists(tx, shopId, person.customerIds);
    const orderIds = await ordersOfPerson(tx, shopId, person, request.orderIds);
    erased = await erasePerson(tx, shopId, {
      ...person,
      orderIds,
      marks,
      hashes: [
        ...personHashes(keys, shopId, known, orderIds),
        ...formerAddressHashes(keys, shopId, await formerHashes(tx, keys, shopId, known.customerIds)),
      ],
      erasedAt: now,
    });
    await noteExportsOf(tx, shopId, requestId, exportedHashes(keys, shopId, person));
    await passOnErasure(runtime, tx, shop, requestId, person, former);
    await forgetDrawn(tx, shopId, person.customerIds);
    await forgetEntrants(tx, shopId, person.customerIds);
    // A name alone may be a part of anything.
    await forgetJobsThatName(tx, shop.domain, marksOf(traits));
    await endRedaction(tx, shopId, requestId, now);
    await jobs.enqueue(valuationRefreshJob, { shop: shop.domain, full: true }, { tx });
    await addAuditEntry(tx, shopId, { at: now, actor: "app", action: "person.erased", subject: requestId });
    return true;
  });
  if (!done) return;
  log.info("privacy.customer.redacted", { shop: shop.domain, ...erased });
  await takeTags(runtime, shop, possible);
}

const waitsForChoice = ({ candidateIds }: PrivacyRequestRow) => candidateIds.length > 0;

/** How these stand in raw input, in lower case: as they are, and as JSON escapes what is not ASCII. */
function marksOf(texts: readonly string[]): string[] {
  const escaped = (text: string) =>
    text.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const lower = texts.map((text) => text.toLowerCase());
  return [...new Set([...lower, ...lower.map(escaped), ...texts.map((text) => escaped(text).toLowerCase())])];
}
