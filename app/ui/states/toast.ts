import { useEffect, useRef } from "react";

/** Shows Shopify's own message once for each new `occasion`, such as the answer to a form. */
export function useToast(occasion: object | null | undefined, text: string): void {
  const shownFor = useRef<object | null>(null);
  useEffect(() => {
    if (!occasion || shownFor.current === occasion) return;
    shownFor.current = occasion;
    window.shopify?.toast.show(text);
  }, [occasion, text]);
}
