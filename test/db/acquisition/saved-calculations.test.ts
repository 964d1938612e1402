import { beforeEach, expect } from "vitest";
import {
  forgetCalculation,
  MOST_SAVED,
  readSavedCalculations,
  saveCalculation,
} from "../../../app/acquisition/saved-calculations.ts";
import type { Db } from "../../../app/db/client.ts";
import { ShopLeft } from "../../../app/db/fence.ts";
import { shopRef } from "../../../app/platform/ids.ts";
import { test } from "../database.ts";

const HERE = shopRef("here.myshopify.com");
const THERE = shopRef("there.myshopify.com");
const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 9, minute));

beforeEach(async ({ db }: { db: Db }) => {
  await db.pool.query("truncate shop, saved_calculation cascade");
  for (const { shopId, domain } of [HERE, THERE])
    await db.pool.query("insert into shop (shop_id, domain, installed_at) values ($1, $2, now())", [
      shopId,
      domain,
    ]);
});

const webinar = (parameters = "spend=50000") => ({
  name: "Webinar",
  calculator: "funnel" as const,
  parameters,
});
const namesOf = async (db: Db, shop = HERE) =>
  (await readSavedCalculations(db, shop)).map(({ name, parameters }) => `${name}: ${parameters}`);

test("a calculation is there under its name, the latest first, and in no other shop", async ({ db }) => {
  expect(await saveCalculation(db, HERE, webinar(), { replace: false, now: at(0) })).toBe("saved");
  const rental = { name: "Rental", calculator: "what-if" as const, parameters: "a.model=rental" };
  expect(await saveCalculation(db, HERE, rental, { replace: false, now: at(1) })).toBe("saved");
  expect(await readSavedCalculations(db, HERE)).toMatchObject([
    { ...rental, savedAt: at(1).toISOString() },
    { ...webinar(), savedAt: at(0).toISOString() },
  ]);
  expect(await readSavedCalculations(db, THERE)).toEqual([]);
});

test("a name that is taken, whatever its case, is replaced only where that is asked for", async ({ db }) => {
  await saveCalculation(db, HERE, webinar(), { replace: false, now: at(0) });
  const louder = { ...webinar("spend=1"), name: "WEBINAR" };
  expect(await saveCalculation(db, HERE, louder, { replace: false, now: at(1) })).toBe("name_taken");
  expect(await namesOf(db)).toEqual(["Webinar: spend=50000"]);
  expect(await saveCalculation(db, HERE, louder, { replace: true, now: at(2) })).toBe("saved");
  expect(await namesOf(db)).toEqual(["WEBINAR: spend=1"]);
  expect(await saveCalculation(db, THERE, webinar(), { replace: false, now: at(3) })).toBe("saved");
});

test("of two people who take one name at the same moment one is told so", async ({ db }) => {
  const outcomes = await Promise.all(
    [1, 2, 3, 4].map((n) => saveCalculation(db, HERE, webinar(`spend=${n}`), { replace: false, now: at(n) })),
  );
  expect(outcomes.toSorted()).toEqual(["name_taken", "name_taken", "name_taken", "saved"]);
});

test("no more are saved than can be looked through; one of them can still be replaced", async ({ db }) => {
  for (let n = 0; n < MOST_SAVED; n++)
    await saveCalculation(db, HERE, { ...webinar(), name: `Number ${n}` }, { replace: false, now: at(n) });
  expect(await saveCalculation(db, HERE, webinar(), { replace: true, now: at(0) })).toBe("too_many");
  const known = { ...webinar("spend=2"), name: "Number 7" };
  expect(await saveCalculation(db, HERE, known, { replace: true, now: at(500) })).toBe("saved");
  expect((await readSavedCalculations(db, HERE)).length).toBe(MOST_SAVED);
});

test("one is deleted by its own shop alone, and what is not there is no error", async ({ db }) => {
  await saveCalculation(db, HERE, webinar(), { replace: false, now: at(0) });
  const [{ id } = { id: "" }] = await readSavedCalculations(db, HERE);
  expect(await forgetCalculation(db, THERE, id)).toBe(false);
  expect(await namesOf(db)).toHaveLength(1);
  expect(await forgetCalculation(db, HERE, id)).toBe(true);
  expect(await forgetCalculation(db, HERE, id)).toBe(false);
  expect(await namesOf(db)).toEqual([]);
});

test("of a shop that was redacted nothing is saved", async ({ db }) => {
  await db.pool.query("delete from shop where shop_id = $1", [HERE.shopId]);
  await expect(saveCalculation(db, HERE, webinar(), { replace: false, now: at(0) })).rejects.toThrow(
    ShopLeft,
  );
  expect(await namesOf(db)).toEqual([]);
});
