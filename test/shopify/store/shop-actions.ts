import { currencyDecimals } from "../../../app/platform/currencies.ts";
import type { ActionContext } from "./action-context.ts";
import { ActionRefused, type ShopActions } from "./actions.ts";

type ShopOnlyActions = Pick<
  ShopActions,
  "createSegment" | "updateSegment" | "deleteSegment" | "setMetafield" | "updateShop" | "redactShop"
>;

export function shopActions(ctx: ActionContext): ShopOnlyActions {
  const { store } = ctx;

  function knownSegment(id: number) {
    const segment = store.segments.get(id);
    if (!segment) throw new ActionRefused(`there is no segment ${id}`);
    return segment;
  }

  return {
    createSegment({ name, query }) {
      const atMs = ctx.nowMs();
      const segment = store.putSegment({
        id: store.newId("segment"),
        name,
        query,
        createdAtMs: atMs,
        updatedAtMs: atMs,
      });
      ctx.emit("segments/create", segment);
      return segment;
    },
    updateSegment({ segmentId, name, query }) {
      const before = knownSegment(segmentId);
      const segment = store.putSegment({
        ...before,
        name: name ?? before.name,
        query: query ?? before.query,
        updatedAtMs: ctx.nextMs(before.updatedAtMs),
      });
      ctx.emit("segments/update", segment);
      return segment;
    },
    deleteSegment({ segmentId }) {
      const segment = knownSegment(segmentId);
      store.removeSegment(segmentId);
      ctx.emit("segments/delete", segment);
    },
    setMetafield(input) {
      const before = store.metafieldOf(input, input.namespace, input.key);
      return store.putMetafield({
        ...input,
        id: before?.id ?? store.newId("metafield"),
        createdAtMs: before?.createdAtMs ?? ctx.nowMs(),
        updatedAtMs: before ? ctx.nextMs(before.updatedAtMs) : ctx.nowMs(),
      });
    },
    updateShop({ bySupport = false, ...input }) {
      if (input.currency !== undefined && input.currency !== store.shop.currency) {
        if (store.orders.size > 0 && !bySupport)
          throw new ActionRefused("only Shopify's support changes the currency of a shop that has sold");
        try {
          currencyDecimals(input.currency);
        } catch (cause) {
          throw new ActionRefused(`"${input.currency}" is no currency`, { cause });
        }
      }
      store.shop = { ...store.shop, ...input, updatedAtMs: ctx.nextMs(store.shop.updatedAtMs) };
      store.version++;
      ctx.emit("shop/update", store.shop);
      return store.shop;
    },
    redactShop() {
      ctx.emit("shop/redact", store.shop);
    },
  };
}
