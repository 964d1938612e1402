import { listMembersByAddress } from "../../db/queries/destinations/members.ts";
import { lockPeople } from "../../db/queries/destinations/people-lock.ts";
import { intendToSend, postponePeople, readSendable } from "../../db/queries/destinations/sending.ts";
import { lockErasures } from "../../db/queries/privacy/erasure.ts";
import { parseEncryptionKeys } from "../../platform/encryption-keys.ts";
import { exportedHashes } from "../../platform/exported-people.ts";
import { newId } from "../../platform/ids.ts";
import { isErased, loadErasedPeople } from "../../sync/privacy/erased-people.ts";
import type { PersonToSend } from "../tool.ts";
import type { ListTask, Turn } from "./host.ts";
import type { SegmentState } from "./segment-state.ts";
import { hashOfValues, heldOutOf, knownFields, readFacts, readLot, valuesOf } from "./values.ts";

/** People who turn out not to be sendable after all are looked at again after this time. */
const LOOK_AGAIN_MS = 60_000;

/** What one request is about to ask for. */
export interface Intent {
  readonly jobId: string;
  readonly people: readonly PersonToSend[];
  /** How many of the addresses it dealt with, from the first on. */
  readonly dealt: number;
}

/**
 * Who of them goes, as consent, membership and values stand in this transaction: nobody is erased meanwhile, and what is noted before the request is
 * known whatever becomes of it.
 */
export async function intend(
  { host, shop, destination, definition }: Turn,
  { row }: ListTask,
  segment: SegmentState,
  addresses: readonly string[],
  lookedAt: Date,
): Promise<Intent> {
  const { db, env, clock } = host;
  const { shopId } = shop;
  const { listId, segmentKey } = row;
  const { limits, bytesOf, fields: table } = definition;
  const fields = knownFields(row.fields);
  const keys = parseEncryptionKeys(env.ERASURE_KEYS).slice(0, 1);
  const jobId = newId();
  return db.transaction(async (tx) => {
    await lockErasures(tx, shopId, "shared");
    const locked = await lockPeople(tx, shopId, destination.destinationId);
    const now = clock();
    const sendable = await readSendable(locked, shopId, listId, addresses, now, lookedAt);
    const nobody = { jobId, people: [], dealt: addresses.length };
    const facts = await readFacts(tx, shop, segment.name);
    if (sendable.size === 0 || !facts) return nobody;
    const placementOf = await readLot(tx, shop, row);
    const erased = await loadErasedPeople(tx, shopId, env.ERASURE_KEYS);
    const members = await listMembersByAddress(tx, shopId, segmentKey, [...sendable.keys()]);
    const out = await heldOutOf(tx, shop, placementOf, members);
    const byAddress = new Map(members.map((member) => [member.email, member]));
    const going: (PersonToSend & { readonly customerId: number; readonly hash: string })[] = [];
    const staying: string[] = [];
    let bytes = 0;
    let dealt = 0;
    for (const address of addresses) {
      const known = sendable.get(address);
      const member = byAddress.get(address);
      if (known) {
        const mayGo =
          member?.outcome === "INCLUDED" &&
          !out.has(member.customer_id) &&
          !isErased(erased, member.customer_id, address);
        if (mayGo) {
          const values = valuesOf(fields, member, facts, table);
          const person = { address, toolId: known.toolId, values };
          bytes += bytesOf(person);
          if (going.length > 0 && (going.length >= limits.rows || bytes > limits.bytes)) break;
          going.push({ ...person, customerId: member.customer_id, hash: hashOfValues(values) });
        } else staying.push(address);
      }
      dealt++;
    }
    const later = new Date(now.getTime() + LOOK_AGAIN_MS);
    if (staying.length > 0) await postponePeople(locked, shopId, listId, staying, later);
    if (going.length > 0) {
      const hashes = {
        addresses: exportedHashes(keys, shopId, { customerIds: [], emails: going.map((its) => its.address) }),
        customers: exportedHashes(keys, shopId, {
          customerIds: going.map((its) => its.customerId),
          emails: [],
        }),
      };
      const { destinationId } = destination;
      await intendToSend(locked, shopId, { listId, destinationId, jobId, people: going, hashes, at: now });
    }
    return {
      jobId,
      people: going.map(({ address, toolId, values }) => ({ address, toolId, values })),
      dealt,
    };
  });
}
