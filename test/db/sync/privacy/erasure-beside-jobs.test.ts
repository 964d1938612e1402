import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../../app/db/client.ts";
import { ErasedMeanwhile } from "../../../../app/sync/privacy/erased-people.ts";
import { redactCustomer } from "../../../../app/sync/privacy/redaction.ts";
import { storeRequest } from "../../../builders/privacy-requests.ts";
import type { SyncedApp } from "../../synced-app.ts";
import { CASES, handlersOver, restore, run, sqlOf, startShop } from "./every-job.ts";
import { doneOrBlocked, watchedDatabase } from "./watched-database.ts";

/** Moments of a job at which a person is erased, spread over all of its statements. */
const MOMENTS = 5;
/** The person: a customer with an order, whose profile also came in a shape that cannot be read. */
const EMAIL = "p0@example.com";
let app: SyncedApp;

beforeAll(async () => {
  app = await startShop();
});
afterAll(() => app.close());

async function whereItStands(): Promise<string[]> {
  const tables = await rows<{ name: string }>(
    app.runtime.db.pool,
    `select format('%I.%I', table_schema, table_name) name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema in ('public', 'pgboss') order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const hits = await sqlOf(`select from ${name} t where position($1 in lower(t::text)) > 0`, [EMAIL]);
    if (hits.rowCount) found.push(name);
  }
  return found;
}

const cases = Object.entries(CASES)
  .filter(([name]) => !name.startsWith("privacy."))
  .flatMap(([name, all]) => all.map((one) => [name, one.state, one] as const));
test.each(cases)(
  "a person is erased at any moment of %s (%s), and does not come back",
  async (name, _, one) => {
    const customer = [...app.shop().local.store.customers.values()].find(({ email }) => email === EMAIL);
    const customerId = customer?.id ?? 0;
    let statements = 0;
    await restore(one.state);
    const counting = watchedDatabase(app.runtime.db, async () => void statements++);
    await run(await handlersOver(counting), name, await one.payload());
    expect(await whereItStands()).toContain("public.customer");

    const step = Math.max(1, Math.floor(statements / MOMENTS));
    const ends: string[] = [];
    for (let moment = 0; moment < statements; moment += step) {
      await restore(one.state);
      const payload = await one.payload();
      const { ref } = app.shop();
      const requestId = await storeRequest(app.runtime.db, ref, { customerId, email: EMAIL });
      let at = 0;
      let erasure: Promise<void> | null = null;
      const pausing = watchedDatabase(app.runtime.db, async () => {
        if (at++ !== moment || erasure) return;
        erasure = redactCustomer(app.runtime, ref, requestId);
        ends.push(await doneOrBlocked(app.runtime.db, erasure));
      });
      const handlers = await handlersOver(pausing);
      try {
        await run(handlers, name, payload);
      } catch (error) {
        // The queue tries the job again.
        if (!(error instanceof ErasedMeanwhile)) throw error;
        await run(handlers, name, payload);
      }
      // A run may need fewer statements than the one that was counted: then the erasure comes right after it.
      await (erasure ?? redactCustomer(app.runtime, ref, requestId));
      expect([moment, await whereItStands()]).toEqual([moment, []]);
    }
    expect(ends).toContain("done");
  },
);
