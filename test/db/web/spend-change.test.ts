import { afterAll, beforeAll, expect, test } from "vitest";
import { openWebStack, type WebStack } from "./web-stack.ts";

const DOMAIN = "spend.myshopify.com";
let stack: WebStack;

beforeAll(async () => {
  stack = await openWebStack({ shops: [DOMAIN], working: false });
  expect((await stack.fetch("/app.data", { shop: DOMAIN })).status).toBe(200);
});
afterAll(() => stack.close());

/** Remix writes what an action gave as a list in which objects name the places of their parts. */
async function told(change: object): Promise<string> {
  const answer = await stack.fetch("/app/acquisition/spend.data?index", {
    shop: DOMAIN,
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(change),
  });
  return `${answer.status} ${await answer.text()}`;
}

test("whatever number is typed gets an answer, and not the error page", async () => {
  const spend = { channel: "radio", campaign: "", firstDay: "2026-01-01", lastDay: "2026-01-31" };
  const hours = (hoursMilli: number, rateMinor: number) =>
    told({
      change: "save",
      spend: { ...spend, cost: { by: "hours", hoursMilli, rateMinor } },
      replaces: null,
      evenIfOverlapping: false,
    });
  expect(await hours(-1, 100)).toMatch(/^20\d .*"fault".*"negative"/);
  expect(await hours(100_000_001, 100)).toMatch(/^20\d .*"fault".*"too_much"/);
  expect(await hours(1_000, 1e15)).toMatch(/^20\d .*"fault".*"too_much"/);
  const rule = (amountMinor: number) =>
    told({
      change: "add_rule",
      rule: {
        channel: "blog",
        commission: { by: "new_customer", amountMinor },
        firstMonth: 24_310,
        lastMonth: null,
      },
    });
  expect(await rule(-1)).toMatch(/^20\d .*"negative"/);
  expect(await rule(1e15)).toMatch(/^20\d .*"too_much"/);
  expect(await rule(1_000_000_000_001)).toMatch(/^20\d .*"saved"/);
  expect(await rule(1)).toMatch(/^20\d .*"overlaps"/);
});

test("a file that is stored again with the id that the page gave it is stored once", async () => {
  const store = async (id: string) => {
    const query = new URLSearchParams({ name: "radio.csv", overlaps: "store", store: id });
    const answer = await stack.fetch(`/app/acquisition/spend/file?${query}`, {
      shop: DOMAIN,
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: "channel,date,amount\nradio,2020-01-01,1.00\n",
    });
    return answer.status === 200 ? await answer.json() : answer.status;
  };
  const id = "018f0000-0000-7000-8000-000000000004";
  const stored = { state: "stored", entries: 1, amountMinor: 100 };
  expect([await store(id), await store(id)]).toEqual([stored, stored]);
  const { rows } = await stack.runtime.db.pool.query("select amount_minor from spend_entry");
  expect(rows).toHaveLength(1);
  expect(await store("yes")).toBe(400);
});
