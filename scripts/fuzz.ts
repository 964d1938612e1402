// npm run fuzz -- segments [--pairs N] [--seed S]: random rules over random customers, read by PostgreSQL and in memory; and a hundredth as
// many of an earlier day, beside the shop as it was on that day. Ends at the first disagreement, or where a rule and its negation are
// not everybody, with the smallest case that was found.
import { parseArgs } from "node:util";
import { connectDatabase } from "../app/db/client.ts";
import { startTemporaryPostgres } from "../app/db/embedded/temporary.ts";
import { applyMigrations } from "../app/db/migrate.ts";
import { fuzzPast } from "../test/fuzz/past-rules.ts";
import { fuzzSegments } from "../test/fuzz/segments.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { pairs: { type: "string", default: "1000000" }, seed: { type: "string" } },
});
const pairs = Number(values.pairs);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
if (positionals.join() !== "segments" || !(pairs >= 1) || !Number.isInteger(seed)) {
  console.error("Usage: npm run fuzz -- segments [--pairs N from 1] [--seed whole number]");
  process.exit(2);
}
/** Each round of earlier days values two shops. */
const PAST_PART = 100;
console.log(`seed ${seed}`);
const server = await startTemporaryPostgres();
const db = connectDatabase({ connectionString: server.connectionString, applicationName: "fuzz" });
try {
  await applyMigrations(server.connectionString, "prisma/migrations");
  const today = await fuzzSegments(db, pairs, seed);
  console.log(today.problem ?? `${today.compared} pairs of a rule and a customer: no disagreement`);
  const past = today.problem === null ? await fuzzPast(db, pairs / PAST_PART, seed) : null;
  if (past) console.log(past.problem ?? `${past.compared} pairs as of an earlier day: no disagreement`);
  process.exitCode = past?.problem === null ? 0 : 1;
} finally {
  await db.close();
  await server.stop();
}
