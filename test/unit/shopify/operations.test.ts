import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  buildClientSchema,
  type IntrospectionQuery,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  validate,
} from "graphql";
import { expect, test } from "vitest";
import type { Operation } from "../../../app/shopify/admin-client.ts";
import * as bulk from "../../../app/shopify/operations/bulk.ts";
import { changed } from "../../../app/shopify/operations/changes.ts";
import { countEach, versionsBulkQuery } from "../../../app/shopify/operations/comparison.ts";
import * as customer from "../../../app/shopify/operations/customer.ts";
import * as order from "../../../app/shopify/operations/order.ts";
import { changeTagInBulk } from "../../../app/shopify/operations/publishing.ts";
import * as shop from "../../../app/shopify/operations/shop.ts";

/** What introspection gives; `buildClientSchema` itself refuses what is no schema. */
function adminSchema() {
  const file = new URL("../../shopify/schema/admin_2026-10.json.gz", import.meta.url);
  const json: { data?: IntrospectionQuery } & IntrospectionQuery = JSON.parse(
    gunzipSync(readFileSync(file)).toString("utf8"),
  );
  return buildClientSchema(json.data ?? json);
}

const schema = adminSchema();

function isOperation(value: unknown): value is Operation<unknown> {
  return typeof value === "object" && value !== null && "document" in value && "name" in value;
}

const operations = [bulk, customer, order, shop, changed, [countEach("orders", 3), countEach("customers", 1)]]
  .flatMap((module) => Object.values(module))
  .filter(isOperation);
const documents: [string, string][] = [
  ...operations.map((operation): [string, string] => [operation.name, operation.document]),
  ["ordersBulkQuery", order.ordersBulkQuery("updated_at:>='2026-01-01T00:00:00Z'")],
  ["customersBulkQuery", customer.customersBulkQuery(null)],
  ["changeTagInBulk", changeTagInBulk("tagsAdd", "tags_1", "klantwaarde-vip")],
  ["orderVersions", versionsBulkQuery("orders")],
  ["customerVersions", versionsBulkQuery("customers")],
];

test("every operation is looked at", () => {
  expect(documents.length).toBeGreaterThanOrEqual(14);
});

test.each(documents)(
  "%s is valid against Shopify's own schema and uses nothing deprecated",
  (_name, document) => {
    expect(validate(schema, parse(document), [...specifiedRules, NoDeprecatedCustomRule])).toEqual([]);
  },
);
