import { useState } from "react";
import { useLocale } from "../locale.tsx";
import { useToast } from "../states/toast.ts";

interface Shared {
  readonly app: string;
  readonly isCopied: boolean;
}

/**
 * Puts the link that opens an address of the app in the admin of the shop on the clipboard. Where that is not allowed `link` is shown, and
 * is always that of the address as it is.
 */
export function useShareLink(shopDomain: string, address: string) {
  const { t } = useLocale();
  const [shared, setShared] = useState<Shared | null>(null);
  useToast(shared?.isCopied ? shared : null, t("calculator.share.copied"));
  const linkIn = (app: string) => `https://${shopDomain}/admin/apps/${app}${address}`;
  const share = async () => {
    const app = document.querySelector<HTMLMetaElement>('meta[name="shopify-api-key"]')?.content ?? "";
    const isCopied = await Promise.resolve(navigator.clipboard?.writeText(linkIn(app))).then(
      () => navigator.clipboard !== undefined,
      () => false,
    );
    setShared({ app, isCopied });
  };
  return { share, link: shared && !shared.isCopied ? linkIn(shared.app) : null };
}
