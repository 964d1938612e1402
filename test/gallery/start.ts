import { readdirSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type InlineConfig, type Plugin } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));
const repository = fileURLToPath(new URL("../..", import.meta.url));

export interface Gallery {
  readonly origin: string;
  /** In the order of their files. */
  readonly pages: readonly { readonly name: string; readonly states: readonly string[] }[];
  close(): Promise<void>;
}

interface ServerBundle {
  listPages(): Gallery["pages"];
  renderDocument(search: string): string;
}

/** React's development build, whose warnings (hydration, keys, unknown attributes) fail the gallery. */
const shared: InlineConfig = {
  root: here,
  configFile: false,
  publicDir: false,
  mode: "development",
  logLevel: "warn",
  define: { "process.env.NODE_ENV": JSON.stringify("development") },
  esbuild: { jsx: "automatic", jsxDev: false },
};

/** Only the pages asked for are built, so that one which does not compile yet leaves the others alone. */
function pagesPlugin(files: readonly string[]): Plugin {
  const id = "virtual:gallery-pages";
  return {
    name: "gallery-pages",
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load: (resolved) =>
      resolved === `\0${id}`
        ? [
            ...files.map(
              (file, i) => `import * as page${i} from ${JSON.stringify(`${here}pages/${file}.tsx`)};`,
            ),
            `export default [${files.map((_, i) => `page${i}`).join(", ")}];`,
          ].join("\n")
        : null,
  };
}

/** Names of the files in test/gallery/pages, without their ending. */
export function pageFiles(): string[] {
  return readdirSync(`${here}pages`)
    .map((file) => file.replace(/\.tsx$/, ""))
    .sort();
}

async function buildGallery(folder: string, only?: string): Promise<ServerBundle> {
  const files = pageFiles().filter((file) => !only || file === only);
  if (files.length === 0) throw new Error(`There is no page ${only} in test/gallery/pages`);
  const plugins = [pagesPlugin(files)];
  await build({
    ...shared,
    plugins,
    build: {
      outDir: `${folder}/browser`,
      emptyOutDir: true,
      minify: false,
      target: "es2022",
      cssCodeSplit: false,
      chunkSizeWarningLimit: 10_000,
      rollupOptions: {
        input: `${here}browser.tsx`,
        output: { entryFileNames: "browser.js", assetFileNames: "browser.[ext]", inlineDynamicImports: true },
      },
    },
  });
  await build({
    ...shared,
    plugins,
    ssr: { noExternal: ["@shopify/polaris", "@shopify/shopify-app-remix"] },
    build: {
      ssr: `${here}server.tsx`,
      outDir: `${folder}/server`,
      emptyOutDir: true,
      minify: false,
      rollupOptions: { output: { entryFileNames: "server.js" } },
    },
  });
  // On the server React's production build: the other one warns of every layout effect that is left to the browser.
  const environment = process.env.NODE_ENV;
  process.env.NODE_ENV = "production";
  try {
    return await import(pathToFileURL(`${folder}/server/server.js`).href);
  } finally {
    process.env.NODE_ENV = environment;
  }
}

/** Builds every page (or the one named) in every state and serves them on a free loopback port. */
export async function startGallery(only?: string): Promise<Gallery> {
  const folder = `${repository}.cache/gallery-${process.pid}`;
  const bundle = await buildGallery(folder, only);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://gallery");
    try {
      if (url.pathname === "/browser.js" || url.pathname === "/browser.css") {
        const type = url.pathname.endsWith("js") ? "text/javascript" : "text/css";
        response.setHeader("Content-Type", `${type}; charset=utf-8`);
        response.setHeader("Cache-Control", "max-age=86400, immutable");
        response.end(await readFile(`${folder}/browser${url.pathname}`));
        return;
      }
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.end(bundle.renderDocument(url.search));
    } catch (error) {
      response.statusCode = 500;
      response.end(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The gallery has no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    pages: bundle.listPages(),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
