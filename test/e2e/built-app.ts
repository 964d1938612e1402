import { join } from "node:path";
import { buildApp, buildIsStale } from "../../scripts/demo/build.ts";

/** Once and before any journey: a journey that built the app would take the files from under another one. */
export default function setUpBuild(): void {
  const root = join(import.meta.dirname, "../..");
  if (buildIsStale(root)) buildApp(root);
}
