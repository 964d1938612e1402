import type { Tx } from "../../db/client.ts";
import { addErasure, destinationsHolding, forgetOnLists } from "../../db/queries/destinations/erasures.ts";
import { lockPeopleOfShop } from "../../db/queries/destinations/people-lock.ts";
import type { KnownPerson } from "../../db/queries/privacy/known-person.ts";
import { destinationJob } from "../../jobs/definitions/destination.ts";
import { parseEncryptionKeys } from "../../platform/encryption-keys.ts";
import { exportedHashes } from "../../platform/exported-people.ts";
import { newId, type ShopRef } from "../../platform/ids.ts";
import { erasureContext } from "../../shopify/erasure-context.ts";
import { TokenCipher } from "../../shopify/token-cipher.ts";
import type { SyncRuntime } from "../runtime.ts";

/**
 * Asks every mailing tool that a person was ever sent to, to delete the person, in the transaction that erases the person here: under each known address
 * that was sent there, which is kept encrypted until the tool took it. Where no key is left, or the person was sent under an address that nobody knows any more,
 * it is noted that somebody has to do it by hand. `former`: addresses that the lists hold. Needs the erasure lock alone.
 */
export async function passOnErasure(
  { env, clock, jobs }: Pick<SyncRuntime, "env" | "clock" | "jobs">,
  tx: Tx,
  { shopId, domain }: ShopRef,
  requestId: string,
  { customerIds, emails: known }: Pick<KnownPerson, "customerIds" | "emails">,
  former: readonly string[],
): Promise<void> {
  const emails = [...new Set([...known, ...former])];
  const keys = parseEncryptionKeys(env.ERASURE_KEYS);
  const hashesOf = (address: string) => exportedHashes(keys, shopId, { customerIds: [], emails: [address] });
  const hashes = {
    addresses: emails.flatMap(hashesOf),
    customers: exportedHashes(keys, shopId, { customerIds, emails: [] }),
  };
  const cipher = new TokenCipher(parseEncryptionKeys(env.ENCRYPTION_KEYS));
  const askedAt = clock();
  const people = await lockPeopleOfShop(tx, shopId);
  for (const { destinationId, hasKey, sent, underAnother } of await destinationsHolding(
    people,
    shopId,
    hashes,
  )) {
    const one = { destinationId, requestId, askedAt };
    const byHand = { sealedPerson: null, keyId: null };
    if (!hasKey)
      await addErasure(tx, shopId, { ...one, ...byHand, erasureId: newId(), failed: "disconnected" });
    else {
      for (const address of emails.filter((one) =>
        hashesOf(one).some((hash) => sent.includes(String(hash))),
      )) {
        const whom = JSON.stringify({ address, toolId: null });
        const sealedPerson = cipher.seal(whom, erasureContext(shopId, destinationId));
        await addErasure(tx, shopId, {
          ...one,
          erasureId: newId(),
          sealedPerson,
          keyId: cipher.keyId,
          failed: null,
        });
      }
      if (underAnother)
        await addErasure(tx, shopId, { ...one, ...byHand, erasureId: newId(), failed: "former_address" });
      await jobs.enqueue(destinationJob, { shop: domain, destinationId }, { tx });
    }
  }
  await forgetOnLists(people, shopId, { customerIds, emails, hashes });
}
