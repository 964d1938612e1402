import { z } from "zod";
import type { LocalShop } from "../local-shop.ts";
import { ActionRefused } from "../store/actions.ts";
import { parseAmount } from "../store/amount.ts";
import type { NewLine } from "../store/order-inputs.ts";
import type { AddressRecord } from "../store/records.ts";
import type { AdminShellDeps } from "./context.ts";
import { BULK_FAULTS, NUMBER_FAULTS } from "./pages/faults.ts";

/** What a form does: the path below `/store/{name}` to go to afterwards, and what to say there. */
interface Outcome {
  path: string;
  done?: string;
}

const text = z.string().trim();
const optionalText = text.transform((value) => value || null).nullable();
const id = z
  .string()
  .regex(/^\d{1,16}$/)
  .transform(Number);
const optionalId = z.union([z.literal("").transform(() => null), id]).nullable();
const units = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number);
const email = z.union([z.literal("").transform(() => null), z.email()]).nullable();
const ticked = z
  .literal("yes")
  .nullable()
  .transform((value) => value === "yes");
const reasons = z.enum(["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF"]);

/** Error: `ActionRefused` that names the field. */
function field<Output>(form: URLSearchParams, name: string, schema: z.ZodType<Output>): Output {
  const parsed = schema.safeParse(form.get(name));
  if (parsed.success) return parsed.data;
  throw new ActionRefused(
    `the field "${name}" is not right: ${parsed.error.issues[0]?.message ?? "unreadable"}`,
  );
}

function each<Output>(form: URLSearchParams, name: string, schema: z.ZodType<Output>): Output[] {
  const parsed = z.array(schema).safeParse(form.getAll(name));
  if (parsed.success) return parsed.data;
  throw new ActionRefused(
    `a field "${name}" is not right: ${parsed.error.issues[0]?.message ?? "unreadable"}`,
  );
}

/** Undefined where the field is empty. */
function amountMinor(shop: LocalShop, decimal: string | null): number | undefined {
  if (decimal === null || decimal.trim() === "") return undefined;
  const minor = parseAmount(decimal, shop.store.shop.currency);
  if (minor === null || minor < 0)
    throw new ActionRefused(`"${decimal.slice(0, 40)}" is not an amount such as 25.00`);
  return minor;
}

function person(form: URLSearchParams, address: AddressRecord | null = null) {
  const countryCode = field(form, "countryCode", optionalText);
  return {
    firstName: field(form, "firstName", optionalText),
    lastName: field(form, "lastName", optionalText),
    email: field(form, "email", email),
    ...(countryCode ? { address: { ...address, countryCode: countryCode.toUpperCase() } } : {}),
  };
}

function tagsOf(form: URLSearchParams): string[] {
  const tags = field(form, "tags", text)
    .split(",")
    .map((tag) => tag.trim());
  return [...new Set(tags.filter(Boolean))];
}

function orderLines(shop: LocalShop, form: URLSearchParams): NewLine[] {
  const variantIds = each(form, "variantId", optionalId);
  const prices = each(form, "price", text);
  const quantities = each(form, "quantity", units);
  return variantIds.flatMap((variantId, index): NewLine[] => {
    const unitPriceMinor = amountMinor(shop, prices[index] ?? null);
    if (variantId === null && unitPriceMinor === undefined) return [];
    const line: NewLine = { quantity: quantities[index] ?? 1 };
    if (variantId === null) line.title = "Custom item";
    else line.variantId = variantId;
    if (unitPriceMinor !== undefined) line.unitPriceMinor = unitPriceMinor;
    return [line];
  });
}

function lineQuantities(form: URLSearchParams): { lineId: number; quantity: number }[] {
  const quantities = each(form, "quantity", units);
  return each(form, "lineId", id).map((lineId, index) => ({ lineId, quantity: quantities[index] ?? 0 }));
}

type Handler = (shop: LocalShop, form: URLSearchParams, subjectId: number, deps: AdminShellDeps) => Outcome;

function placeOrder(shop: LocalShop, form: URLSearchParams): Outcome {
  const lines = orderLines(shop, form);
  if (lines.length === 0)
    throw new ActionRefused("an order needs at least one line: choose a product or enter a price");
  const code = field(form, "discountCode", text);
  const percentage = field(form, "discountPercentage", text);
  if (code && !percentage) throw new ActionRefused("a discount code needs its percentage");
  const order = shop.actions.placeOrder({
    lines,
    customerId: field(form, "customerId", optionalId),
    email: field(form, "email", email) ?? undefined,
    ...(code ? { discountCode: { code, percentage: Number(percentage) } } : {}),
    shippingMinor: amountMinor(shop, form.get("shipping")) ?? 0,
    payment: field(form, "payment", z.enum(["authorized", "paid", "pending"])),
    test: field(form, "test", ticked),
  });
  return { path: `/orders/${order.id}`, done: "order-placed" };
}

function setFaults(shop: LocalShop, form: URLSearchParams): Outcome {
  for (const name of Object.keys(NUMBER_FAULTS) as (keyof typeof NUMBER_FAULTS)[]) {
    shop.faults[name] = field(form, name, units);
  }
  shop.faults.forgeSignatures = field(form, "forgeSignatures", ticked);
  const bulk = BULK_FAULTS[form.get("bulk") ?? ""];
  if (bulk) shop.faults.bulk.push(bulk.fault);
  return { path: "/faults", done: "faults-set" };
}

/** Keyed by the path below `/store/{name}`, with `:id` for the record that is meant. */
const HANDLERS: Record<string, Handler> = {
  "/app/install": (_shop, _form, _id, { app }) => ({ path: `/apps/${app.handle}` }),
  "/app/uninstall": (shop) => {
    shop.uninstallApp();
    return { path: "", done: "app-uninstalled" };
  },
  "/app/scopes": (shop, form) => {
    shop.actions.changeScopes({ scopes: form.getAll("scope") });
    return { path: "", done: "scopes-changed" };
  },
  "/app/redact-shop": (shop) => {
    shop.actions.redactShop();
    return { path: "", done: "shop-redacted" };
  },
  "/shop": (shop, form) => {
    const timeZone = field(form, "timeZone", text.min(1));
    if (!Intl.supportedValuesOf("timeZone").includes(timeZone) && timeZone !== "UTC")
      throw new ActionRefused(`"${timeZone}" is not a time zone such as Europe/Amsterdam`);
    shop.actions.updateShop({
      name: field(form, "name", text.min(1)),
      email: field(form, "email", z.email()),
      timeZone,
      plan: field(form, "plan", z.enum(["Basic", "Grow", "Advanced", "Plus"])),
    });
    return { path: "", done: "shop-saved" };
  },

  "/orders": placeOrder,
  "/orders/:id/refund": (shop, form, orderId) => {
    const lines = lineQuantities(form).filter((line) => line.quantity > 0);
    const shippingMinor = amountMinor(shop, form.get("shipping")) ?? 0;
    if (lines.length === 0 && shippingMinor === 0)
      throw new ActionRefused("enter how many units or how much shipping to refund");
    shop.actions.refundOrder({ orderId, lines, shippingMinor, pending: field(form, "pending", ticked) });
    return { path: `/orders/${orderId}`, done: "order-refunded" };
  },
  "/orders/:id/settle": (shop, form, orderId) => {
    shop.actions.settleRefund({ orderId, refundId: field(form, "refundId", id) });
    return { path: `/orders/${orderId}`, done: "refund-settled" };
  },
  "/orders/:id/edit": (shop, form, orderId) => {
    const variantId = field(form, "addVariantId", optionalId);
    shop.actions.editOrder({
      orderId,
      quantities: lineQuantities(form),
      addLines: variantId === null ? [] : [{ variantId }],
    });
    return { path: `/orders/${orderId}`, done: "order-edited" };
  },
  "/orders/:id/cancel": (shop, form, orderId) => {
    const reason = field(form, "reason", reasons);
    shop.actions.cancelOrder({ orderId, reason, refund: field(form, "refund", ticked) });
    return { path: `/orders/${orderId}`, done: "order-cancelled" };
  },
  "/orders/:id/delete": (shop, _form, orderId) => {
    shop.actions.deleteOrder({ orderId });
    return { path: "/orders", done: "order-deleted" };
  },

  "/customers": (shop, form) => {
    const marketingState = field(form, "subscribed", ticked) ? "SUBSCRIBED" : "NOT_SUBSCRIBED";
    const customer = shop.actions.createCustomer({ ...person(form), marketingState });
    return { path: `/customers/${customer.id}`, done: "customer-created" };
  },
  "/customers/:id/update": (shop, form, customerId) => {
    const address = shop.store.customers.get(customerId)?.address;
    shop.actions.updateCustomer({ customerId, change: person(form, address) });
    return { path: `/customers/${customerId}`, done: "customer-saved" };
  },
  "/customers/:id/consent": (shop, form, customerId) => {
    const state = field(form, "state", z.enum(["SUBSCRIBED", "UNSUBSCRIBED"]));
    shop.actions.setEmailMarketingConsent({ customerId, state });
    return { path: `/customers/${customerId}`, done: "consent-changed" };
  },
  "/customers/:id/tags": (shop, form, customerId) => {
    shop.actions.setTags({ customerId, tags: tagsOf(form) });
    return { path: `/customers/${customerId}`, done: "tags-saved" };
  },
  "/customers/:id/merge": (shop, form, customerId) => {
    const fail = field(form, "fail", ticked);
    shop.actions.mergeCustomers({ keptId: customerId, deletedId: field(form, "otherId", id), fail });
    return { path: `/customers/${customerId}`, done: fail ? "merge-failed" : "customer-merged" };
  },
  "/customers/:id/delete": (shop, _form, customerId) => {
    shop.actions.deleteCustomer({ customerId });
    return { path: "/customers", done: "customer-deleted" };
  },
  "/customers/:id/data-request": (shop, _form, customerId) => {
    shop.actions.requestCustomerData({ customerId });
    return { path: `/customers/${customerId}`, done: "data-requested" };
  },
  "/customers/:id/redact": (shop, _form, customerId) => {
    shop.actions.redactCustomer({ customerId });
    return { path: `/customers/${customerId}`, done: "redaction-requested" };
  },

  "/webhooks/resend": (shop, form) => {
    shop.resendWebhook(field(form, "webhookId", text.min(1)));
    return { path: "/webhooks", done: "webhook-resent" };
  },
  "/faults": setFaults,
  "/faults/clear": (shop) => {
    shop.faults.clear();
    return { path: "/faults", done: "faults-cleared" };
  },
};

/** Undefined for a path that takes no form. Errors: `ActionRefused`. */
export function submitForm(
  deps: AdminShellDeps,
  shop: LocalShop,
  path: string,
  form: URLSearchParams,
): Outcome | undefined {
  const subject = /^\/(?:customers|orders)\/(\d{1,16})\//.exec(path);
  const handler = HANDLERS[subject ? path.replace(/\d+/, ":id") : path];
  return handler?.(shop, form, Number(subject?.[1] ?? 0), deps);
}

/** The page on which a refused form is shown again. */
export function formPage(path: string): string {
  if (path === "/orders" || path === "/customers") return `${path}/new`;
  const record = /^\/(?:customers|orders)\/\d+/.exec(path);
  if (record) return record[0];
  const tool = /^\/(?:faults|webhooks)/.exec(path);
  return tool ? tool[0] : "";
}
