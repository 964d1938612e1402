import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { parse } from "smol-toml";
import { z } from "zod";
import type { Language } from "../admin/language.ts";

const ROOT = new URL("../../../extensions/", import.meta.url);
const toml = z.object({
  extensions: z.array(z.object({ targeting: z.array(z.object({ module: z.string(), target: z.string() })) })),
});

interface Extension {
  /** With a slash at the end. */
  readonly folder: URL;
  readonly module: string;
}

/** The app's extensions by the place in the admin where they stand, as their configuration files say. */
const extensions: ReadonlyMap<string, Extension> = new Map(
  readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const folder = new URL(`${name}/`, ROOT);
      const file = readFileSync(new URL("shopify.extension.toml", folder), "utf8");
      return toml
        .parse(parse(file))
        .extensions.flatMap(({ targeting }) =>
          targeting.map(({ module, target }): [string, Extension] => [target, { folder, module }]),
        );
    }),
);

const bundles = new Map<string, Promise<string>>();

/** One classic script that leaves the extension's function at `extension.default`; as scripts/build-extensions.mjs makes it. */
export function extensionScript(target: string): Promise<string> | undefined {
  const its = extensions.get(target);
  if (!its) return undefined;
  const known = bundles.get(target);
  if (known) return known;
  const made = build({
    entryPoints: [fileURLToPath(new URL(its.module, its.folder))],
    ...{ bundle: true, minify: true, write: false, format: "iife", globalName: "extension" },
    ...{ target: "es2022", jsx: "automatic", jsxImportSource: "preact", logLevel: "silent" },
  }).then(({ outputFiles }) => outputFiles?.[0]?.text ?? "");
  bundles.set(target, made);
  return made;
}

/** The extension's texts in a language; in its default language, English, where it does not have that one. */
export function extensionTexts(target: string, language: Language): string {
  const { folder } = extensions.get(target) ?? {};
  if (!folder) return "{}";
  const read = (name: string) => readFileSync(new URL(`locales/${name}.json`, folder), "utf8");
  try {
    return read(language);
  } catch {
    return read("en.default");
  }
}
