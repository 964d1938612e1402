import type { LocalShop } from "../shopify/local-shop.ts";
import { ActionRefused } from "../shopify/store/actions.ts";
import { currentQuantity, grossMinor } from "../shopify/store/order-totals.ts";
import type { OrderRecord } from "../shopify/store/records.ts";
import type { Step } from "./plan.ts";

type Of<Do extends Step["do"]> = Extract<Step, { do: Do }>;

/** What a merchant asked to have forgotten, as it was before. */
export interface Forgotten {
  readonly shop: string;
  readonly customerId: number;
  readonly email: string | null;
}

export function pick<T>(items: Iterable<T>, share: number): T | undefined {
  const all = [...items];
  return all[Math.min(all.length - 1, Math.floor(share * all.length))];
}

/** Does to a shop what the step says. What Shopify would not allow there happens to nobody: false. */
export function happen(shop: LocalShop, step: Step, forgotten: Forgotten[]): boolean {
  try {
    if (step.do === "order") placeOrder(shop, step);
    else if (step.do === "change order") changeOrder(shop, step);
    else if (step.do === "change customer") changeCustomer(shop, step, forgotten);
    else if (step.do === "change shop") changeShop(shop, step);
    else if (step.do === "fault") strike(shop, step);
    return true;
  } catch (error) {
    if (error instanceof ActionRefused) return false;
    throw error;
  }
}

function placeOrder(shop: LocalShop, { buyer, kind }: Of<"order">): void {
  const customer = pick(shop.store.customers.values(), buyer);
  const goods = {
    title: "Tea",
    unitPriceMinor: 500 + Math.floor(buyer * 20_000),
    quantity: 1 + (kind.length % 3),
  };
  const other = { title: "Cup", unitPriceMinor: 995, quantity: 2 };
  const base = { taxRate: 0.21, shippingMinor: 495 };
  const ofCustomer = { ...base, customerId: customer?.id ?? null };
  switch (kind) {
    case "plain":
      shop.actions.placeOrder({ ...ofCustomer, lines: [goods, other] });
      return;
    case "guest":
      shop.actions.placeOrder({ ...base, email: customer?.email ?? "guest@example.com", lines: [goods] });
      return;
    case "tip":
      shop.actions.placeOrder({
        ...ofCustomer,
        lines: [goods, { title: "Tip", unitPriceMinor: 300, isTip: true }],
      });
      return;
    case "gift card":
      shop.actions.placeOrder({
        ...ofCustomer,
        lines: [{ title: "Gift card", unitPriceMinor: 2_500, isGiftCard: true }],
      });
      return;
    case "unpaid":
      shop.actions.placeOrder({ ...ofCustomer, payment: "pending", lines: [goods] });
      return;
    case "discounted":
      shop.actions.placeOrder({
        ...ofCustomer,
        lines: [goods, other],
        discountCode: { code: "CHAOS", percentage: 15 },
      });
      return;
    case "nobody":
      shop.actions.placeOrder({ ...base, email: null, lines: [goods] });
      return;
    case "long":
      // More lines than one answer of Shopify may hold.
      shop.actions.placeOrder({
        ...ofCustomer,
        lines: Array.from({ length: 260 }, (_, at) => ({ title: `Tea ${at}`, unitPriceMinor: 100 + at })),
      });
  }
}

function changeOrder(shop: LocalShop, { order: share, how, part }: Of<"change order">): void {
  const { actions, store } = shop;
  const order = pick(store.orders.values(), share);
  if (!order) return;
  const orderId = order.id;
  const kept = (one: OrderRecord) => one.lines.filter((line) => currentQuantity(one, line) > 0);
  const line = pick(kept(order), part);
  switch (how) {
    case "refund all":
      actions.refundOrder({ orderId });
      return;
    case "refund a line":
      if (line) actions.refundOrder({ orderId, lines: [{ lineId: line.id, quantity: 1 }] });
      return;
    case "money back":
      if (line) {
        const amountMinor = Math.max(1, Math.floor((part * grossMinor(line)) / 4));
        actions.refundOrder({ orderId, lines: [], amountMinor });
      }
      return;
    case "keep a fee":
      if (line) {
        actions.refundOrder({
          ...{ orderId, lines: [{ lineId: line.id, quantity: 1 }], reason: "RESTOCK" },
          amountMinor: Math.floor(line.unitPriceMinor / 2),
        });
      }
      return;
    case "pending refund":
      if (line) actions.refundOrder({ orderId, lines: [{ lineId: line.id, quantity: 1 }], pending: true });
      return;
    case "edit":
      actions.editOrder({
        orderId,
        quantities: line ? [{ lineId: line.id, quantity: Math.floor(part * 3) }] : [],
        addLines: part > 0.5 ? [{ title: "Spoon", unitPriceMinor: 250 }] : [],
      });
      return;
    case "exchange":
      if (line) {
        actions.exchangeItems({
          orderId,
          returned: [{ lineId: line.id, quantity: 1 }],
          lines: [{ title: "Pot", unitPriceMinor: 1_200 }],
        });
      }
      return;
    case "cancel":
      actions.cancelOrder({ orderId, ...(part > 0.7 ? { feeMinor: 100 } : {}) });
      return;
    case "pay":
      actions.markPaid({ orderId });
      return;
    case "tag":
      actions.setTags({ orderId, tags: [`t${Math.floor(part * 100)}`] });
      return;
    case "give to another":
      actions.setOrderCustomer({ orderId, customerId: pick(store.customers.keys(), part) ?? null });
      return;
    case "delete":
      actions.deleteOrder({ orderId });
  }
}

function changeCustomer(
  shop: LocalShop,
  { customer: share, how, other }: Of<"change customer">,
  forgotten: Forgotten[],
): void {
  const { actions, store } = shop;
  const customer = pick(store.customers.values(), share);
  const name = `n${Math.floor(other * 1e9)}`;
  // Letters of one to four bytes, and those at which some readers of lines break.
  const firstName = `${name} é€😀\u2028\u2029\u0085"\\`;
  if (how === "new" || !customer) {
    actions.createCustomer({ firstName, email: `${name}@example.com` });
    return;
  }
  const customerId = customer.id;
  switch (how) {
    case "rename":
      actions.updateCustomer({ customerId, change: { firstName } });
      return;
    case "new address":
      actions.updateCustomer({ customerId, change: { email: `${name}@example.com`, verifiedEmail: true } });
      return;
    case "subscribe":
    case "unsubscribe":
      actions.setEmailMarketingConsent({
        customerId,
        state: how === "subscribe" ? "SUBSCRIBED" : "UNSUBSCRIBED",
      });
      return;
    case "merge":
    case "merge silently": {
      const second = pick(store.customers.keys(), other);
      if (second === undefined || second === customerId) return;
      actions.mergeCustomers({ keptId: customerId, deletedId: second, touchOrders: how === "merge" });
      return;
    }
    case "delete":
      actions.deleteCustomer({ customerId });
      return;
    case "redact":
      actions.redactCustomer({ customerId });
      forgotten.push({ shop: shop.domain, customerId, email: customer.email });
  }
}

/** Opening the app, which takes a browser, is the world's. Shopify sends shop/redact only for a shop that has left. */
function changeShop(shop: LocalShop, { how, part }: Of<"change shop">): void {
  if (how === "uninstall") shop.uninstallApp();
  if (how === "redact" && !shop.installed) shop.actions.redactShop();
  if (how === "time zone") {
    const timeZone = pick(["Europe/Amsterdam", "America/Los_Angeles", "Pacific/Auckland", "UTC"], part);
    shop.actions.updateShop({ timeZone });
  }
  if (how === "currency") {
    // With two, no and three decimals.
    const currency = pick(["EUR", "USD", "JPY", "KWD"], part);
    shop.actions.updateShop({ currency, bySupport: true });
  }
}

function strike(shop: LocalShop, { fault, size }: Of<"fault">): void {
  const { faults } = shop;
  const inBulk = (one: (typeof faults.bulk)[number]) => faults.bulk.push(one);
  switch (fault) {
    case "throttle":
      faults.throttleRequests += size;
      return;
    case "fail":
      faults.failRequests += size;
      return;
    case "cut connections":
      faults.dropConnections += size;
      return;
    case "stall connections":
      faults.stallConnections += size;
      return;
    case "stall answers":
      faults.stallAnswers += size;
      return;
    case "slow answers":
      faults.delayMs = size * 200;
      return;
    case "revoke a token":
      faults.revokeTokens += 1;
      return;
    case "expire tokens":
      shop.expireAccessTokens();
      return;
    case "fail tokens":
      faults.failTokenRequests += size;
      return;
    case "lose webhooks":
      faults.dropWebhooks += size * 3;
      return;
    case "double webhooks":
      faults.duplicateWebhooks += size * 3;
      return;
    case "reorder webhooks":
      faults.reorderWindow = size + 1;
      return;
    case "forge webhooks":
      faults.forgeSignatures = size > 2;
      return;
    case "bulk fails":
      inBulk({ kind: "fail", afterRoots: size, errorCode: "INTERNAL_SERVER_ERROR", partialData: false });
      return;
    case "bulk fails with partial data":
      inBulk({ kind: "fail", afterRoots: size, errorCode: "TIMEOUT", partialData: true });
      return;
    case "bulk stands still":
      inBulk({ kind: "hold", until: faults.cleared() });
      return;
    case "bulk is canceled":
      inBulk({ kind: "cancel", afterRoots: size });
      return;
    case "bulk states another count":
      inBulk({ kind: "miscount" });
      return;
    case "bulk has no url":
      inBulk({ kind: "loseUrl" });
      return;
    case "bulk expires":
      inBulk({ kind: "expire" });
      return;
    case "bulk file is cut off":
      inBulk({ kind: "truncate" });
      return;
    case "bulk line is malformed":
      inBulk({ kind: "malform", line: size });
      return;
    case "bulk file begins with a mark":
      inBulk({ kind: "mark" });
      return;
    case "bulk lines end in CRLF":
      inBulk({ kind: "crlf" });
      return;
    case "bulk children come late":
      inBulk({ kind: "ungroup" });
      return;
    case "bulk root comes twice":
      inBulk({ kind: "repeat", root: size });
      return;
    case "bulk download is cut":
      inBulk({ kind: "cutDownload", afterBytes: size * 500, times: size });
      return;
    case "bulk download stalls":
      inBulk({ kind: "stallDownload", afterBytes: size * 500, times: 1 });
  }
}
