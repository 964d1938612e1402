import { BY_SALE, UNPAID } from "../../clv/acquisition/channel.ts";
import type { Translate } from "../messages/catalogue.ts";

/** Characters of a name in a table. */
const NAME = 32;

/** A link can be called anything, at any length. */
export const clipped = (text: string): string => (text.length <= NAME ? text : `${text.slice(0, NAME)}…`);

const BRANDS: Readonly<Record<string, string>> = {
  google: "Google",
  meta: "Meta (Facebook, Instagram)",
  tiktok: "TikTok",
  microsoft: "Microsoft (Bing)",
  pinterest: "Pinterest",
  snapchat: "Snapchat",
  linkedin: "LinkedIn",
};

/** A channel as people call it; whatever a link calls itself stays as it is. */
export function channelName(channel: string, t: Translate): string {
  if (channel === BY_SALE) return t("channel.unknown");
  if (channel.startsWith(BY_SALE)) return t("channel.sold", { name: channel.slice(BY_SALE.length) });
  if (channel.endsWith(UNPAID))
    return t("channel.unpaid", { name: channelName(channel.slice(0, -UNPAID.length), t) });
  if (channel === "email") return t("channel.email");
  if (channel === "affiliate") return t("channel.affiliate");
  return BRANDS[channel] ?? channel;
}
