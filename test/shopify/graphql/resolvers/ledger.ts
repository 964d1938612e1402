import { type AgreementRecord, agreementsOf, type SaleRecord } from "../../store/ledger.ts";
import { gid, type OrderRecord } from "../../store/records.ts";
import { listConnection } from "../connection.ts";
import { define, type FieldMap, Typed, with_ } from "../field.ts";
import { lineNode, PAGE } from "./orders.ts";
import { returnNode } from "./refunds.ts";
import { bag, instantText } from "./values.ts";

interface AgreementSource {
  order: OrderRecord;
  agreement: AgreementRecord;
}

interface SaleSource {
  order: OrderRecord;
  sale: SaleRecord;
}

const LINE_SALES = ["ProductSale", "GiftCardSale", "TipSale"];

export function defineLedger(map: FieldMap): void {
  define<OrderRecord>(map, "Order", {
    agreements: with_(PAGE, (order, args) =>
      listConnection(
        agreementsOf(order).map(
          (agreement) => new Typed(agreement.type, { order, agreement } satisfies AgreementSource),
        ),
        args,
      ),
    ),
  });
  for (const type of ["OrderAgreement", "OrderEditAgreement", "RefundAgreement", "ReturnAgreement"])
    define<AgreementSource>(map, type, {
      id: ({ agreement }) => gid("SalesAgreement", agreement.id),
      happenedAt: ({ agreement }) => instantText(agreement.happenedAtMs),
      reason: ({ agreement }) => agreement.reason,
      sales: with_(PAGE, ({ order, agreement }, args) =>
        listConnection(
          agreement.sales.map((sale) => new Typed(sale.type, { order, sale } satisfies SaleSource)),
          args,
        ),
      ),
      ...(type === "RefundAgreement"
        ? { refund: ({ order, agreement }: AgreementSource) => ({ order, refund: agreement.refund }) }
        : {}),
      ...(type === "ReturnAgreement"
        ? { return: ({ order, agreement }: AgreementSource) => returnNode(order, agreement.returnId) }
        : {}),
    });
  const amount =
    (of: (sale: SaleRecord) => number) =>
    ({ order, sale }: SaleSource) =>
      bag(order, of(sale));
  for (const type of [...LINE_SALES, "ShippingLineSale", "DutySale", "AdditionalFeeSale", "AdjustmentSale"])
    define<SaleSource>(map, type, {
      id: ({ sale }) => gid("Sale", sale.id),
      lineType: ({ sale }) => sale.lineType,
      actionType: ({ sale }) => sale.actionType,
      quantity: ({ sale }) => sale.quantity,
      totalAmount: amount((sale) => sale.totalMinor),
      totalTaxAmount: amount((sale) => sale.taxMinor),
      totalDiscountAmountAfterTaxes: amount((sale) => sale.discountAfterTaxesMinor),
      totalDiscountAmountBeforeTaxes: amount((sale) => sale.discountBeforeTaxesMinor),
      ...(LINE_SALES.includes(type)
        ? {
            lineItem: ({ order, sale }: SaleSource) =>
              lineNode(order, order.lines.find((line) => line.id === sale.lineId)!),
          }
        : {}),
    });
}
