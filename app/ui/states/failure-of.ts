import { isRouteErrorResponse } from "@remix-run/react";
import { useEffect, useState } from "react";
import type { Failure } from "./error-page.tsx";

/**
 * What a page's error means to the merchant. After the app was uninstalled, a tab that is still open gets no session token from
 * Shopify any more, so that its request fails before it is sent; or a token that Shopify does not exchange, which the server
 * answers with 401 after a second try. Both look like a merchant who has signed out, and the remedy is the same.
 */
export function useFailureOf(error: unknown): Failure {
  const answered = isRouteErrorResponse(error);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    if (answered || !window.shopify) return;
    let current = true;
    window.shopify.idToken().catch(() => {
      // Without a network there is no token either.
      if (current && navigator.onLine) setRefused(true);
    });
    return () => {
      current = false;
    };
  }, [answered]);
  if (answered && error.status === 404) return "not_found";
  return refused || (answered && error.status === 401) ? "disconnected" : "failed";
}
