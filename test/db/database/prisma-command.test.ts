import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

const root = join(import.meta.dirname, "../../..");
let project: string;

// Each command starts Prisma's CLI and most of them a server of their own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "klantwaarde-project-"));
  for (const path of [
    "scripts/prisma.mjs",
    "scripts/schema-engine.mjs",
    "prisma",
    "prisma.config.ts",
    "package.json",
  ]) {
    cpSync(join(root, path), join(project, path), { recursive: true });
  }
  cpSync(join(root, "app/db"), join(project, "app/db"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
});

afterAll(() => rmSync(project, { recursive: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/prisma.mjs", ...args], {
    cwd: project,
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

function editSchema(change: (schema: string) => string): void {
  const path = join(project, "prisma/schema.prisma");
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

test("the project's own schema and migrations agree", () => {
  expect(run("drift")).toMatchObject({ status: 0 });
});

test("a column that no migration makes is drift, and a new migration settles it", () => {
  editSchema((schema) => schema.replace("model Shop {", "model Shop {\n  nickname String?"));
  const drift = run("drift");
  expect(drift.status).toBe(1);
  expect(drift.output).toContain('ALTER TABLE "shop" ADD COLUMN     "nickname" TEXT');

  expect(run("migration", "add_nickname")).toMatchObject({ status: 0 });
  const name = readdirSync(join(project, "prisma/migrations")).find((entry) =>
    entry.endsWith("_add_nickname"),
  );
  expect(readFileSync(join(project, "prisma/migrations", name ?? "", "migration.sql"), "utf8")).toContain(
    "nickname",
  );
  expect(run("drift")).toMatchObject({ status: 0 });
});

test("raw SQL that the schema cannot express is no drift: staging tables, functions, checks, special indexes", () => {
  const folder = join(project, "prisma/migrations/29990101000000_raw");
  mkdirSync(folder);
  writeFileSync(
    join(folder, "migration.sql"),
    `create schema staging;
create unlogged table staging.customer (shop_id bigint not null, payload jsonb not null);
create function staging.touch() returns trigger language plpgsql as $$
begin
  new.name := coalesce(new.name, '; not the end');
  return new;
end
$$;
create trigger touch before insert on shop for each row execute function staging.touch();
alter table shop add constraint shop_domain_is_lower_case check (domain = lower(domain));
create index shop_domain_lower on shop (shop_id, lower(domain));
create index shop_installed on shop (shop_id) where uninstalled_at is null;
`,
  );
  expect(run("drift")).toMatchObject({ status: 0 });
});

test("a plain index that only a migration knows is drift", () => {
  const folder = join(project, "prisma/migrations/29990102000000_index");
  mkdirSync(folder);
  writeFileSync(join(folder, "migration.sql"), "create index shop_by_name on shop (name);\n");
  const drift = run("drift");
  rmSync(folder, { recursive: true });
  expect(drift.status).toBe(1);
  expect(drift.output).toContain('DROP INDEX "shop_by_name"');
});

test("a migration's name has to be one", () => {
  const refused = run("migration", "Add Tags");
  expect(refused.status).toBe(1);
  expect(refused.output).toContain("add_tags");
});

test("the client is generated without any access to a network or a database", () => {
  rmSync(join(project, "app/db/generated"), { recursive: true, force: true });
  expect(run("generate")).toMatchObject({ status: 0 });
  expect(readdirSync(join(project, "app/db/generated"))).toContain("client.ts");
});
