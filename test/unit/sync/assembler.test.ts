import fc from "fast-check";
import { expect, test } from "vitest";
import { NOTHING_KEPT } from "../../../app/db/queries/source/kept.ts";
import type { RefusedRow } from "../../../app/db/queries/sync/refused-rows.ts";
import { Assembler } from "../../../app/sync/history/assembler.ts";
import { readBulkFile } from "../../../app/sync/history/bulk-file.ts";
import { mapOrder, NO_DETAILS } from "../../../app/sync/mapping/order.ts";
import type { ErasedPeople } from "../../../app/sync/privacy/erased-people.ts";
import { type MappedSource, RESOURCE_SPECS } from "../../../app/sync/resources.ts";
import { aLineNode, aMappingShop, anOrderNode, money } from "../../builders/order-nodes.ts";

const shop = aMappingShop();
const nobody: ErasedPeople = {
  hashes: 0,
  customer: () => false,
  email: () => false,
  guest: () => false,
  order: () => false,
  keepable: (raw) => raw,
};

const line = fc.record({
  title: fc.string(),
  price: fc.integer({ min: 0, max: 99_999 }),
  quantity: fc.integer({ min: 1, max: 5 }),
  removed: fc.nat(5),
  discount: fc.nat(100),
  tax: fc.nat(50),
  isGiftCard: fc.boolean(),
  cost: fc.option(fc.nat(5_000)),
});
const order = fc.record({
  lines: fc.array(line, { maxLength: 5 }),
  taxesIncluded: fc.boolean(),
  test: fc.boolean(),
  edited: fc.boolean(),
  cancelled: fc.boolean(),
  refunds: fc.nat(2),
});
const cents = (minor: number) => (minor / 100).toFixed(2);

/** The nodes of an order as Shopify writes them, its id from its place. */
function nodesOf(one: typeof order extends fc.Arbitrary<infer T> ? T : never, place: number) {
  const id = `gid://shopify/Order/${place + 1}`;
  const root = anOrderNode({
    id,
    name: `#${place + 1}`,
    cancelledAt: one.cancelled ? "2026-04-01T00:00:00Z" : null,
    test: one.test,
    edited: one.edited,
    taxesIncluded: one.taxesIncluded,
    refunds: Array.from({ length: one.refunds }, (_, at) => ({
      id: `gid://shopify/Refund/${place * 10 + at + 1}`,
      createdAt: "2026-04-01T00:00:00Z",
      totalRefundedSet: money("1.00"),
    })),
  });
  const children = one.lines.map((part, at) =>
    aLineNode({
      id: `gid://shopify/LineItem/${place * 100 + at + 1}`,
      title: part.title,
      quantity: part.quantity,
      currentQuantity: Math.max(0, part.quantity - part.removed),
      isGiftCard: part.isGiftCard,
      variant: {
        id: "gid://shopify/ProductVariant/3",
        inventoryItem: {
          unitCost: part.cost === null ? null : { amount: cents(part.cost), currencyCode: "EUR" },
        },
      },
      originalUnitPriceSet: money(cents(part.price)),
      discountAllocations: [{ allocatedAmountSet: money(cents(part.discount)) }],
      taxLines: [{ rate: 0.21, priceSet: money(cents(part.tax)) }],
      __parentId: id,
    }),
  );
  return { root, children };
}

/** A file with its lines in any order, and any places where it is cut into chunks. */
const file = fc.array(order, { minLength: 1, maxLength: 8 }).chain((orders) => {
  const wholes = orders.map(nodesOf);
  const lines = wholes.flatMap(({ root, children }) => [root, ...children]);
  return fc.record({
    wholes: fc.constant(wholes),
    lines: fc.oneof(fc.constant(lines), fc.shuffledSubarray<object>(lines, { minLength: lines.length })),
    cuts: fc.array(fc.nat(20_000), { maxLength: 6 }),
  });
});

async function* chunksOf(lines: readonly object[], cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(lines.map((one) => `${JSON.stringify(one)}\n`).join(""));
  const borders = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
  let from = 0;
  for (const border of borders) {
    yield bytes.subarray(from, border);
    from = border;
  }
}

async function readFile(chunks: AsyncIterable<Uint8Array>, heldNodes?: number) {
  const added: MappedSource[] = [];
  const refusedIds = new Set<number>();
  const refused: RefusedRow[] = [];
  const reading = await readBulkFile({
    chunks,
    spec: RESOURCE_SPECS.orders,
    facts: shop,
    erased: nobody,
    sink: {
      kept: async () => NOTHING_KEPT,
      add: (mapped) => added.push(mapped),
      refuse: (id) => refusedIds.add(id),
      drain: async () => {},
      flush: async () => {},
    },
    lowWaterMark: new Date("2026-06-01T00:00:00Z"),
    reference: "gid://shopify/BulkOperation/1",
    now: () => new Date("2026-06-01T00:00:00Z"),
    onRefused: (row) => refused.push(row),
    onProgress: () => {},
    heldNodes,
  });
  const kept = added.filter((one) => !refusedIds.has(one.id)).sort((a, b) => a.id - b.id);
  return { reading, refused, kept };
}

const rowsOf = ({ root, children }: ReturnType<typeof nodesOf>) => {
  const { order: row, lines, refunds } = mapOrder(root, children, NO_DETAILS, shop);
  return [[row], lines, refunds];
};

test("whatever the order of a file's lines, and however it is cut, its rows are those of orders that were read whole", async () => {
  await fc.assert(
    fc.asyncProperty(file, async ({ wholes, lines, cuts }) => {
      const { reading, refused, kept } = await readFile(chunksOf(lines, cuts));
      expect(kept.map((one) => one.rows)).toEqual(wholes.map(rowsOf));
      expect(refused).toEqual([]);
      expect(reading).toMatchObject({ objects: lines.length, roots: wholes.length, refused: 0 });
    }),
  );
});

test("where few nodes are held, an order is stored whole or is named and read singly, and how the file is cut does not matter", async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.integer({ min: 1, max: 20 }), async ({ wholes, lines, cuts }, heldNodes) => {
      const { reading, refused, kept } = await readFile(chunksOf(lines, cuts), heldNodes);
      const keptIds = kept.map((one) => one.id);
      const byId = new Map(wholes.map((whole, place) => [place + 1, whole]));
      for (const { id, rows } of kept) expect(rows).toEqual(rowsOf(byId.get(id)!));
      const lost = [...byId.keys()].filter((id) => !keptIds.includes(id));
      expect([...reading.unsettled]).toEqual(expect.arrayContaining(lost));
      expect(refused.map((row) => row.sourceId).sort()).toEqual(lost.sort());
      expect(refused.every((row) => row.reason === "scattered")).toBe(true);
      expect(new Set(keptIds).size).toBe(keptIds.length);
      const uncut = await readFile(chunksOf(lines, []), heldNodes);
      expect(uncut.kept).toEqual(kept);
      expect([...uncut.reading.unsettled].sort()).toEqual([...reading.unsettled].sort());
    }),
  );
});

test("no more nodes are held than allowed, whether or not their parents came", () => {
  const held = (take: (assembler: Assembler, at: number) => void) => {
    const assembler = new Assembler(800);
    let most = 0;
    let given = 0;
    for (let at = 1; at <= 10_000; at++) {
      take(assembler, at);
      for (const { children } of assembler.takeWhole()) given += 1 + children.length;
      given += assembler.takeScattered().length;
      most = Math.max(most, at - given);
    }
    return most;
  };
  expect(held((assembler, at) => assembler.root(at, {}, at))).toBeLessThanOrEqual(800);
  expect(held((assembler, at) => assembler.child(at, {}, at))).toBeLessThanOrEqual(800);
});

test("a line that cannot be used takes its order with it, and is named by its number", async () => {
  const { root, children } = nodesOf(
    fc.sample(
      order.filter((one) => one.lines.length > 2),
      { numRuns: 1, seed: 5 },
    )[0]!,
    0,
  );
  const other = nodesOf(fc.sample(order, { numRuns: 1, seed: 6 })[0]!, 1);
  const bad = { ...children[1], originalUnitPriceSet: money("1,00") };
  const lines = [children[0]!, root, bad, ...children.slice(2), other.root, ...other.children];
  const { refused, kept } = await readFile(chunksOf(lines, []));
  expect(kept.map((one) => one.id)).toEqual([2]);
  expect(refused).toEqual([
    expect.objectContaining({ lineNo: 3, sourceId: 1, reason: "bad_value", raw: JSON.stringify(bad) }),
  ]);
});

test("an order that is in the file twice is read singly", async () => {
  const [first, second] = fc.sample(order, { numRuns: 2, seed: 7 }).map(nodesOf);
  const lines = [first!, second!, first!].flatMap(({ root, children }) => [root, ...children]);
  const { reading, kept } = await readFile(chunksOf(lines, []));
  expect(kept.map((one) => one.id)).toEqual([2]);
  expect(reading.unsettled).toContain(1);
});
