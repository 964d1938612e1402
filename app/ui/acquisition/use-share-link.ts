import { useState } from "react";
import { useLocale } from "../locale.tsx";
import { useToast } from "../states/toast.ts";

interface Shared {
  readonly link: string;
  readonly isCopied: boolean;
}

/** Puts the link that opens an address of the app in the admin of the shop on the clipboard; `link` where that is not allowed. */
export function useShareLink(shopDomain: string) {
  const { t } = useLocale();
  const [shared, setShared] = useState<Shared | null>(null);
  useToast(shared?.isCopied ? shared : null, t("calculator.share.copied"));
  const share = async (address: string) => {
    const app = document.querySelector<HTMLMetaElement>('meta[name="shopify-api-key"]')?.content ?? "";
    const link = `https://${shopDomain}/admin/apps/${app}${address}`;
    const isCopied = await Promise.resolve(navigator.clipboard?.writeText(link)).then(
      () => navigator.clipboard !== undefined,
      () => false,
    );
    setShared({ link, isCopied });
  };
  return { share, link: shared && !shared.isCopied ? shared.link : null };
}
