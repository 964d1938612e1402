import { type ShopRef, shopRef } from "../platform/ids.ts";
import type { Shopify } from "./app.ts";

type AdminContext = Awaited<ReturnType<Shopify["authenticate"]["admin"]>>;

export interface RequiredShop {
  readonly shop: ShopRef;
  /** Shopify's id of the staff member. */
  readonly userId: string;
  /** Stays inside the frame, or leaves it with `{ target: "_top" }`. */
  readonly redirect: AdminContext["redirect"];
  /** Lets an admin UI extension, which has an origin of its own, read the answer. */
  readonly cors: AdminContext["cors"];
}

/**
 * Who is asking, by the session token of the request. Throws a Response that the route passes on: 401 for a token that
 * is not Shopify's, a bounce for a document without one, a redirect to /auth/login where the shop is missing.
 */
export async function requireShop(
  request: Request,
  runtime: { readonly shopify: Shopify },
): Promise<RequiredShop> {
  const { session, sessionToken, redirect, cors } = await runtime.shopify.authenticate.admin(request);
  return { shop: shopRef(session.shop), userId: sessionToken.sub, redirect, cors };
}
