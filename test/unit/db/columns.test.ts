import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { WINDOWS } from "../../../app/clv/historic/windows.ts";
import {
  CUSTOMER,
  CUSTOMER_TABLES,
  ORDER_LINE,
  ORDER_REFUND,
  ORDER_TABLES,
  ORDERS,
  type SourceTable,
} from "../../../app/db/queries/source/columns.ts";
import { copyTextOf } from "../../../app/db/queries/source/copy-text.ts";

const schema = readFileSync(new URL("../../../prisma/schema.prisma", import.meta.url), "utf8");

const TYPES: Readonly<Record<string, string>> = {
  BigInt: "bigint",
  Int: "integer",
  String: "text",
  "String @db.Uuid": "uuid",
  "String[]": "text[]",
  Boolean: "boolean",
  "DateTime @db.Date": "date",
  "DateTime @db.Timestamptz(3)": "timestamptz",
};

/** Name, type and whether it can be null of each column of a table, as prisma/schema.prisma has them, in its order. */
function columnsInSchema(table: string) {
  const model = schema.split(/^model /m).find((text) => text.includes(`@@map("${table}")`));
  const fields = [...(model ?? "").matchAll(/^ {2}(\w+) +(\w+(?:\[\])?)(\?)?(.*)$/gm)];
  return fields.flatMap(([, name, type, nullable, attributes = ""]) => {
    const stored = [type, ...(/@db\.\S+/.exec(attributes) ?? [])].join(" ");
    // A relation is no column.
    if (!(stored in TYPES)) return [];
    return [[/@map\("(\w+)"\)/.exec(attributes)?.[1] ?? name, TYPES[stored], nullable === "?"]];
  });
}

const tables: readonly SourceTable[] = [CUSTOMER, ORDERS, ORDER_LINE, ORDER_REFUND];

test.each(tables.map((table) => [table.name, table] as const))(
  "the descriptor of %s has the columns of the schema: name, type, whether it can be null",
  (name, table) => {
    const described = Object.entries(table.columns).map(([column, { type, nullable }]) => [
      column,
      type,
      nullable,
    ]);
    const inSchema = columnsInSchema(name).filter(
      ([column]) => column !== "shop_id" && column !== "deleted_at",
    );
    expect(inSchema.length).toBeGreaterThan(5);
    expect(described).toEqual(inSchema);
  },
);

test.each(["customer_value", "cohort_day"])("%s has a column for each window, and for no other", (table) => {
  const names = columnsInSchema(table).map(([name]) => String(name));
  const lengths = names.flatMap((name) => /^value_(\d+)_minor$/.exec(name)?.[1] ?? []);
  expect(lengths.map(Number)).toEqual([...WINDOWS]);
});

test("whatever a table's descriptor is asked for is a column of it", () => {
  for (const { root, children, instant, person } of [CUSTOMER_TABLES, ORDER_TABLES]) {
    for (const column of [root.key, instant, person.id, person.email, "source_updated_at"]) {
      if (column !== null) expect(Object.keys(root.columns)).toContain(column);
    }
    for (const child of children) expect(Object.keys(child.columns)).toContain(root.key);
  }
});

test("a row's COPY text has its columns in the descriptor's order, with everything escaped that COPY reads", () => {
  const table = {
    name: "sample",
    key: "id",
    columns: {
      id: { type: "bigint", nullable: false },
      first_name: { type: "text", nullable: true },
      is_kept: { type: "boolean", nullable: false },
      tags: { type: "text[]", nullable: false },
      more_tags: { type: "text[]", nullable: false },
      seen_at: { type: "timestamptz", nullable: true },
    },
  } as const satisfies SourceTable;
  const row = {
    seenAt: null,
    tags: ['a"b', "c\\d", "e,f"],
    moreTags: [],
    isKept: true,
    firstName: "A\tB\nC\\D\0E",
    id: 5,
  };
  const text = '5\tA\\tB\\nC\\\\DE\tt\t{"a\\\\"b","c\\\\\\\\d","e,f"}\t{}\t\\N\n';
  expect(copyTextOf(table)(row)).toBe(text);
  expect(copyTextOf(table, 77)(row)).toBe(`77\t${text}`);
});
