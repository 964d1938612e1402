/**
 * The columns of Shopify's own export of orders that are read, by their headers; what they mean is from Shopify's help, "Exporting orders"
 * (help.shopify.com/en/manual/fulfillment/managing-orders/exporting-orders), and from exports as shops have them:
 *
 * - An order has a row for each of its lines. Only the first has what belongs to the whole order; all have `Name`, `Email` and the line's own.
 * - `Subtotal` is what the lines come to after discounts, before shipping, tax on top and tips; with tax where prices contain it.
 * - `Taxes` is the tax of goods and shipping, on top or contained. There is no column that says which: `Total` tells, which is subtotal + shipping +
 *   duties + tips, and + taxes only where they come on top.
 * - `Discount Amount` is what all discounts of the order come to, those of shipping too, so discounts are taken from the subtotal;
 *   `Lineitem discount` is the part that belongs to the line alone.
 * - `Refunded Amount` is money, with its tax and shipping, by whichever refunds; neither their day nor their lines are given. `Subtotal` and `Total` are
 *   those before refunds.
 * - A gift card that is sold and a tip are lines like others.
 */
const REQUIRED = {
  name: "Name",
  email: "Email",
  status: "Financial Status",
  currency: "Currency",
  subtotal: "Subtotal",
  shipping: "Shipping",
  taxes: "Taxes",
  total: "Total",
  createdAt: "Created at",
  quantity: "Lineitem quantity",
  title: "Lineitem name",
  price: "Lineitem price",
  cancelledAt: "Cancelled at",
  refunded: "Refunded Amount",
  id: "Id",
} as const;

const OPTIONAL = {
  discountCode: "Discount Code",
  lineDiscount: "Lineitem discount",
  requiresShipping: "Lineitem requires shipping",
  taxable: "Lineitem taxable",
  vendor: "Vendor",
  source: "Source",
  paymentMethod: "Payment Method",
  shippingCountry: "Shipping Country",
  billingCountry: "Billing Country",
  outstanding: "Outstanding Balance",
  duties: "Duties",
  tax1: "Tax 1 Name",
  tax1Amount: "Tax 1 Value",
  tax2: "Tax 2 Name",
} as const;

export type RequiredColumn = keyof typeof REQUIRED;
export type ExportColumn = RequiredColumn | keyof typeof OPTIONAL;

const HEADERS: Readonly<Record<ExportColumn, string>> = { ...REQUIRED, ...OPTIONAL };

export const headerOf = (column: ExportColumn): string => HEADERS[column];

/** Where each column stands in the file; absent where the file does not have it. */
export type Places = ReadonlyMap<ExportColumn, number>;

const plain = (header: string): string => header.trim().toLowerCase();

export function placesOf(header: readonly string[]): Places {
  const names = header.map(plain);
  const places = new Map<ExportColumn, number>();
  for (const column of Object.keys(HEADERS) as ExportColumn[]) {
    const at = names.indexOf(plain(HEADERS[column]));
    if (at >= 0) places.set(column, at);
  }
  return places;
}

/** Headers that an export of Shopify has and this file does not. */
export function missingColumns(places: Places): readonly string[] {
  return (Object.keys(REQUIRED) as RequiredColumn[])
    .filter((column) => !places.has(column))
    .map((column) => HEADERS[column]);
}
