import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import { Unsupported } from "../graphql/field.ts";

/** "content-length-range" of the policy that Shopify's guide shows: shopify.dev/docs/api/usage/bulk-operations/imports. */
export const MAX_UPLOAD_BYTES = 20_971_520;
/** That policy ends a day after it was made. */
const LIVES_MS = 24 * 3_600_000;

const uploadInput = z.object({
  resource: z.string(),
  filename: z.string(),
  mimeType: z.string(),
  httpMethod: z.string().nullish(),
});

interface Target {
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  readonly expiresAtMs: number;
  text: string | null;
}

export interface Uploaded {
  readonly status: number;
  readonly body: string;
}

/** The places to which an app uploads what bulk mutations read. Rules without another source are those of the guide above. */
export class StagedUploads {
  readonly #targets = new Map<string, Target>();
  readonly #shopId: number;
  readonly #url: () => string;
  readonly #wallNowMs: () => number;

  constructor(options: { shopId: number; url(): string; wallNowMs(): number }) {
    this.#shopId = options.shopId;
    this.#url = options.url;
    this.#wallNowMs = options.wallNowMs;
  }

  /** What `stagedUploadsCreate` answers. */
  create(inputs: unknown) {
    const stagedTargets = z
      .array(uploadInput)
      .parse(inputs)
      .map(({ resource, filename, mimeType, httpMethod }) => {
        if (resource !== "BULK_MUTATION_VARIABLES")
          throw new Unsupported(`The local Shopify admin takes no staged uploads of ${resource}.`);
        if (mimeType !== "text/jsonl" || httpMethod !== "POST")
          throw new Unsupported(
            "The local Shopify admin takes bulk mutation variables as text/jsonl by POST alone.",
          );
        return this.#target(filename);
      });
    return { stagedTargets, userErrors: [] };
  }

  #target(filename: string) {
    const nowMs = this.#wallNowMs();
    const key = `tmp/${this.#shopId}/bulk/${randomUUID()}/${filename}`;
    const values = {
      key,
      "Content-Type": "text/jsonl",
      success_action_status: "201",
      acl: "private",
      policy: randomBytes(48).toString("base64"),
      "x-goog-credential": "local/auto/storage/goog4_request",
      "x-goog-algorithm": "GOOG4-RSA-SHA256",
      "x-goog-date": new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, ""),
      "x-goog-signature": randomBytes(32).toString("hex"),
    };
    const parameters = Object.entries(values).map(([name, value]) => ({ name, value }));
    this.#targets.set(key, { parameters, expiresAtMs: nowMs + LIVES_MS, text: null });
    // "resourceUrl" is null for this resource.
    return { url: this.#url(), resourceUrl: null, parameters };
  }

  has(key: string): boolean {
    return this.#targets.has(key);
  }

  /** What was uploaded under the path; null where nothing was. */
  read(key: string): string | null {
    return this.#targets.get(key)?.text ?? null;
  }

  /** Takes a form: "include all parameters as form inputs", and "the `file` parameter must be the last". */
  async receive(form: FormData): Promise<Uploaded> {
    const refuse = (status: number, code: string) => ({
      status,
      body: `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code></Error>`,
    });
    const fields = [...form.entries()];
    const key = form.get("key");
    const target = typeof key === "string" ? this.#targets.get(key) : undefined;
    if (!target) return refuse(403, "AccessDenied");
    if (this.#wallNowMs() >= target.expiresAtMs) return refuse(400, "ExpiredToken");
    const file = fields.at(-1);
    if (file?.[0] !== "file" || typeof file[1] === "string") return refuse(400, "InvalidArgument");
    const isComplete =
      fields.length === target.parameters.length + 1 &&
      target.parameters.every(({ name, value }) => form.get(name) === value);
    if (!isComplete) return refuse(403, "SignatureDoesNotMatch");
    if (file[1].size > MAX_UPLOAD_BYTES) return refuse(400, "EntityTooLarge");
    if (file[1].size < 1) return refuse(400, "EntityTooSmall");
    target.text = await file[1].text();
    return { status: 201, body: `<PostResponse><Key>${key}</Key></PostResponse>` };
  }
}
