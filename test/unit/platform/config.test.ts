import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BadEnvironment, environmentSchema, readEnvironment } from "../../../app/platform/config.ts";

const key = (letter: string) => `${letter}:${Buffer.alloc(32, letter).toString("base64")}`;

const environment = {
  SHOPIFY_API_KEY: "client",
  SHOPIFY_API_SECRET: "a-secret-of-some-length",
  SHOPIFY_APP_URL: "https://klantwaarde.example.com",
  ENCRYPTION_KEYS: key("a"),
};

function complaint(change: Record<string, string | undefined>): string {
  try {
    readEnvironment({ ...environment, ...change });
  } catch (error) {
    if (error instanceof BadEnvironment) return error.message;
    throw error;
  }
  return "";
}

test("an environment with only what has no default is enough, and empty means absent", () => {
  const read = readEnvironment({ ...environment, DATABASE_URL: "", PORT: "" });
  expect(read).toMatchObject({ HOST: "127.0.0.1", PORT: 3000, DATA_DIR: ".data", WORKERS: "in-process" });
  expect(read.DATABASE_URL).toBeUndefined();
});

test("each variable that is missing or wrong is named, with what it should be", () => {
  expect(complaint({ SHOPIFY_API_KEY: undefined })).toContain("SHOPIFY_API_KEY");
  expect(complaint({ PORT: "70000" })).toContain("PORT");
  expect(complaint({ ENCRYPTION_KEYS: "short" })).toContain("should be id:base64 of 32 bytes");
  expect(complaint({ PORT: "x", HOST: "h", WORKERS: "some" }).split("\n")).toHaveLength(3);
});

test("the local Shopify admin has to be on this machine", () => {
  const SHOPIFY_APP_URL = "http://localhost:3000";
  expect(complaint({ SHOPIFY_APP_URL, SHOPIFY_EMULATOR_URL: "http://127.0.0.1:4000" })).toBe("");
  for (const elsewhere of ["http://10.0.0.1:4000", "https://example.com", "http://127.0.0.1.example.com"]) {
    expect(complaint({ SHOPIFY_EMULATOR_URL: elsewhere })).toContain("loopback");
  }
});

test("the local Shopify admin stands in for Shopify only where nobody else reaches the app", () => {
  const local = { SHOPIFY_EMULATOR_URL: "http://127.0.0.1:4000", SHOPIFY_APP_URL: "http://127.0.0.1:3000" };
  expect(complaint(local)).toBe("");
  expect(complaint({ ...local, SHOPIFY_APP_URL: "https://klantwaarde.example.com" })).toContain(
    "SHOPIFY_EMULATOR_URL: is for development",
  );
  expect(complaint({ ...local, NODE_ENV: "production" })).toBe("");
  for (const HOST of ["0.0.0.0", "::", "10.0.0.1", "klantwaarde.example.com"]) {
    expect(complaint({ ...local, NODE_ENV: "production", HOST })).toContain("SHOPIFY_EMULATOR_URL: is for");
  }
});

test("the app's address is https, or on this machine", () => {
  for (const good of ["https://a.example", "http://localhost:3000", "http://127.0.0.1:3000/"]) {
    expect(complaint({ SHOPIFY_APP_URL: good })).toBe("");
  }
  for (const bad of [
    "http://a.example",
    "javascript:alert(1)",
    "ftp://a.example",
    "http://127.0.0.1.evil.example",
    "a",
  ]) {
    expect(complaint({ SHOPIFY_APP_URL: bad })).toContain("SHOPIFY_APP_URL: ");
  }
});

test("a key or its id that stands there twice is named", () => {
  const other = Buffer.alloc(32, "z").toString("base64");
  expect(complaint({ ENCRYPTION_KEYS: `${key("a")},a:${other}` })).toContain('names the key "a" twice');
  expect(complaint({ ENCRYPTION_KEYS: `x:${other},y:${other}` })).toContain('"x" and "y" are the same key');
});

test("a key of its own identifies erased people, and the encryption keys go on doing so", () => {
  expect(readEnvironment(environment).ERASURE_KEYS).toBe(key("a"));
  const own = `${key("e")},${key("d")}`;
  expect(readEnvironment({ ...environment, ERASURE_HASH_KEY: own }).ERASURE_KEYS).toBe(`${own},${key("a")}`);
  expect(complaint({ ERASURE_HASH_KEY: "short" })).toContain("ERASURE_HASH_KEY: should be id:base64");
});

test("the clock starts elsewhere only with the local Shopify admin", () => {
  const start = { CLOCK_START: "1998-06-30T12:00:00Z" };
  expect(complaint(start)).toContain("CLOCK_START");
  expect(
    complaint({
      ...start,
      SHOPIFY_APP_URL: "http://localhost:3000",
      SHOPIFY_EMULATOR_URL: "http://localhost:4000",
    }),
  ).toBe("");
});

test("several encryption keys are accepted, the current one first", () => {
  expect(complaint({ ENCRYPTION_KEYS: `${key("b")},${key("a")}` })).toBe("");
});

test(".env.example names every variable once, with its description, and nothing else", () => {
  const lines = readFileSync(join(import.meta.dirname, "../../../.env.example"), "utf8")
    .trimEnd()
    .split("\n");
  const expected = Object.entries(environmentSchema.shape).flatMap(([name, schema]) => [
    `# ${schema.description}`,
    expect.stringMatching(new RegExp(`^${name}=`)),
  ]);
  expect(lines).toEqual(expected);
});
