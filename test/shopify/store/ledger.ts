import type { EditRecord, LineRecord, RefundRecord } from "./order-records.ts";
import { taxOfUnitsMinor, taxOnMinor, worthOfUnitsMinor } from "./order-totals.ts";
import type { OrderRecord } from "./records.ts";

export interface SaleRecord {
  id: number;
  type: string;
  lineType: "ADDITIONAL_FEE" | "ADJUSTMENT" | "DUTY" | "GIFT_CARD" | "PRODUCT" | "SHIPPING" | "TIP";
  actionType: "ORDER" | "RETURN";
  quantity: number | null;
  /** After taxes and discounts; negative for what goes back. */
  totalMinor: number;
  taxMinor: number;
  /** With the tax on it where prices do not include it. */
  discountAfterTaxesMinor: number;
  discountBeforeTaxesMinor: number;
  /** The line of a product, gift card or tip. */
  lineId: number | null;
}

export interface AgreementRecord {
  id: number;
  type: "OrderAgreement" | "OrderEditAgreement" | "RefundAgreement" | "ReturnAgreement";
  reason: "ORDER" | "ORDER_EDIT" | "REFUND" | "RETURN";
  happenedAtMs: number;
  refund: RefundRecord | null;
  returnId: number | null;
  sales: SaleRecord[];
}

/**
 * Shopify's own books of an order: "a sales agreement whenever an order is placed, edited, or refunded", each with a sale per
 * line, and one of type ADJUSTMENT for "the difference between the original total value of all line items that were refunded,
 * and the actual amount refunded" (descriptions of SalesAgreement and SaleLineType). Told again event by event from what
 * happened, so that its sums check the order's totals.
 */
export function agreementsOf(order: OrderRecord): AgreementRecord[] {
  const book = new Book(order);
  const agreements = [book.placed()];
  const edits = [...order.edits];
  for (const [before, refund] of order.refunds.entries()) {
    while (edits[0] && edits[0].afterRefunds <= before) agreements.push(book.edited(edits.shift()!));
    agreements.push(book.refunded(refund));
  }
  return [...agreements, ...edits.map((edit) => book.edited(edit))];
}

class Book {
  readonly #order: OrderRecord;
  /** Units of each line that are on the order at this point. */
  readonly #units = new Map<number, number>();
  #saleId: number;

  constructor(order: OrderRecord) {
    this.#order = order;
    this.#saleId = order.id * 100;
  }

  placed(): AgreementRecord {
    const order = this.#order;
    const sales = order.lines.flatMap((line) => {
      const came = order.edits.flatMap((edit) => edit.changes).filter((one) => one.lineId === line.id);
      const later = came.reduce((sum, one) => sum + Math.max(0, one.units), 0);
      return later === line.quantity ? [] : [this.#move(line, line.quantity - later)];
    });
    const rest: [SaleRecord["lineType"], number, number][] = [
      ["SHIPPING", order.shippingMinor, taxOnMinor(order, order.shippingMinor)],
      ["DUTY", order.dutiesMinor, 0],
      ...order.fees.map((fee): [SaleRecord["lineType"], number, number] => [
        "ADDITIONAL_FEE",
        fee.amountMinor,
        0,
      ]),
    ];
    for (const [lineType, minor, taxMinor] of rest)
      if (minor !== 0) sales.push(this.#charge(lineType, "ORDER", minor, taxMinor));
    return this.#agreement("OrderAgreement", "ORDER", order.id, order.createdAtMs, sales);
  }

  edited(edit: EditRecord): AgreementRecord {
    const sales = edit.changes.map(({ lineId, units }) => this.#move(this.#line(lineId), units));
    const [type, reason] =
      edit.returnId === null
        ? (["OrderEditAgreement", "ORDER_EDIT"] as const)
        : (["ReturnAgreement", "RETURN"] as const);
    return { ...this.#agreement(type, reason, edit.id, edit.atMs, sales), returnId: edit.returnId };
  }

  refunded(refund: RefundRecord): AgreementRecord {
    const sales = refund.lines.map((back) => {
      const sale = this.#move(this.#line(back.lineId), -back.quantity);
      const onTop = this.#order.taxesIncluded ? 0 : back.taxMinor;
      return { ...sale, totalMinor: -(back.subtotalMinor + onTop), taxMinor: -back.taxMinor || 0 };
    });
    const rest: [SaleRecord["lineType"], number, number][] = [
      ["SHIPPING", -refund.shippingMinor, -refund.shippingTaxMinor],
      ["DUTY", -refund.dutiesMinor, 0],
      ["ADDITIONAL_FEE", -refund.feesMinor, 0],
    ];
    for (const [lineType, minor, taxMinor] of rest)
      if (minor !== 0) sales.push(this.#charge(lineType, "RETURN", minor, taxMinor));
    for (const one of refund.adjustments)
      sales.push({
        ...this.#charge("ADJUSTMENT", "RETURN", one.amountMinor, one.taxMinor),
        totalMinor: one.amountMinor + one.taxMinor,
      });
    return {
      ...this.#agreement("RefundAgreement", "REFUND", refund.id, refund.createdAtMs, sales),
      refund,
      returnId: refund.returnId,
    };
  }

  #line(lineId: number): LineRecord {
    const line = this.#order.lines.find((one) => one.id === lineId);
    if (!line) throw new Error(`order ${this.#order.id} has no line ${lineId}`);
    return line;
  }

  /** Units that come (positive) or go, at their share of the line's worth, discounts and tax. */
  #move(line: LineRecord, change: number): SaleRecord {
    const order = this.#order;
    const before = this.#units.get(line.id) ?? 0;
    const after = before + change;
    this.#units.set(line.id, after);
    const worthMinor = worthOfUnitsMinor(line, after) - worthOfUnitsMinor(line, before);
    const taxMinor = taxOfUnitsMinor(order, line, after) - taxOfUnitsMinor(order, line, before);
    const discountMinor = line.unitPriceMinor * change - worthMinor;
    const rates = { taxRate: line.taxRate ?? order.taxRate, taxesIncluded: order.taxesIncluded };
    const discountTaxMinor = taxOnMinor(rates, discountMinor, !line.isGiftCard && !line.isTip);
    const [type, lineType] = line.isTip
      ? (["TipSale", "TIP"] as const)
      : line.isGiftCard
        ? (["GiftCardSale", "GIFT_CARD"] as const)
        : (["ProductSale", "PRODUCT"] as const);
    return {
      id: this.#saleId++,
      type,
      lineType,
      actionType: change < 0 ? "RETURN" : "ORDER",
      quantity: change,
      totalMinor: worthMinor + (order.taxesIncluded ? 0 : taxMinor),
      taxMinor,
      discountAfterTaxesMinor: order.taxesIncluded ? discountMinor : discountMinor + discountTaxMinor,
      discountBeforeTaxesMinor: order.taxesIncluded ? discountMinor - discountTaxMinor : discountMinor,
      lineId: line.id,
    };
  }

  #charge(
    lineType: SaleRecord["lineType"],
    actionType: SaleRecord["actionType"],
    minor: number,
    taxMinor: number,
  ): SaleRecord {
    const types: Partial<Record<SaleRecord["lineType"], string>> = {
      SHIPPING: "ShippingLineSale",
      DUTY: "DutySale",
      ADDITIONAL_FEE: "AdditionalFeeSale",
    };
    return {
      id: this.#saleId++,
      type: types[lineType] ?? "AdjustmentSale",
      lineType,
      actionType,
      quantity: null,
      totalMinor: minor + (this.#order.taxesIncluded ? 0 : taxMinor),
      taxMinor: taxMinor || 0,
      discountAfterTaxesMinor: 0,
      discountBeforeTaxesMinor: 0,
      lineId: null,
    };
  }

  #agreement(
    type: AgreementRecord["type"],
    reason: AgreementRecord["reason"],
    id: number,
    happenedAtMs: number,
    sales: SaleRecord[],
  ): AgreementRecord {
    return { id, type, reason, happenedAtMs, refund: null, returnId: null, sales };
  }
}
