import { useNavigation } from "@remix-run/react";
import { useEffect } from "react";

/** Shopify's own loading bar runs while a page is on its way. */
export function NavigationProgress() {
  const { state } = useNavigation();
  useEffect(() => {
    window.shopify?.loading(state !== "idle");
  }, [state]);
  return null;
}
