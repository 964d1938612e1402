import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

const accessSchema = z.object({
  token: z.string(),
  kind: z.enum(["offline", "online"]),
  userId: z.number().nullable(),
  /** Null: does not expire. */
  expiresAtMs: z.number().nullable(),
  /** The refresh token that came with it. */
  refreshToken: z.string().nullable(),
});
const refreshSchema = z.object({
  token: z.string(),
  expiresAtMs: z.number(),
  usedAtMs: z.number().nullable(),
});
const stateSchema = z.object({
  installed: z.boolean(),
  scopes: z.array(z.string()),
  access: z.array(accessSchema),
  refresh: z.array(refreshSchema),
});
type Access = z.infer<typeof accessSchema>;

const ACCESS_TOKEN_MS = 60 * 60 * 1000;
const REFRESH_TOKEN_MS = 90 * 24 * 60 * 60 * 1000;
const ONLINE_TOKEN_MS = 24 * 60 * 60 * 1000;

/** What one shop has granted the app: scopes, and the tokens in force. Kept in a file where there is one. */
export class Grant {
  #state: z.infer<typeof stateSchema>;
  readonly #file: string | null;

  constructor(scopes: string[], file: string | null) {
    this.#file = file;
    this.#state =
      file && existsSync(file)
        ? stateSchema.parse(JSON.parse(readFileSync(file, "utf8")))
        : { installed: false, scopes, access: [], refresh: [] };
  }

  get installed(): boolean {
    return this.#state.installed;
  }

  get scopes(): readonly string[] {
    return this.#state.scopes;
  }

  install(scopes: string[]): void {
    if (this.#state.installed) return;
    this.#state = { installed: true, scopes, access: [], refresh: [] };
    this.#save();
  }

  setScopes(scopes: string[]): void {
    this.#state.scopes = scopes;
    this.#save();
  }

  uninstall(): void {
    this.#state = { ...this.#state, installed: false, access: [], refresh: [] };
    this.#save();
  }

  issueOffline(nowMs: number, expiring: boolean): Access & { refreshExpiresAtMs: number | null } {
    const refresh = expiring
      ? {
          token: `shprt_${randomBytes(16).toString("hex")}`,
          expiresAtMs: nowMs + REFRESH_TOKEN_MS,
          usedAtMs: null,
        }
      : null;
    const access: Access = {
      token: `shpat_${randomBytes(16).toString("hex")}`,
      kind: "offline",
      userId: null,
      expiresAtMs: expiring ? nowMs + ACCESS_TOKEN_MS : null,
      refreshToken: refresh?.token ?? null,
    };
    this.#forgetExpired(nowMs);
    this.#state.access.push(access);
    if (refresh) this.#state.refresh.push(refresh);
    this.#save();
    return { ...access, refreshExpiresAtMs: refresh?.expiresAtMs ?? null };
  }

  issueOnline(nowMs: number, userId: number): Access {
    const access: Access = {
      token: `shpua_${randomBytes(16).toString("hex")}`,
      kind: "online",
      userId,
      expiresAtMs: nowMs + ONLINE_TOKEN_MS,
      refreshToken: null,
    };
    this.#state.access.push(access);
    this.#save();
    return access;
  }

  /** Ends the refresh token and every access token that came with it; false for a token that is not in force. */
  spendRefreshToken(token: string, nowMs: number): boolean {
    const refresh = this.#state.refresh.find((one) => one.token === token);
    if (!this.#state.installed || !refresh || refresh.usedAtMs !== null || refresh.expiresAtMs <= nowMs)
      return false;
    refresh.usedAtMs = nowMs;
    this.#state.access = this.#state.access.filter((one) => one.refreshToken !== token);
    this.#save();
    return true;
  }

  accepts(token: string, nowMs: number): boolean {
    const access = this.#state.access.find((one) => one.token === token);
    return access !== undefined && (access.expiresAtMs === null || access.expiresAtMs > nowMs);
  }

  revoke(token: string): void {
    this.#state.access = this.#state.access.filter((one) => one.token !== token);
    this.#save();
  }

  /** Makes every access token an expired one; refresh tokens stay good. */
  expireAccessTokens(nowMs: number): void {
    for (const access of this.#state.access) if (access.expiresAtMs !== null) access.expiresAtMs = nowMs;
    this.#save();
  }

  #forgetExpired(nowMs: number): void {
    this.#state.access = this.#state.access.filter(
      (one) => one.expiresAtMs === null || one.expiresAtMs > nowMs,
    );
    this.#state.refresh = this.#state.refresh.filter(
      (one) => one.usedAtMs === null && one.expiresAtMs > nowMs,
    );
  }

  #save(): void {
    if (!this.#file) return;
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, JSON.stringify(this.#state));
  }
}
