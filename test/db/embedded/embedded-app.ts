// An app of its own process for the tests of the embedded server: opens the data folder given, says so on a line of
// JSON, and stops properly when its input ends.
import { EmbeddedPostgresError, startEmbeddedPostgres } from "../../../app/db/embedded/embedded.ts";

const [dataDir = ""] = process.argv.slice(2);
try {
  const server = await startEmbeddedPostgres({ dataDir });
  console.log(JSON.stringify({ connectionString: server.connectionString, reused: server.reused }));
  process.stdin.resume().once("end", async () => {
    await server.stop();
    console.log(JSON.stringify({ stopped: true }));
  });
} catch (error) {
  const problem = error instanceof EmbeddedPostgresError ? error.problem : "unknown";
  console.log(JSON.stringify({ problem, message: error instanceof Error ? error.message : String(error) }));
}
