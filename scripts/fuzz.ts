// npm run fuzz -- segments [--pairs N] [--seed S]: random rules over random customers, read by PostgreSQL and in memory. Ends at the
// first disagreement, or where a rule and its negation are not everybody, with the smallest case that was found.
import { parseArgs } from "node:util";
import { connectDatabase } from "../app/db/client.ts";
import { startTemporaryPostgres } from "../app/db/embedded/temporary.ts";
import { applyMigrations } from "../app/db/migrate.ts";
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
console.log(`seed ${seed}`);
const server = await startTemporaryPostgres();
const db = connectDatabase({ connectionString: server.connectionString, applicationName: "fuzz" });
try {
  await applyMigrations(server.connectionString, "prisma/migrations");
  const { compared, problem } = await fuzzSegments(db, pairs, seed);
  console.log(problem ?? `${compared} pairs of a rule and a customer: no disagreement`);
  process.exitCode = problem === null ? 0 : 1;
} finally {
  await db.close();
  await server.stop();
}
