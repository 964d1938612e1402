import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { MAX_UPLOAD_BYTES } from "../../shopify/bulk/staged-uploads.ts";
import { type ConnectedShop, connectShop } from "./connected-shop.ts";

let connected: ConnectedShop;
beforeEach(async () => {
  connected = await connectShop();
  await connected.install();
  allow(true);
});
afterEach(() => connected.close());

function allow(isAllowed: boolean): void {
  const { shop } = connected;
  const others = shop.grantedScopes.filter((scope) => scope !== "write_customers");
  shop.actions.changeScopes({ scopes: isAllowed ? [...others, "write_customers"] : others });
}

const targetSchema = z.object({
  url: z.string(),
  resourceUrl: z.null(),
  parameters: z.array(z.object({ name: z.string(), value: z.string() })),
});
type Target = z.infer<typeof targetSchema>;

const runSchema = z.object({
  bulkOperationRunMutation: z.object({
    bulkOperation: z.object({ id: z.string(), status: z.string(), type: z.string() }).nullable(),
    userErrors: z.array(z.object({ message: z.string(), code: z.string().nullable() })),
  }),
});
const operationSchema = z.object({
  ...{ id: z.string(), status: z.string(), type: z.string(), errorCode: z.string().nullable() },
  ...{ objectCount: z.string(), url: z.string().nullable(), partialDataUrl: z.string().nullable() },
});

async function stage(): Promise<Target> {
  const input = {
    ...{ resource: "BULK_MUTATION_VARIABLES", filename: "variables.jsonl" },
    ...{ mimeType: "text/jsonl", httpMethod: "POST" },
  };
  const { stagedUploadsCreate } = await connected.read(
    z.object({ stagedUploadsCreate: z.object({ stagedTargets: z.array(targetSchema) }) }),
    `mutation ($input: [StagedUploadInput!]!) { stagedUploadsCreate(input: $input) {
      stagedTargets { url resourceUrl parameters { name value } } userErrors { message } } }`,
    { input: [input] },
  );
  const [target] = stagedUploadsCreate.stagedTargets;
  if (!target) throw new Error("there is no target");
  return target;
}

const keyOf = ({ parameters }: Target) => parameters.find(({ name }) => name === "key")?.value ?? "";

function upload(target: Target, text: string, change: (form: FormData) => void = () => {}) {
  const form = new FormData();
  for (const { name, value } of target.parameters) form.append(name, value);
  form.append("file", new Blob([text]), "variables.jsonl");
  change(form);
  return fetch(target.url, { method: "POST", body: form });
}

const ADD = `mutation add($id: ID!) {
  tagsAdd(id: $id, tags: ["seen"]) { node { id } userErrors { field message } } }`;

async function run(path: string, mutation = ADD) {
  const { bulkOperationRunMutation } = await connected.read(
    runSchema,
    `mutation ($mutation: String!, $path: String!) {
      bulkOperationRunMutation(mutation: $mutation, stagedUploadPath: $path) {
        bulkOperation { id status type } userErrors { message code } } }`,
    { mutation, path },
  );
  return bulkOperationRunMutation;
}

async function runLines(lines: readonly object[], mutation = ADD) {
  const target = await stage();
  await upload(target, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return run(keyOf(target), mutation);
}

async function read(id: string) {
  const fields = "id status type errorCode objectCount url partialDataUrl";
  const { bulkOperation } = await connected.read(
    z.object({ bulkOperation: operationSchema }),
    `query ($id: ID!) { bulkOperation(id: $id) { ${fields} } }`,
    { id },
  );
  return bulkOperation;
}

async function end(started: Awaited<ReturnType<typeof run>>) {
  if (!started.bulkOperation) throw new Error(JSON.stringify(started.userErrors));
  for (;;) {
    const operation = await read(started.bulkOperation.id);
    if (!["CREATED", "RUNNING", "CANCELING"].includes(operation.status)) return operation;
  }
}

const answerSchema = z.object({
  data: z
    .object({
      tagsAdd: z
        .object({
          node: z.object({ id: z.string() }).nullable(),
          userErrors: z.array(z.object({ message: z.string() })),
        })
        .nullable(),
    })
    .nullish(),
  errors: z.array(z.object({ message: z.string(), extensions: z.unknown() })).optional(),
  __lineNumber: z.number(),
});
async function answers(url: string | null) {
  const text = await (await fetch(url ?? "")).text();
  return text
    .trimEnd()
    .split("\n")
    .map((line) => answerSchema.parse(JSON.parse(line)));
}

const people = (count: number) =>
  Array.from(
    { length: count },
    (_, at) => connected.shop.actions.createCustomer({ email: `p${at}@example.com` }).id,
  );
const gid = (id: number) => `gid://shopify/Customer/${id}`;
const linesFor = (ids: readonly number[]) => ids.map((id) => ({ id: gid(id) }));

test("a mutation runs once for each line, and says of which line each answer is, in no order", async () => {
  const ids = people(40);
  connected.shop.faults.refuseTagsOf.set(ids[3] ?? 0, "Customer is locked");
  const started = await runLines([...linesFor(ids), { id: gid(1) }, { nobody: true }]);
  expect(started.bulkOperation).toMatchObject({ status: "CREATED", type: "MUTATION" });
  const operation = await end(started);
  expect(operation).toMatchObject({ status: "COMPLETED", objectCount: "42", errorCode: null });
  const lines = await answers(operation.url);
  const numbers = lines.map(({ __lineNumber }) => __lineNumber);
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 42 }, (_, at) => at));
  expect(numbers).not.toEqual(numbers.toSorted((a, b) => a - b));
  const answerOf = (at: number) => lines.find(({ __lineNumber }) => __lineNumber === at);
  expect(answerOf(0)?.data?.tagsAdd).toEqual({ node: { id: gid(ids[0] ?? 0) }, userErrors: [] });
  expect(answerOf(3)?.data?.tagsAdd?.userErrors).toEqual([{ message: "Customer is locked" }]);
  expect(answerOf(40)?.data?.tagsAdd?.userErrors).toEqual([{ message: "Customer does not exist" }]);
  expect(answerOf(41)?.errors?.[0]?.message).toContain("$id");
  const tagged = [...connected.shop.store.customers.values()].filter(({ tags }) => tags.includes("seen"));
  expect(tagged).toHaveLength(39);
});

test("it costs no points, tells of each customer, and its end is told by a webhook", async () => {
  const ids = people(30);
  await connected.shop.deliveriesSettled();
  const before = connected.received.length;
  const available = async () =>
    (await connected.ask("{ shop { id } }")).extensions?.cost?.throttleStatus.currentlyAvailable ?? 0;
  const full = await available();
  const operation = await end(await runLines(linesFor(ids)));
  await connected.shop.deliveriesSettled();
  expect(full - (await available())).toBeLessThan(100);
  const received = connected.received.slice(before);
  expect(received.filter(({ topic }) => topic === "customers/update")).toHaveLength(30);
  expect(received.find(({ topic }) => topic === "bulk_operations/finish")?.body).toMatchObject({
    ...{ admin_graphql_api_id: operation.id, status: "completed", type: "mutation" },
  });
});

test("an upload needs every parameter, the file last, a length and no more than its policy allows", async () => {
  const target = await stage();
  const key = keyOf(target);
  expect(key).toMatch(/^tmp\/\d+\/bulk\/[\w-]+\/variables\.jsonl$/);
  expect((await run(key)).userErrors[0]?.code).toBe("NO_SUCH_FILE");
  const line = `${JSON.stringify({ id: gid(people(1)[0] ?? 0) })}\n`;
  expect((await upload(target, line, (form) => form.delete("policy"))).status).toBe(403);
  expect((await upload(target, line, (form) => form.set("key", "tmp/other"))).status).toBe(403);
  expect((await upload(target, line, (form) => form.append("later", "1"))).status).toBe(400);
  expect((await upload(target, " ".repeat(MAX_UPLOAD_BYTES + 1))).status).toBe(400);
  expect((await run(key)).userErrors[0]?.code).toBe("NO_SUCH_FILE");
  expect((await upload(target, line)).status).toBe(201);
  expect((await end(await run(key))).status).toBe("COMPLETED");
});

test.each([
  ["a query", "{ shop { name } }"],
  ["a field that does not exist", "mutation ($id: ID!) { nope(id: $id) { id } }"],
  [
    "a bulk operation",
    `mutation ($id: String!) { bulkOperationRunQuery(query: $id) { userErrors { message } } }`,
  ],
])("%s is no mutation to run in bulk", async (_name, mutation) => {
  const { bulkOperation, userErrors } = await runLines([{ id: "1" }], mutation);
  expect(bulkOperation).toBeNull();
  expect(userErrors[0]?.code).toBe("INVALID_MUTATION");
});

test("the sixth mutation at a time is refused, a query is not, and a cancelled one leaves what it did", async () => {
  const ids = people(9);
  connected.shop.faults.bulk = Array.from({ length: 5 }, () => ({ kind: "stall" as const, afterRoots: 4 }));
  const running = [];
  for (let at = 0; at < 5; at++) running.push(await runLines(linesFor(ids)));
  expect((await runLines(linesFor(ids))).userErrors[0]?.code).toBe("OPERATION_IN_PROGRESS");
  const { bulkOperationRunQuery } = await connected.read(
    z.object({ bulkOperationRunQuery: z.object({ bulkOperation: z.object({ id: z.string() }) }) }),
    `mutation { bulkOperationRunQuery(query: "{ customers { nodes { id } } }") { bulkOperation { id } } }`,
  );
  expect(bulkOperationRunQuery.bulkOperation.id).not.toBe("");
  const { bulkOperations } = await connected.read(
    z.object({
      bulkOperations: z.object({ nodes: z.array(z.object({ id: z.string(), query: z.string() })) }),
    }),
    `{ bulkOperations(first: 9, query: "operation_type:mutation", sortKey: CREATED_AT, reverse: true) {
      nodes { id query } } }`,
  );
  const started = running.map(({ bulkOperation }) => bulkOperation?.id);
  expect(bulkOperations.nodes.map(({ id }) => id)).toEqual(started.toReversed());
  expect(bulkOperations.nodes[0]?.query).toBe(ADD);
  await connected.ask("mutation ($id: ID!) { bulkOperationCancel(id: $id) { userErrors { message } } }", {
    id: started[0],
  });
  const canceled = await end(running[0] ?? (await run("")));
  expect(canceled).toMatchObject({ status: "CANCELED", url: null });
  expect(await answers(canceled.partialDataUrl)).toHaveLength(4);
});

test("a failure leaves what was done, an expired one no file, and without the scope each line is denied", async () => {
  const ids = people(9);
  const { faults } = connected.shop;
  faults.bulk = [{ kind: "fail", afterRoots: 5, errorCode: "INTERNAL_SERVER_ERROR", partialData: true }];
  const failed = await end(await runLines(linesFor(ids)));
  expect(failed).toMatchObject({ status: "FAILED", errorCode: "INTERNAL_SERVER_ERROR", url: null });
  expect(await answers(failed.partialDataUrl)).toHaveLength(5);
  faults.bulk = [{ kind: "expire" }];
  expect(await end(await runLines(linesFor(ids)))).toMatchObject({ status: "EXPIRED", url: null });
  allow(false);
  const denied = await end(await runLines(linesFor(ids)));
  expect(denied.status).toBe("COMPLETED");
  for (const { errors } of await answers(denied.url))
    expect(errors?.[0]?.extensions).toMatchObject({ code: "ACCESS_DENIED" });
});
