import { createHash, randomBytes } from "node:crypto";

declare const brand: unique symbol;
type Branded<Value, Name> = Value & { readonly [brand]: Name };

/** First column of every key. Derived from the domain, so scoping a query never needs a look-up. */
export type ShopId = Branded<number, "ShopId">;
/** `{name}.myshopify.com`, lower case. */
export type ShopDomain = Branded<string, "ShopDomain">;

const GID = "gid://shopify/";
const DOMAIN = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

export class InvalidShopDomain extends Error {
  readonly retry = "never";
  constructor(value: string) {
    super(`"${value.slice(0, 80)}" is not a shop domain; it should look like example.myshopify.com`);
    this.name = "InvalidShopDomain";
  }
}

export function parseShopDomain(value: string): ShopDomain {
  const domain = value.trim().toLowerCase();
  if (!DOMAIN.test(domain)) throw new InvalidShopDomain(value);
  return domain as ShopDomain;
}

/**
 * The first 53 bits of SHA-256 of the domain: a safe integer in JavaScript and a bigint in PostgreSQL.
 * Two of 100,000 shops share an id with a probability of about 6e-7; installation compares the stored domain and refuses.
 */
export function shopIdOf(domain: ShopDomain): ShopId {
  const digest = createHash("sha256").update(domain).digest();
  return Number(digest.readBigUInt64BE(0) >> 11n) as ShopId;
}

/** A shop as every scoped function takes it. */
export interface ShopRef {
  readonly shopId: ShopId;
  readonly domain: ShopDomain;
}

export function shopRef(domain: string): ShopRef {
  const parsed = parseShopDomain(domain);
  return { shopId: shopIdOf(parsed), domain: parsed };
}

const ZERO = 48;
const NINE = 57;

/** The number at the end of `gid://shopify/{type}/{number}`; an error when the type differs or the number is not one. */
export function idFromGid(gid: string, type: string): number {
  const start = GID.length + type.length + 1;
  let at = start;
  let id = 0;
  if (gid.startsWith(GID) && gid.startsWith(type, GID.length) && gid[start - 1] === "/") {
    for (; at < gid.length; at++) {
      const digit = gid.charCodeAt(at);
      if (digit < ZERO || digit > NINE) break;
      id = id * 10 + (digit - ZERO);
    }
  }
  if (at === start || !Number.isSafeInteger(id)) {
    throw new RangeError(`"${gid.slice(0, 80)}" is not the id of a Shopify ${type}`);
  }
  return id;
}

export function gidOf(type: string, id: number): string {
  return `${GID}${type}/${id}`;
}

/**
 * Makes UUIDs of version 7 (RFC 9562) of which each is greater than the one before, in text and in PostgreSQL alike, also while
 * the clock stands or goes back: of two rows with the same time, the greater id is the later row.
 */
export function ascendingIds(nowMs: () => number, random: (bytes: number) => Buffer): () => string {
  let lastMs = -1;
  let count = 0;
  return () => {
    const ms = nowMs();
    if (ms > lastMs) {
      lastMs = ms;
      count = 0;
    } else if (++count > 0xfff) {
      lastMs++;
      count = 0;
    }
    const bytes = random(16);
    bytes.writeUIntBE(lastMs, 0, 6);
    bytes.writeUInt16BE(0x7000 | count, 6);
    bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
    return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };
}

export const newId = ascendingIds(Date.now, randomBytes);
