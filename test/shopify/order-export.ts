import { decimalText } from "../../app/platform/money.ts";
import type { LocalShop } from "./local-shop.ts";
import type { LineRecord } from "./store/order-records.ts";
import { lineDiscountMinor, orderTotals, taxOfUnitsMinor, taxOnMinor } from "./store/order-totals.ts";
import type { OrderRecord } from "./store/records.ts";

/**
 * Shopify's own export of a shop's orders, as the admin mails it: the header as shops have it, a row for each line, and what belongs to the
 * whole order on its first row only. By Shopify's help ("Exporting orders",
 * help.shopify.com/en/manual/fulfillment/managing-orders/exporting-orders): the subtotal is after discounts, the totals are those before refunds, the
 * refunded amount is all money that went back. Of units that an edit took off the help does not say what the export has: here they stay.
 */
const HEADER =
  "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Country,Shipping Name,Shipping Country,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties";
const COLUMNS = HEADER.split(",");

type Cells = Readonly<Record<string, string | number | null>>;

/** The newest first, as the admin lists them. */
export function orderExport(shop: LocalShop, which: (order: OrderRecord) => boolean = () => true): string {
  const orders = [...shop.store.orders.values()]
    .filter(which)
    .sort((a, b) => b.createdAtMs - a.createdAtMs || b.id - a.id);
  const rows = orders.flatMap((order) => rowsOf(shop, order));
  return `${[HEADER, ...rows.map((cells) => COLUMNS.map((name) => quoted(cells[name] ?? "")).join(","))].join("\n")}\n`;
}

function rowsOf(shop: LocalShop, order: OrderRecord): Cells[] {
  const customer = order.customerId === null ? undefined : shop.store.customers.get(order.customerId);
  const email = order.email ?? customer?.email ?? null;
  const whole = wholeOrder(order);
  return order.lines.map((line, at) => ({
    ...(at === 0 ? whole : {}),
    Name: `#${order.number}`,
    Email: email,
    "Created at": instant(order.createdAtMs),
    ...lineCells(shop, order, line),
  }));
}

function wholeOrder(order: OrderRecord): Cells {
  const { currency } = order;
  const money = (minor: number) => decimalText(minor, currency);
  const totals = orderTotals(order);
  const rates = new Map<number, number>();
  const add = (rate: number, minor: number) => {
    if (minor !== 0) rates.set(rate, (rates.get(rate) ?? 0) + minor);
  };
  for (const line of order.lines)
    add(line.taxRate ?? order.taxRate, taxOfUnitsMinor(order, line, line.quantity));
  add(order.taxRate, taxOnMinor(order, order.shippingMinor));
  const taxes = Object.fromEntries(
    [...rates].flatMap(([rate, minor], at) => [
      [`Tax ${at + 1} Name`, `VAT ${Math.round(rate * 10_000) / 100}%`],
      [`Tax ${at + 1} Value`, money(minor)],
    ]),
  );
  return {
    "Financial Status": totals.financialStatus.toLowerCase(),
    "Paid at": totals.receivedMinor > 0 ? instant(order.processedAtMs) : "",
    "Fulfillment Status": "fulfilled",
    "Accepts Marketing": "no",
    Currency: currency,
    Subtotal: money(totals.subtotalMinor),
    Shipping: money(order.shippingMinor),
    Taxes: money(totals.taxMinor),
    Total: money(totals.totalMinor),
    "Discount Code": order.discounts.find(({ kind }) => kind === "code")?.label ?? "",
    "Discount Amount": money(totals.discountsMinor),
    "Billing Country": order.billingAddress?.countryCode ?? "",
    "Shipping Country": order.shippingAddress?.countryCode ?? "",
    Notes: order.note ?? "",
    "Cancelled at": order.cancelledAtMs === null ? "" : instant(order.cancelledAtMs),
    "Payment Method": order.test ? "(for testing) Bogus Gateway" : "Shopify Payments",
    "Refunded Amount": money(totals.refundedMinor),
    "Outstanding Balance": money(totals.outstandingMinor),
    Id: order.id,
    Tags: order.tags.join(", "),
    "Risk Level": "Low",
    Source: order.sourceName,
    Duties: order.dutiesMinor === 0 ? "" : money(order.dutiesMinor),
    ...taxes,
  };
}

function lineCells(shop: LocalShop, order: OrderRecord, line: LineRecord): Cells {
  const { currency } = order;
  const own = line.allocations.filter(({ index }) => order.discounts[index]?.target === "line");
  const product = line.productId === null ? undefined : shop.store.products.get(line.productId);
  const isGoods = !line.isGiftCard && !line.isTip;
  return {
    "Lineitem quantity": line.quantity,
    "Lineitem name": line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    "Lineitem price": decimalText(line.unitPriceMinor, currency),
    "Lineitem sku": line.sku,
    "Lineitem requires shipping": String(isGoods && line.productId !== null),
    "Lineitem taxable": String(isGoods),
    "Lineitem fulfillment status": "fulfilled",
    Vendor: product?.vendor ?? (line.isTip ? "" : shop.store.shop.name),
    "Lineitem discount": decimalText(
      Math.min(
        own.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
        lineDiscountMinor(line),
      ),
      currency,
    ),
  };
}

/** "2024-01-07 10:15:00 +0000". */
function instant(ms: number): string {
  return new Date(ms)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, " +0000");
}

function quoted(value: string | number): string {
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
