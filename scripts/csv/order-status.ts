import { compactName } from "./format/column-names.ts";
import type { LogTable } from "./format/table.ts";

/** States in which an order never became one, in the words of Shopify, WooCommerce and others. */
const NO_ORDER =
  /^(?:wc-)?(?:voided|expired|failed|cancell?ed|trash|draft|checkout-draft|auto-draft|declined|geannuleerd|mislukt|verlopen|storniert|abgebrochen|fehlgeschlagen|annul[ée]e?|[ée]chou[ée]e?)$/i;
/** Such a state with words after it: "Geannuleerd door klant". */
const CANCELLED_SOMEHOW = /^(?:wc-)?(?:cancell?ed|geannuleerd|storniert|annul[ée]e?)[\s,:(/_-]/i;
const REFUNDED = /^(?:wc-)?(?:refunded|terugbetaald|erstattet|rembours[ée]e?)$/i;
/** States of a cancelled order in which money was kept or given back. */
const HAD_MONEY = /^(?:paid|partially_refunded|refunded)$/i;
const ORDER =
  /^(?:wc-)?(?:paid|complete|completed|done|processing|shipped|delivered|fulfilled|unfulfilled|partially[_ ](?:fulfilled|refunded|paid)|succeeded|successful|captured|approved|invoiced|voltooid|afgerond|betaald|verwerkt|in behandeling|verzonden|geleverd|bezahlt|abgeschlossen|in bearbeitung|versandt|versendet|geliefert|pay[ée]e?|termin[ée]e?|livr[ée]e?|exp[ée]di[ée]e?)$/i;
const OF_SHOPIFY = /^(?:pending|authorized)$/i;

/** What a row's state makes of it. */
export interface StatusReading {
  readonly counts: "order" | "refunded" | "left out";
  /** How it was taken, where that should be said. */
  readonly said: string | null;
}

const AN_ORDER: StatusReading = { counts: "order", said: null };
const LEFT_OUT: StatusReading = { counts: "left out", said: null };

export function statusReading(
  status: string,
  { isCancelled, isMagento, isShopify }: { isCancelled: boolean; isMagento: boolean; isShopify: boolean },
): StatusReading {
  if (NO_ORDER.test(status) || (isCancelled && !HAD_MONEY.test(status))) return LEFT_OUT;
  if (CANCELLED_SOMEHOW.test(status)) return { counts: "left out", said: "are left out as cancelled" };
  if (REFUNDED.test(status)) return { counts: "refunded", said: null };
  if (isMagento && /^closed$/i.test(status))
    return { counts: "refunded", said: "are taken as refunded, which is what Magento means by it" };
  if (status === "" || ORDER.test(status) || (isShopify && OF_SHOPIFY.test(status))) return AN_ORDER;
  return { counts: "order", said: "count as orders" };
}

/** Names of columns that exports of Magento have. */
export function isMagentoExport({ header }: Pick<LogTable, "header">): boolean {
  return header.some((name) => /^(?:base)?grandtotal$|^incrementid$|^purchasepoint$/.test(compactName(name)));
}
