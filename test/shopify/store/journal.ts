import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import type { ShopActions } from "./actions.ts";

/** The actions that change the store; those about the app itself live with its grant. */
export type StoreActions = Omit<ShopActions, "uninstallApp" | "changeScopes">;

const entrySchema = z.object({ action: z.string(), atMs: z.number(), input: z.unknown() });

/**
 * Actions are deterministic given the store and the instant, so a line per action (JSON: action, atMs, input) is
 * enough to bring a shop back to where it was.
 */
export class Journal {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
  }

  append(action: string, atMs: number, input: unknown): void {
    appendFileSync(this.#file, `${JSON.stringify({ action, atMs, input })}\n`);
  }

  /** Runs every action again. A last line that was cut off by a crash is left out. */
  replay(actions: StoreActions, setClock: (atMs: number) => void): number {
    if (!existsSync(this.#file)) return 0;
    const text = readFileSync(this.#file, "utf8");
    const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
    let replayed = 0;
    for (const line of lines) {
      if (!line) continue;
      const entry = entrySchema.parse(JSON.parse(line));
      const action: unknown = Reflect.get(actions, entry.action);
      if (typeof action !== "function")
        throw new Error(`the journal names an unknown action: ${entry.action}`);
      setClock(entry.atMs);
      Reflect.apply(action, undefined, [entry.input]);
      replayed++;
    }
    return replayed;
  }
}

/**
 * The same actions, each an event of its own (`around` runs it, at one instant) and written down once it has succeeded.
 */
export function journaled(
  actions: StoreActions,
  around: <Out>(act: () => Out) => { atMs: number; result: Out },
  journal: Journal | null,
): StoreActions {
  const told =
    <In, Out>(act: (input: In) => Out) =>
    (input: In): Out =>
      around(() => act(input)).result;
  const kept =
    <In, Out>(name: keyof StoreActions, act: (input: In) => Out) =>
    (input: In): Out => {
      const { atMs, result } = around(() => act(input));
      journal?.append(name, atMs, input);
      return result;
    };
  return {
    placeOrder: kept("placeOrder", actions.placeOrder),
    refundOrder: kept("refundOrder", actions.refundOrder),
    settleRefund: kept("settleRefund", actions.settleRefund),
    editOrder: kept("editOrder", actions.editOrder),
    exchangeItems: kept("exchangeItems", actions.exchangeItems),
    cancelOrder: kept("cancelOrder", actions.cancelOrder),
    markPaid: kept("markPaid", actions.markPaid),
    expireAuthorization: kept("expireAuthorization", actions.expireAuthorization),
    openDispute: kept("openDispute", actions.openDispute),
    updateDispute: kept("updateDispute", actions.updateDispute),
    misstateTotals: kept("misstateTotals", actions.misstateTotals),
    setOrderCustomer: kept("setOrderCustomer", actions.setOrderCustomer),
    deleteOrder: kept("deleteOrder", actions.deleteOrder),
    createCustomer: kept("createCustomer", actions.createCustomer),
    updateCustomer: kept("updateCustomer", actions.updateCustomer),
    deleteCustomer: kept("deleteCustomer", actions.deleteCustomer),
    mergeCustomers: kept("mergeCustomers", actions.mergeCustomers),
    setEmailMarketingConsent: kept("setEmailMarketingConsent", actions.setEmailMarketingConsent),
    setSmsMarketingConsent: kept("setSmsMarketingConsent", actions.setSmsMarketingConsent),
    setTags: kept("setTags", actions.setTags),
    createProduct: kept("createProduct", actions.createProduct),
    updateProduct: kept("updateProduct", actions.updateProduct),
    deleteProduct: kept("deleteProduct", actions.deleteProduct),
    createCollection: kept("createCollection", actions.createCollection),
    updateCollection: kept("updateCollection", actions.updateCollection),
    deleteCollection: kept("deleteCollection", actions.deleteCollection),
    createSegment: kept("createSegment", actions.createSegment),
    updateSegment: kept("updateSegment", actions.updateSegment),
    deleteSegment: kept("deleteSegment", actions.deleteSegment),
    setMetafield: kept("setMetafield", actions.setMetafield),
    updateShop: kept("updateShop", actions.updateShop),
    requestCustomerData: told(actions.requestCustomerData),
    redactCustomer: kept("redactCustomer", actions.redactCustomer),
    redactShop: () => around(actions.redactShop).result,
  };
}
