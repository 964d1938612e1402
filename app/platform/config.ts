import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65_535);
/** Whether an address is on this machine, over http. */
const isLoopback = (url: string) => loopback.test(url);
const loopback = /^http:\/\/(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?\/?$/;

const keys = z
  .string()
  .regex(
    /^[\w-]+:[A-Za-z0-9+/]{43}=(,[\w-]+:[A-Za-z0-9+/]{43}=)*$/,
    "should be id:base64 of 32 bytes, the current key first",
  )
  .superRefine((text, ctx) => {
    for (const problem of repeatedKeys(text)) ctx.addIssue(problem);
  });

/** Every environment variable that the app reads. `.env.example` is compared with this schema by a test. */
export const environmentSchema = z
  .object({
    SHOPIFY_API_KEY: z.string().min(1).describe("Client id of the app, as in shopify.app.toml"),
    SHOPIFY_API_SECRET: z.string().min(16).describe("Client secret of the app"),
    SHOPIFY_APP_URL: z
      .url()
      .refine((url) => /^https:\/\//i.test(url) || isLoopback(url), "should begin with https://")
      .describe("Public address of the app; https, or http on this machine alone"),
    SHOPIFY_EMULATOR_URL: z
      .string()
      .regex(loopback, "should be a loopback address such as http://127.0.0.1:4000")
      .optional()
      .describe("Address of the local Shopify admin; loopback only, never in production"),
    TOOLS_EMULATOR_URL: z
      .string()
      .regex(loopback, "should be a loopback address such as http://127.0.0.1:4010")
      .optional()
      .describe(
        "Address of the local mailing tools, each under its name; only with the local Shopify admin, which then has no other",
      ),
    ENCRYPTION_KEYS: keys.describe(
      "Keys for tokens at rest, `id:base64`, comma separated, the current one first",
    ),
    ERASURE_HASH_KEY: keys
      .optional()
      .describe("Keys of the hashes of erased people, as ENCRYPTION_KEYS; never taken away"),
    DATABASE_URL: z
      .string()
      .startsWith("postgres")
      .optional()
      .describe("A PostgreSQL server; without it an embedded one is started"),
    DATA_DIR: z.string().default(".data").describe("Folder of the embedded server"),
    DATABASE_POOL: z.coerce
      .number()
      .int()
      .min(2)
      .max(100)
      .default(12)
      .describe("Connections for jobs, and as many again for pages, in each process"),
    HOST: z.string().default("127.0.0.1").describe("Address to listen on"),
    PORT: port.default(3000).describe("Port to listen on"),
    METRICS_PORT: port
      .optional()
      .describe("Port of /metrics for Prometheus, and of /readyz for workers; without it there is none"),
    METRICS_HOST: z.string().default("127.0.0.1").describe("Address on which METRICS_PORT listens"),
    DRAIN_SECONDS: z.coerce
      .number()
      .int()
      .min(0)
      .max(60)
      .default(2)
      .describe("How long requests are still taken after SIGTERM, while /readyz answers 503"),
    WORKERS: z
      .enum(["in-process", "none"])
      .default("in-process")
      .describe("Whether the web process also works on jobs"),
    LOG_LEVEL: z
      .enum(["debug", "info", "warn", "error", "silent"])
      .default("info")
      .describe("Least severe event that is logged"),
    CLOCK_START: z.iso
      .datetime({ offset: true })
      .optional()
      .describe(
        "Instant at which the app's clock starts, for a shop whose history lies in the past; only with the local Shopify admin",
      ),
  })
  .refine((env) => !env.CLOCK_START || env.SHOPIFY_EMULATOR_URL, {
    path: ["CLOCK_START"],
    message: "may be set only together with SHOPIFY_EMULATOR_URL",
  })
  .refine((env) => !env.SHOPIFY_EMULATOR_URL || isLoopback(env.SHOPIFY_APP_URL), {
    path: ["SHOPIFY_EMULATOR_URL"],
    message: "is for development: SHOPIFY_APP_URL is a public address",
  })
  .refine((env) => !env.TOOLS_EMULATOR_URL || env.SHOPIFY_EMULATOR_URL, {
    path: ["TOOLS_EMULATOR_URL"],
    message: "may be set only together with SHOPIFY_EMULATOR_URL",
  });

export interface Environment extends z.infer<typeof environmentSchema> {
  /**
   * What identifies erased people, the current key first: those of ERASURE_HASH_KEY, then those of ENCRYPTION_KEYS, under which people
   * were erased before there was a key for it.
   */
  readonly ERASURE_KEYS: string;
}

export class BadEnvironment extends Error {
  readonly retry = "never";
  constructor(issues: readonly { path: string; message: string }[]) {
    super(`The environment is not usable:\n${issues.map((i) => `  ${i.path}: ${i.message}`).join("\n")}`);
    this.name = "BadEnvironment";
  }
}

/** An id or a key that stands in the list twice: whatever one of the two sealed could not be opened. */
function* repeatedKeys(text: string): Generator<string> {
  const entries = text.split(",").map((entry) => entry.split(":") as [id: string, key: string]);
  for (const [at, [id, key]] of entries.entries()) {
    const before = entries.slice(0, at);
    if (before.some(([other]) => other === id))
      yield `names the key "${id}" twice; each key has an id of its own`;
    const same = before.find(([other, itsKey]) => itsKey === key && other !== id);
    if (same) yield `"${same[0]}" and "${id}" are the same key`;
  }
}

/** Reads the environment once, at the start; names each variable that is missing or wrong. Empty means absent. */
export function readEnvironment(source: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = environmentSchema.safeParse(given);
  // A built app in production mode may work with the local Shopify admin, for a demonstration, where nobody else can reach it.
  if (parsed.success && given.NODE_ENV === "production") {
    const { SHOPIFY_EMULATOR_URL, HOST } = parsed.data;
    if (SHOPIFY_EMULATOR_URL && !isLoopback(`http://${HOST}`)) {
      const message = `is for development: with NODE_ENV=production and HOST=${HOST} other machines reach the app`;
      throw new BadEnvironment([{ path: "SHOPIFY_EMULATOR_URL", message }]);
    }
  }
  if (parsed.success) {
    const { ERASURE_HASH_KEY, ENCRYPTION_KEYS } = parsed.data;
    const ERASURE_KEYS = ERASURE_HASH_KEY ? `${ERASURE_HASH_KEY},${ENCRYPTION_KEYS}` : ENCRYPTION_KEYS;
    return { ...parsed.data, ERASURE_KEYS };
  }
  throw new BadEnvironment(parsed.error.issues.map((i) => ({ path: i.path.join("."), message: i.message })));
}
