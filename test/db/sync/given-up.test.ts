import { afterEach, expect, test } from "vitest";
import { reconcileJob } from "../../../app/jobs/definitions/reconcile.ts";
import { beginBackfill } from "../../../app/sync/history/backfill.ts";
import { readSyncView } from "../../../app/sync/status/read-sync-view.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";

const DOMAINS = ["given-up.myshopify.com", "another.myshopify.com"] as const;
let app: SyncedApp;
afterEach(() => app.close());

const givenUp = async (domain: string) => {
  const { db, clock } = app.runtime;
  return (await readSyncView(db, app.shop(domain).ref, clock())).givenUp;
};

/** As a job ends that failed at its last try. */
async function giveUp(domain: string, name: string, reason: string): Promise<void> {
  await app.runtime.db.pool.query(
    "insert into pgboss.job (name, data) values ('dead-letters', jsonb_build_object('shop', $1::text))",
    [domain],
  );
  await app.runtime.db.pool.query(
    `update pgboss.job set state = 'failed', retry_count = retry_limit, output = jsonb_build_object('message', $3::text)
     where id = (select id from pgboss.job where name = $2 and data->>'shop' = $1 order by created_on desc limit 1)`,
    [domain, name, reason],
  );
}

test("work that was given up is named with its reason to its own shop, and done when it is tried again", async () => {
  app = await startSyncedApp({ shops: DOMAINS.map((domain) => ({ kind: "empty", domain })) });
  for (const domain of DOMAINS) {
    expect(await app.open(domain)).toBe("authenticated");
    await app.runtime.jobs.enqueue(reconcileJob, { shop: app.shop(domain).ref.domain });
  }
  await app.settled();
  const [domain, other] = DOMAINS;
  expect(await givenUp(domain)).toEqual([]);
  await giveUp(domain, reconcileJob.name, "no answer");
  expect(await givenUp(domain)).toEqual([{ kind: "reading", at: expect.any(String), reason: "no answer" }]);
  expect(await givenUp(other)).toEqual([]);
  await beginBackfill(app.runtime, app.shop(domain).ref, "1");
  expect(await givenUp(domain)).toEqual([]);
  await app.settled();
  const { rows } = await app.runtime.db.pool.query(
    "select state::text from pgboss.job where name = $1 and data->>'shop' = $2",
    [reconcileJob.name, domain],
  );
  expect(rows).toEqual([{ state: "completed" }]);
});

test("what a later job of its kind has done is not named any more", async () => {
  app = await startSyncedApp({ shops: DOMAINS.map((domain) => ({ kind: "empty", domain })) });
  const [domain] = DOMAINS;
  expect(await app.open(domain)).toBe("authenticated");
  const { ref } = app.shop(domain);
  await app.runtime.jobs.enqueue(reconcileJob, { shop: ref.domain });
  await app.settled();
  await giveUp(domain, reconcileJob.name, "no answer");
  expect(await givenUp(domain)).toHaveLength(1);
  await app.runtime.jobs.enqueue(reconcileJob, { shop: ref.domain });
  await app.settled();
  expect(await givenUp(domain)).toEqual([]);
});
