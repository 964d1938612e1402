import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { type ConnectedShop, connectShop, NOW } from "./connected-shop.ts";

let connected: ConnectedShop;
beforeEach(async () => {
  connected = await connectShop();
  await connected.install();
});
afterEach(() => connected.close());

const operationSchema = z.object({
  id: z.string(),
  status: z.string(),
  errorCode: z.string().nullable(),
  objectCount: z.string(),
  rootObjectCount: z.string(),
  fileSize: z.string().nullable(),
  url: z.string().nullable(),
  partialDataUrl: z.string().nullable(),
});
type Operation = z.infer<typeof operationSchema>;
const runSchema = z.object({
  bulkOperationRunQuery: z.object({
    bulkOperation: z.object({ id: z.string(), status: z.string() }).nullable(),
    userErrors: z.array(z.object({ message: z.string(), code: z.string().nullable() })),
  }),
});

const ORDERS = "{ orders { edges { node { id name lineItems { edges { node { id quantity } } } } } } }";

async function submit(query = ORDERS) {
  const { bulkOperationRunQuery } = await connected.read(
    runSchema,
    "mutation ($query: String!) { bulkOperationRunQuery(query: $query) { bulkOperation { id status } userErrors { message code } } }",
    { query },
  );
  return bulkOperationRunQuery;
}

async function read(id: string): Promise<Operation> {
  const { bulkOperation } = await connected.read(
    z.object({ bulkOperation: operationSchema }),
    "query ($id: ID!) { bulkOperation(id: $id) { id status errorCode objectCount rootObjectCount fileSize url partialDataUrl } }",
    { id },
  );
  return bulkOperation;
}

async function finish(query = ORDERS): Promise<Operation> {
  const { bulkOperation, userErrors } = await submit(query);
  if (!bulkOperation) throw new Error(JSON.stringify(userErrors));
  expect(bulkOperation.status).toBe("CREATED");
  for (;;) {
    const operation = await read(bulkOperation.id);
    if (!["CREATED", "RUNNING", "CANCELING"].includes(operation.status)) return operation;
  }
}

const lineSchema = z.object({ id: z.string(), __parentId: z.string().optional() });
async function download(url: string | null) {
  const text = await (await fetch(url ?? "")).text();
  return text
    .trimEnd()
    .split("\n")
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

function placeOrders(count: number): void {
  for (let at = 0; at < count; at++)
    connected.shop.actions.placeOrder({
      lines: [{ unitPriceMinor: 100 }, { unitPriceMinor: 250, quantity: 2 }],
    });
}

test("a bulk operation runs the submitted query; its counts and its file agree", async () => {
  placeOrders(40);
  const operation = await finish();
  const response = await fetch(operation.url ?? "");
  const text = await response.text();
  expect(operation).toMatchObject({
    status: "COMPLETED",
    objectCount: "120",
    rootObjectCount: "40",
    errorCode: null,
  });
  expect(Number(operation.fileSize)).toBe(Buffer.byteLength(text));
  expect(text.trimEnd().split("\n")).toHaveLength(120);
});

test("children follow their parent with its id, but not at once", async () => {
  placeOrders(40);
  const lines = await download((await finish()).url);
  const parents = new Set<string>();
  let adjacent = 0;
  let apart = 0;
  let last = "";
  for (const line of lines) {
    if (line.__parentId === undefined) parents.add(line.id);
    else {
      expect(parents.has(line.__parentId)).toBe(true);
      if (line.__parentId === last) adjacent++;
      else apart++;
    }
    last = line.__parentId ?? line.id;
  }
  expect(parents.size).toBe(40);
  expect(apart).toBeGreaterThan(10);
  expect(adjacent).toBeGreaterThan(10);
});

test("a search narrows it, and nothing found means no url", async () => {
  placeOrders(3);
  const last = [...connected.shop.store.orders.keys()].at(-1);
  expect((await finish(`{ orders(query: "id:${last}") { nodes { id } } }`)).objectCount).toBe("1");
  expect(await finish('{ orders(query: "id:1") { nodes { id } } }')).toMatchObject({
    status: "COMPLETED",
    objectCount: "0",
    url: null,
  });
});

test.each([
  ["no connection", "{ shop { name } }", "at least one connection"],
  [
    "a connection in a list",
    "{ orders { nodes { id refunds { id refundLineItems { nodes { quantity } } } } } }",
    "within a list field",
  ],
  [
    "a parent without its id",
    "{ orders { nodes { name lineItems { nodes { id } } } } }",
    "must select the 'id' field",
  ],
  [
    "a parent whose id has an alias",
    "{ orders { nodes { key: id lineItems { nodes { id } } } } }",
    "must select the 'id' field",
  ],
  [
    "three levels",
    "{ customers { nodes { id orders { nodes { id lineItems { nodes { id } } } } } } }",
    "depth",
  ],
  [
    "six connections",
    "{ orders { nodes { id lineItems { nodes { id } } discountApplications { nodes { index } } metafields { nodes { id } } } } customers { nodes { id orders { nodes { id } } } } }",
    "more than 5",
  ],
  ["a field that does not exist", "{ orders { nodes { nope } } }", "doesn't exist"],
])("a query with %s is a user error", async (_name, query, message) => {
  const { bulkOperation, userErrors } = await submit(query);
  expect(bulkOperation).toBeNull();
  expect(userErrors[0]).toMatchObject({ code: "INVALID", message: expect.stringContaining(message) });
});

test("what the scopes do not cover fails with ACCESS_DENIED", async () => {
  expect(await finish("{ orders { nodes { id retailLocation { id } } } }")).toMatchObject({
    status: "FAILED",
    errorCode: "ACCESS_DENIED",
    url: null,
  });
});

test("the sixth operation at a time is refused, and a cancelled one makes room", async () => {
  placeOrders(2);
  connected.shop.faults.bulk = Array.from({ length: 5 }, () => ({ kind: "stall" as const, afterRoots: 1 }));
  const running = [];
  for (let at = 0; at < 5; at++) running.push((await submit()).bulkOperation?.id ?? "");
  expect((await submit()).userErrors[0]?.code).toBe("OPERATION_IN_PROGRESS");
  await connected.read(
    z.object({
      bulkOperationCancel: z.object({ bulkOperation: z.object({ status: z.literal("CANCELING") }) }),
    }),
    "mutation ($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } } }",
    { id: running[0] },
  );
  let status = "";
  while (status !== "CANCELED") status = (await read(running[0] ?? "")).status;
  expect((await finish()).status).toBe("COMPLETED");
});

test("the end is told by a webhook", async () => {
  placeOrders(1);
  const { id } = await finish();
  await connected.shop.deliveriesSettled();
  expect(connected.received.find((one) => one.topic === "bulk_operations/finish")?.body).toMatchObject({
    admin_graphql_api_id: id,
    status: "completed",
    error_code: null,
  });
});

test("troubles to order: failure with partial data, expiry, a broken line, a cut file, a cut download", async () => {
  placeOrders(30);
  const { faults } = connected.shop;
  faults.bulk = [{ kind: "fail", afterRoots: 10, errorCode: "TIMEOUT", partialData: true }];
  const failed = await finish();
  expect(failed).toMatchObject({ status: "FAILED", errorCode: "TIMEOUT", url: null, rootObjectCount: "10" });
  expect((await download(failed.partialDataUrl)).filter((line) => !line.__parentId)).toHaveLength(10);

  faults.bulk = [{ kind: "expire" }];
  expect(await finish()).toMatchObject({ status: "EXPIRED", url: null });

  faults.bulk = [{ kind: "malform", line: 7 }];
  const broken = (await (await fetch((await finish()).url ?? "")).text()).trimEnd().split("\n");
  expect(broken).toHaveLength(90);
  expect(() => JSON.parse(broken[6] ?? "")).toThrow();
  expect(() => JSON.parse(broken[7] ?? "")).not.toThrow();

  faults.bulk = [{ kind: "truncate" }];
  const truncated = await (await fetch((await finish()).url ?? "")).text();
  expect(truncated.endsWith("\n")).toBe(false);

  faults.bulk = [{ kind: "cutDownload", afterBytes: 500, times: 1 }];
  const { url } = await finish();
  await expect(fetch(url ?? "").then((answer) => answer.text())).rejects.toThrow();
  expect(await download(url)).toHaveLength(90);
});

test("an operation and a download are held until they are let go", async () => {
  placeOrders(30);
  const { faults } = connected.shop;
  const end = Promise.withResolvers<void>();
  faults.bulk = [{ kind: "hold", until: end.promise }];
  const id = (await submit()).bulkOperation?.id ?? "";
  while ((await read(id)).objectCount !== "90") await new Promise(setImmediate);
  expect((await read(id)).status).toBe("RUNNING");
  end.resolve();
  while ((await read(id)).status === "RUNNING") await new Promise(setImmediate);

  const rest = Promise.withResolvers<void>();
  faults.bulk = [{ kind: "holdDownload", afterBytes: 700, until: rest.promise }];
  const { body } = await fetch((await finish()).url ?? "");
  if (!body) throw new Error("the file has no content");
  let text = "";
  let stood = false;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    if (text.length !== 700) continue;
    stood = true;
    rest.resolve();
  }
  expect(stood).toBe(true);
  expect(text.trimEnd().split("\n")).toHaveLength(90);
});

test("the server answers while a large operation runs", async () => {
  await connected.close();
  connected = await connectShop({
    kind: "generated",
    domain: "large.myshopify.com",
    seed: 3,
    customers: 2_000,
    years: 3,
    asOf: NOW,
  });
  await connected.install();
  const { bulkOperation } = await submit();
  const first = await read(bulkOperation?.id ?? "");
  expect(first.status).toBe("RUNNING");
  let last = first;
  while (last.status === "RUNNING") last = await read(bulkOperation?.id ?? "");
  expect(last.status).toBe("COMPLETED");
  expect(Number(last.rootObjectCount)).toBeGreaterThan(Number(first.rootObjectCount));
});
