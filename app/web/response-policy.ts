import type { ServerResponse } from "node:http";
import { InvalidShopDomain, shopRef } from "../platform/ids.ts";

export interface PolicyOptions {
  /** Public address of the app. */
  readonly appUrl: string;
  /** Of the local Shopify admin, which frames pages in Shopify's place. */
  readonly emulatorUrl?: string | undefined;
}

const ADMIN = "https://admin.shopify.com";
/** Two years, as browsers' preload lists ask for at least one. */
const HSTS = "max-age=63072000; includeSubDomains";

/**
 * The headers that every answer has, of whatever kind: nothing is guessed about its type, no address leaks to other sites, https stays
 * https, and only the Shopify admin frames a page, for a shop that the address names only where it is one.
 */
function policyOf(address: URL, { appUrl, emulatorUrl }: PolicyOptions): Record<string, string> {
  return {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Content-Security-Policy": `frame-ancestors ${framesOf(address, emulatorUrl)}`,
    ...(appUrl.startsWith("https:") ? { "Strict-Transport-Security": HSTS } : {}),
  };
}

/** Pages of the admin and the library's own; what a visitor sees outside of it is framed by nobody. */
const EMBEDDED = /^\/(app|auth)(\/|\.data$|$)/;

function framesOf({ pathname, searchParams }: URL, emulatorUrl: string | undefined): string {
  if (!EMBEDDED.test(pathname)) return "'none'";
  const origins = [ADMIN];
  const shop = shopNamed(searchParams.get("shop"));
  if (shop) origins.unshift(`https://${shop}`);
  if (emulatorUrl) origins.unshift(new URL(emulatorUrl).origin);
  return origins.join(" ");
}

function shopNamed(text: string | null): string | null {
  try {
    return text === null ? null : shopRef(text).domain;
  } catch (error) {
    if (error instanceof InvalidShopDomain) return null;
    throw error;
  }
}

/** Sets the policy's headers, and has them stay whatever a route or the library says. A route may be stricter about its referrer. */
export function applyPolicy(response: ServerResponse, address: URL, options: PolicyOptions): void {
  const { "Referrer-Policy": referrer = "", ...fixed } = policyOf(address, options);
  response.setHeader("Referrer-Policy", referrer);
  const names = new Set(Object.keys(fixed).map((name) => name.toLowerCase()));
  const writeHead = response.writeHead.bind(response) as (...parameters: unknown[]) => ServerResponse;
  response.writeHead = ((...parameters: unknown[]) => {
    for (const [name, value] of Object.entries(fixed)) response.setHeader(name, value);
    const given = parameters.at(-1);
    if (typeof given !== "object" || given === null || Array.isArray(given)) return writeHead(...parameters);
    const kept = Object.entries(given).filter(([name]) => !names.has(name.toLowerCase()));
    return writeHead(...parameters.slice(0, -1), Object.fromEntries(kept));
  }) as ServerResponse["writeHead"];
}
