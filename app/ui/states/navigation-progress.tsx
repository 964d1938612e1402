import { useNavigation } from "@remix-run/react";
import { useEffect } from "react";

/** Shopify's own loading bar runs while a page is on its way. */
export function NavigationProgress() {
  const { state } = useNavigation();
  useEffect(() => {
    window.shopify?.loading(state !== "idle");
    // An error page takes the place of this one while it is still loading.
    return () => window.shopify?.loading(false);
  }, [state]);
  return null;
}
