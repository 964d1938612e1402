#!/usr/bin/env node
// Stands in for Prisma's native schema engine, which its CLI would download: same arguments, same JSON-RPC over standard
// input and output, answered by the WebAssembly build of that engine over the ordinary driver. scripts/prisma.mjs points
// PRISMA_SCHEMA_ENGINE_BINARY here.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as engineGlue from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

/** Stands for "char", a single letter, on the way through the adapter, which has no such type; no catalog column is a uuid. */
const UUID = 2950;

/** Catalog types that the adapter does not know, and what it may take them for: "char", name, pg_node_tree, two arrays. */
const readAs = new Map([
  [18, UUID],
  [19, 25],
  [194, 25],
  [1002, 1009],
  [1003, 1009],
]);

class CatalogClient extends pg.Client {
  query(...given) {
    const callback = given.at(-1);
    if (typeof callback === "function") {
      given[given.length - 1] = (error, result) => callback(error, knownTypes(result));
      return super.query(...given);
    }
    const answer = super.query(...given);
    return typeof answer?.then === "function" ? answer.then(knownTypes) : answer;
  }
}

function knownTypes(result) {
  for (const field of result?.fields ?? [])
    field.dataTypeID = readAs.get(field.dataTypeID) ?? field.dataTypeID;
  return result;
}

/** The adapter of one database. Its own executeScript cuts a script at every semicolon, also within function bodies. */
async function connectTo(connectionString, dispose = async () => {}) {
  const pool = new pg.Pool({ connectionString, Client: CatalogClient, max: 2 });
  const adapter = await new PrismaPg(pool).connect();
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    const { Uuid, Character } = ColumnTypeEnum;
    return { ...result, columnTypes: result.columnTypes.map((type) => (type === Uuid ? Character : type)) };
  };
  adapter.executeScript = async (script) => {
    await pool.query(script);
  };
  adapter.dispose = async () => {
    await pool.end();
    await dispose();
  };
  return adapter;
}

async function connectToShadow(connectionString) {
  const name = `prisma_shadow_${randomUUID().replaceAll("-", "")}`;
  const run = async (sql) => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await run(`create database ${name}`);
  const url = new URL(connectionString);
  url.pathname = `/${name}`;
  return connectTo(url.href, () => run(`drop database ${name}`));
}

function readArguments(argv) {
  const options = { command: "serve", datamodels: [], datasource: {} };
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === "--version" || argv[i] === "-V") options.command = "version";
    else if (argv[i] === "cli") options.command = argv[++i] ?? "";
    else if (argv[i] === "--datamodels") options.datamodels.push(argv[++i]);
    else if (argv[i] === "--datasource") options.datasource = JSON.parse(argv[++i]);
    else if (argv[i].startsWith("--")) i++;
  }
  return options;
}

async function loadEngine(datamodels, factory) {
  const wasm = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), {
    "./schema_engine_bg.js": engineGlue,
  });
  engineGlue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const sources = datamodels.map((path) => [path, readFileSync(path, "utf8")]);
  return engineGlue.SchemaEngine.new({ datamodels: sources.length ? sources : undefined }, () => {}, factory);
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

/** The request that is being answered, for the engine's panics: they surface outside of any call. */
let current;
let panic = "";
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message(message) {
    panic = message;
  },
};
process.on("uncaughtException", (error) => {
  const message = panic || String(error);
  send({ id: current, error: { code: 4466, message, data: { is_panic: false, message, meta: null } } });
  process.exitCode = 101;
});

async function answer(engine, errors, { id, method, params }) {
  current = id;
  try {
    const result = await engine[method === "getDatabaseVersion" ? "version" : method](params ?? {});
    if (method === "diff" && result?.stdout) {
      send({ id: randomUUID(), method: "print", params: { content: result.stdout } });
    }
    send({ id, result: result ?? {} });
  } catch (error) {
    const registered = /External error id#(\d+)/.exec(error.message ?? "")?.[1];
    const cause = registered === undefined ? undefined : errors.consumeError(Number(registered))?.error;
    const message = [error.message ?? String(error), cause?.message].filter(Boolean).join("\n");
    send({
      id,
      error: { code: 4466, message, data: { is_panic: false, message, meta: null, error_code: error.code } },
    });
  }
}

const options = readArguments(process.argv.slice(2));
const { url } = options.datasource;
if (options.command === "version") {
  console.log("schema-engine-cli wasm");
} else if (options.command === "serve") {
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => connectTo(url),
    connectToShadowDb: () => connectToShadow(url),
  });
  const engine = await loadEngine(options.datamodels, factory);
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === "") continue;
    const message = JSON.parse(line);
    if (message.method) await answer(engine, factory.errorRegistry, message);
  }
} else {
  // can-connect-to-database, create-database, drop-database: the first is all that the project's commands need.
  try {
    if (options.command !== "can-connect-to-database") throw new Error(`${options.command} is not supported`);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.end();
  } catch (error) {
    const fields = { error_code: "P1001", message: error.message };
    console.error(JSON.stringify({ level: "ERROR", target: "schema_engine::logger", fields }));
    process.exitCode = 1;
  }
}
