import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A module and what it imports as one classic browser script. */
export async function browserScript(entry: URL): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    format: "iife",
    target: "es2022",
    minifySyntax: true,
    write: false,
    logLevel: "silent",
  });
  const [file] = result.outputFiles;
  if (!file) throw new Error(`esbuild gave no output for ${entry.href}`);
  return file.text;
}

/** The stand-in for https://cdn.shopify.com/shopifycloud/app-bridge.js. */
export function appBridgeScript(): Promise<string> {
  return browserScript(new URL("./main.ts", import.meta.url));
}
