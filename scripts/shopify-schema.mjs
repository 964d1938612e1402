// Fetches Shopify's Admin API introspection out of the npm package @shopify/dev-mcp, without installing it.
// Usage: node scripts/shopify-schema.mjs [package version, default latest]
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const toml = readFileSync(join(root, "shopify.app.toml"), "utf8");
const apiVersion = /api_version\s*=\s*"([\d-]+)"/.exec(toml)?.[1];
if (!apiVersion) throw new Error("shopify.app.toml names no api_version");

const folder = mkdtempSync(join(tmpdir(), "shopify-schema-"));
try {
  const wanted = `@shopify/dev-mcp@${process.argv[2] ?? "latest"}`;
  execFileSync("npm", ["pack", wanted, "--silent", "--pack-destination", folder], { stdio: "inherit" });
  const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  if (!archive) throw new Error(`npm packed nothing for ${wanted}`);
  execFileSync("tar", ["-xzf", join(folder, archive), "-C", folder]);
  const name = `admin_${apiVersion}.json.gz`;
  const found = join(folder, "package", "dist", "data", name);
  if (!existsSync(found)) throw new Error(`${wanted} holds no ${name}`);
  copyFileSync(found, join(root, "test", "shopify", "schema", name));
  console.log(`${name} from ${archive}; note the package's version in test/shopify/schema/NOTICE.md`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
