import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readToolsAttention } from "../../../app/destinations/attention.ts";
import { endList } from "../../../app/destinations/lists.ts";
import { BY, shopsOfTests } from "./connected-shop.ts";

const { app, connect } = shopsOfTests(["waiting"], { before: beforeAll, after: afterAll });

test("the overview names the tools of which something waits for a person: leavers who are held, people who are refused, a key", async () => {
  const shop = await connect("waiting", { people: ["a", "b", "c", "d", "e", "f"] });
  const { db } = app().app.runtime;
  const named = () => readToolsAttention(db, shop.ref);
  shop.tool.faults.refusePeople.set(shop.address("c"), "This address cannot receive mail.");
  expect(await named()).toBeNull();
  await shop.rest();
  // Whom the app asks for again by itself waits for nobody.
  expect(await named()).toBeNull();
  for (let days = 0; days < 30 && (await named()) === null; days++) {
    app().clock.advance(86_400_000);
    await shop.rest();
  }
  expect(await named()).toEqual({ keys: 0, held: 0, refused: 1 });

  const leaving = ["a", "b", "d"].map((name) => shop.ids.get(name) ?? 0);
  await db.pool.query(
    sql`delete from segment_member where shop_id = ${shop.ref.shopId} and customer_id = any(${leaving}::bigint[])`,
  );
  await db.pool.query(
    sql`update segment_membership set evaluated_at = ${app().clock.now()} where shop_id = ${shop.ref.shopId}`,
  );
  app().clock.advance(60_000);
  await shop.rest();
  expect(await named()).toEqual({ keys: 0, held: 3, refused: 1 });

  shop.tool.revokeKey();
  app().clock.advance(8 * 86_400_000);
  await shop.rest();
  expect(await named()).toEqual({ keys: 1, held: 3, refused: 1 });
  expect(await endList(shop.host, shop.ref, { listId: shop.listId, removePeople: false }, BY)).toEqual({
    ok: true,
  });
  expect(await named()).toEqual({ keys: 1, held: 0, refused: 0 });
});
