import type { ActionContext } from "./action-context.ts";
import { ActionRefused } from "./actions.ts";
import type { NewLine, RefundedLine } from "./order-inputs.ts";
import type { LineRecord, RefundLineRecord } from "./order-records.ts";
import {
  currentQuantity,
  grossMinor,
  lineDiscountMinor,
  taxOfUnitsMinor,
  worthOfUnitsMinor,
} from "./order-totals.ts";
import type { OrderRecord } from "./records.ts";

export function wholeMinor(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new ActionRefused(`${what} is a whole number of minor units from 0`);
  return value;
}

export function draftLine(ctx: ActionContext, input: NewLine): { line: LineRecord; discountMinor: number } {
  const { store } = ctx;
  const variant = input.variantId === undefined ? undefined : store.variants.get(input.variantId);
  if (input.variantId !== undefined && !variant)
    throw new ActionRefused(`there is no variant ${input.variantId}`);
  const product = variant && store.products.get(variant.productId);
  const quantity = input.quantity ?? 1;
  if (!Number.isInteger(quantity) || quantity < 1)
    throw new ActionRefused("a quantity is a whole number from 1");
  const unitPriceMinor = wholeMinor(input.unitPriceMinor ?? variant?.priceMinor ?? 0, "a price");
  const discountMinor = wholeMinor(input.discountMinor ?? 0, "a discount");
  if (input.isTip && variant) throw new ActionRefused("a tip has no product");
  if (discountMinor > unitPriceMinor * quantity)
    throw new ActionRefused("the discount is more than the line");
  return {
    discountMinor,
    line: {
      id: store.newId("line"),
      productId: product?.id ?? null,
      variantId: variant?.id ?? null,
      title: input.title ?? product?.title ?? (input.isTip ? "Tip" : "Custom item"),
      variantTitle: variant && variant.title !== "Default Title" ? variant.title : null,
      sku: variant?.sku ?? null,
      quantity,
      removedQuantity: 0,
      unitPriceMinor,
      allocations: [],
      isGiftCard: input.isGiftCard ?? product?.isGiftCard ?? false,
      isTip: input.isTip ?? false,
      taxRate: input.taxRate ?? null,
      taxes:
        input.taxes?.map(({ title, rate, amountMinor }) => ({
          title: title ?? "VAT",
          rate,
          amountMinor: wholeMinor(amountMinor, "a tax"),
        })) ?? null,
      addedLater: false,
    },
  };
}

/** Spreads an order discount over its lines by their worth, to the minor unit. Gift cards and tips are left out. */
export function spreadDiscount(
  lines: LineRecord[],
  index: number,
  value: { percentage: number } | { amountMinor: number },
): void {
  const open = lines.filter((line) => !line.isGiftCard && !line.isTip);
  const worths = open.map((line) => grossMinor(line) - lineDiscountMinor(line));
  const worthMinor = worths.reduce((sum, worth) => sum + worth, 0);
  const wishedMinor =
    "percentage" in value ? Math.round((worthMinor * value.percentage) / 100) : value.amountMinor;
  const totalMinor = Math.max(0, Math.min(worthMinor, wishedMinor));
  let worthSoFar = 0;
  let givenMinor = 0;
  open.forEach((line, at) => {
    worthSoFar += worths[at]!;
    const upToHereMinor = worthMinor === 0 ? 0 : Math.round((totalMinor * worthSoFar) / worthMinor);
    if (upToHereMinor > givenMinor) line.allocations.push({ index, amountMinor: upToHereMinor - givenMinor });
    givenMinor = upToHereMinor;
  });
}

export function refundLine(
  ctx: ActionContext,
  order: OrderRecord,
  { lineId, quantity, taxMinor }: RefundedLine,
  restock: RefundLineRecord["restock"],
): RefundLineRecord {
  const line = order.lines.find((one) => one.id === lineId);
  if (!line) throw new ActionRefused(`order ${order.id} has no line ${lineId}`);
  const kept = currentQuantity(order, line);
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > kept)
    throw new ActionRefused(`line ${lineId} has ${kept} left to refund, not ${quantity}`);
  const writtenTaxMinor = taxOfUnitsMinor(order, line, kept) - taxOfUnitsMinor(order, line, kept - quantity);
  const refundedTaxMinor = taxMinor === undefined ? writtenTaxMinor : wholeMinor(taxMinor, "a tax");
  return {
    id: ctx.store.newId("refund"),
    lineId,
    quantity,
    subtotalMinor: worthOfUnitsMinor(line, kept) - worthOfUnitsMinor(line, kept - quantity),
    taxMinor: refundedTaxMinor,
    taxOfOtherLinesMinor: refundedTaxMinor - writtenTaxMinor,
    restock,
  };
}
