import fc from "fast-check";
import { describe, expect } from "vitest";
import {
  type CustomerListQuery,
  type CustomerSort,
  listCustomers,
} from "../../../app/segments/customer-list.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const EVERYBODY: Rule = { all: [] };
const base: CustomerListQuery = { rule: EVERYBODY, sort: "net_sales", direction: "desc", pageSize: 50 };

describe("list of customers", () => {
  test("pages of any size lead through everybody and back, among ties and missing values too", async ({
    db,
  }) => {
    const names = [null, "Anna", "Anna", "Bob", null, "Émile", "bob", "Zoë", "Anna", "Bob", "Chris"];
    const shop = await aShopOf(
      db,
      TODAY,
      names.map((firstName, i) => ({
        firstName,
        orders: i % 3 === 0 ? [] : [[`2024-0${1 + (i % 4)}-10`, 1_000 + (i % 2) * 500] as const],
      })),
    );
    await db.pool.query(
      "update customer_value set expected_value_minor = (customer_id % 3) * 100 where shop_id = $1 and orders > 0",
      [shop.shopId],
    );
    const everybody = names.map((_, i) => i + 1);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<CustomerSort>("net_sales", "predicted", "orders", "last_order", "name"),
        fc.constantFrom<"asc" | "desc">("asc", "desc"),
        fc.integer({ min: 1, max: 12 }),
        async (sort, direction, pageSize) => {
          const query = { rule: EVERYBODY, sort, direction, pageSize };
          const pages: number[][] = [];
          let page = await listCustomers(db, shop, query);
          for (;;) {
            pages.push(page.rows.map(({ customerId }) => customerId));
            if (page.nextCursor === null) break;
            page = await listCustomers(db, shop, { ...query, cursor: page.nextCursor });
          }
          expect(pages.flat().sort((a, b) => a - b)).toEqual(everybody);
          for (let i = pages.length - 2; i >= 0; i--) {
            page = await listCustomers(db, shop, { ...query, cursor: page.previousCursor! });
            expect(page.rows.map(({ customerId }) => customerId)).toEqual(pages[i]);
          }
          expect(page.previousCursor).toBeNull();
        },
      ),
      { numRuns: 60 },
    );
  });

  test("rows without a value come last, whichever way the list is sorted", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [{ firstName: "Bea" }, { firstName: null }, { firstName: "Abe" }]);
    const ids = async (direction: "asc" | "desc") =>
      (await listCustomers(db, shop, { ...base, sort: "name", direction })).rows.map(
        ({ customerId }) => customerId,
      );
    expect(await ids("asc")).toEqual([3, 1, 2]);
    expect(await ids("desc")).toEqual([1, 3, 2]);
  });

  test("search takes every word, in name or address, and its signs literally", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [
      { firstName: "Anna", lastName: "de Vries", email: "anna@example.com" },
      { firstName: "Annabel", lastName: "Jansen", email: "100%_a@example.com" },
      { firstName: "Bob", lastName: "Vries", email: "bob@example.com" },
    ]);
    const found = async (search: string) => {
      const list = await listCustomers(db, shop, { ...base, sort: "name", direction: "asc", search });
      expect(list.total).toBe(list.rows.length);
      return list.rows.map(({ customerId }) => customerId);
    };
    expect(await found("ANNA")).toEqual([1, 2]);
    expect(await found("vries anna")).toEqual([1]);
    expect(await found("100%_")).toEqual([2]);
    expect(await found("%")).toEqual([2]);
    expect(await found("nobody")).toEqual([]);
  });

  test("a rule narrows the list, and the countries to choose from stay", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [
      { country: "NL", consent: "SUBSCRIBED", email: "a@example.com" },
      { country: "BE", consent: "UNSUBSCRIBED", email: "b@example.com", orders: [["2024-05-01", 100]] },
      { country: null, consent: null },
    ]);
    const ids = async (rule: Rule) =>
      (await listCustomers(db, shop, { ...base, rule })).rows.map(({ customerId }) => customerId);
    const dutch: Rule = { fact: "country", is: "=", value: "NL" };
    expect(await ids({ fact: "country", is: "in", values: ["NL", "BE"] })).toEqual([2, 1]);
    expect(await ids({ fact: "consent", is: "=", value: "NONE" })).toEqual([3]);
    const subscribed: Rule = { fact: "consent", is: "=", value: "SUBSCRIBED" };
    expect(await ids({ all: [{ fact: "rfmGroup", is: "=", value: "PROSPECTS" }, subscribed] })).toEqual([1]);
    expect(await ids({ not: dutch })).toEqual([2, 3]);
    expect((await listCustomers(db, shop, { ...base, rule: dutch })).countries).toEqual(["BE", "NL"]);
  });

  test("a cursor that is not of this list starts at the beginning", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [{ firstName: "A" }, { firstName: "B" }]);
    const other = await listCustomers(db, shop, { ...base, sort: "name", direction: "asc", pageSize: 1 });
    for (const cursor of ["nonsense", "", other.nextCursor!]) {
      const list = await listCustomers(db, shop, { ...base, pageSize: 1, cursor });
      expect(list.rows).toHaveLength(1);
      expect(list.previousCursor).toBeNull();
    }
    // PostgreSQL's calendar has no year 0.
    const noDay = Buffer.from(JSON.stringify(["next", "last_order desc", "0000-01-01", 1])).toString(
      "base64url",
    );
    const byDay = { ...base, sort: "last_order", direction: "desc", cursor: noDay } as const;
    expect((await listCustomers(db, shop, byDay)).rows).toHaveLength(2);
  });

  test("one shop's customers are never in another's list", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [{ firstName: "Mine" }]);
    const other = await aShopOf(db, TODAY, [{ firstName: "Theirs" }]);
    expect((await listCustomers(db, shop, base)).rows.map(({ name }) => name)).toEqual(["Mine"]);
    expect((await listCustomers(db, other, base)).rows.map(({ name }) => name)).toEqual(["Theirs"]);
  });
});
