// Bundles each admin UI extension as `shopify app build` does: one classic script, Preact's JSX, at most 64 KB gzipped.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { parse } from "smol-toml";

const MAX_BYTES = 64 * 1024;
const root = join(import.meta.dirname, "../extensions");

for (const folder of readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const home = join(root, folder.name);
  const { extensions } = parse(readFileSync(join(home, "shopify.extension.toml"), "utf8"));
  for (const extension of extensions) {
    for (const { module, target } of extension.targeting) {
      const outfile = join(home, "dist", `${target}.js`);
      await build({
        entryPoints: [join(home, module)],
        outfile,
        bundle: true,
        minify: true,
        format: "iife",
        globalName: "extension",
        target: "es2022",
        jsx: "automatic",
        jsxImportSource: "preact",
        logLevel: "warning",
      });
      const bytes = gzipSync(readFileSync(outfile)).length;
      if (bytes > MAX_BYTES) {
        console.error(
          `${extension.handle} ${target}: ${bytes} bytes gzipped, more than Shopify's ${MAX_BYTES}`,
        );
        process.exitCode = 1;
      } else {
        console.log(`${extension.handle} ${target}: ${(bytes / 1024).toFixed(1)} KB gzipped`);
      }
    }
  }
}
