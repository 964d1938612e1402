import { z } from "zod";
import type { LocalShop } from "../local-shop.ts";
import { ActionRefused } from "../store/actions.ts";
import type { AddressRecord } from "../store/records.ts";
import type { AdminShellDeps } from "./context.ts";
import {
  email,
  field,
  type Handler,
  id,
  type Outcome,
  optionalText,
  text,
  ticked,
  units,
} from "./form-fields.ts";
import { ORDER_FORMS } from "./order-forms.ts";
import { BULK_FAULTS, NUMBER_FAULTS } from "./pages/faults.ts";
import { membersOf } from "./pages/segments.ts";

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

/** As segmentCreate and segmentUpdate check them. */
function segmentOf(shop: LocalShop, form: URLSearchParams, self: number | null) {
  const name = field(form, "name", text.min(1).max(255));
  const query = field(form, "query", text.max(5_000));
  const isTaken = [...shop.store.segments.values()].some(
    (other) => other.id !== self && other.name.toLowerCase() === name.toLowerCase(),
  );
  if (isTaken) throw new ActionRefused(`there is a segment "${name}" already`);
  const found = membersOf(shop, query);
  if ("problem" in found) throw new ActionRefused(found.problem);
  return { name, query };
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

  ...ORDER_FORMS,

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

  "/customers/segments": (shop, form) => {
    const segment = shop.actions.createSegment(segmentOf(shop, form, null));
    return { path: `/customers/segments/${segment.id}`, done: "segment-created" };
  },
  "/customers/segments/:id/update": (shop, form, segmentId) => {
    shop.actions.updateSegment({ segmentId, ...segmentOf(shop, form, segmentId) });
    return { path: `/customers/segments/${segmentId}`, done: "segment-saved" };
  },
  "/customers/segments/:id/delete": (shop, _form, segmentId) => {
    shop.actions.deleteSegment({ segmentId });
    return { path: "/customers/segments", done: "segment-deleted" };
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
  const subject = /^\/(?:customers\/segments|customers|orders)\/(\d{1,16})\//.exec(path);
  const handler = HANDLERS[subject ? path.replace(/\d+/, ":id") : path];
  return handler?.(shop, form, Number(subject?.[1] ?? 0), deps);
}

/** The page on which a refused form is shown again. */
export function formPage(path: string): string {
  if (path === "/orders" || path === "/customers") return `${path}/new`;
  if (path === "/customers/segments") return path;
  const record = /^\/(?:customers\/segments|customers|orders)\/\d+/.exec(path);
  if (record) return record[0];
  const tool = /^\/(?:faults|webhooks)/.exec(path);
  return tool ? tool[0] : "";
}
