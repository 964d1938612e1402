import type { ActionContext } from "./action-context.ts";
import { ActionRefused, type ShopActions } from "./actions.ts";
import type { NewDispute, NewOrder } from "./order-inputs.ts";
import type { DisputeRecord, PaymentRecord } from "./order-records.ts";
import { orderTotals } from "./order-totals.ts";
import type { OrderWriter } from "./order-writer.ts";
import type { OrderRecord } from "./records.ts";
import type { ShopStore } from "./store.ts";

type PaymentActions = Pick<
  ShopActions,
  "markPaid" | "expireAuthorization" | "openDispute" | "updateDispute" | "misstateTotals"
>;

const GATEWAY = "manual";

export function newPayment(
  store: ShopStore,
  atMs: number,
  payment: Pick<PaymentRecord, "kind" | "amountMinor"> & Partial<PaymentRecord>,
): PaymentRecord {
  return {
    id: store.newId("transaction"),
    status: "SUCCESS",
    atMs,
    gateway: GATEWAY,
    expired: false,
    ...payment,
  };
}

/** The transactions that a new order comes with. One that costs nothing has none. */
export function firstPayments(
  store: ShopStore,
  atMs: number,
  totalMinor: number,
  input: Pick<NewOrder, "payment" | "paidMinor">,
): PaymentRecord[] {
  if (totalMinor === 0) return [];
  const state = input.payment ?? "paid";
  if (input.paidMinor !== undefined && state !== "paid")
    throw new ActionRefused(`nothing is paid of an order whose payment is ${state}`);
  const make = (kind: PaymentRecord["kind"], more: Partial<PaymentRecord> = {}) =>
    newPayment(store, atMs, { kind, amountMinor: totalMinor, ...more });
  if (state === "paid") return [make("SALE", { amountMinor: input.paidMinor ?? totalMinor })];
  if (state === "pending") return [make("SALE", { status: "PENDING" })];
  const authorization = make("AUTHORIZATION", { expired: state === "expired" });
  return state === "voided" ? [authorization, make("VOID")] : [authorization];
}

export function paymentActions(ctx: ActionContext, writer: OrderWriter): PaymentActions {
  const { store } = ctx;

  function changed(order: OrderRecord, with_: Partial<OrderRecord>): OrderRecord {
    const after = writer.change(order, with_);
    ctx.emit("orders/updated", after);
    writer.touchCustomer(order.customerId);
    return after;
  }

  function markPaid(input: { orderId: number; amountMinor?: number }): OrderRecord {
    const order = writer.known(input.orderId);
    const { outstandingMinor, capturableMinor } = orderTotals(order);
    const amountMinor = input.amountMinor ?? outstandingMinor;
    if (!Number.isSafeInteger(amountMinor) || amountMinor < 1 || amountMinor > outstandingMinor)
      throw new ActionRefused("no more can be paid than is outstanding");
    const kind = capturableMinor > 0 ? "CAPTURE" : "SALE";
    const waiting = order.payments.filter((payment) => payment.status !== "PENDING");
    return changed(order, {
      payments: [...waiting, newPayment(store, ctx.nowMs(), { kind, amountMinor })],
    });
  }

  function expireAuthorization(input: { orderId: number }): OrderRecord {
    const order = writer.known(input.orderId);
    if (orderTotals(order).capturableMinor === 0)
      throw new ActionRefused(`order ${order.id} has no authorized payment that waits to be captured`);
    return changed(order, {
      payments: order.payments.map((payment) =>
        payment.kind === "AUTHORIZATION" ? { ...payment, expired: true } : payment,
      ),
    });
  }

  function openDispute(input: NewDispute): DisputeRecord {
    const order = writer.known(input.orderId);
    if (orderTotals(order).receivedMinor === 0)
      throw new ActionRefused("there is no payment that could be disputed");
    const dispute: DisputeRecord = {
      id: store.newId("dispute"),
      initiatedAs: input.initiatedAs ?? "CHARGEBACK",
      status: input.status ?? "NEEDS_RESPONSE",
    };
    changed(order, { disputes: [...order.disputes, dispute] });
    return dispute;
  }

  function updateDispute(input: Parameters<ShopActions["updateDispute"]>[0]): DisputeRecord {
    const order = writer.known(input.orderId);
    const before = order.disputes.find((one) => one.id === input.disputeId);
    if (!before) throw new ActionRefused(`order ${order.id} has no dispute ${input.disputeId}`);
    const dispute = { ...before, status: input.status };
    changed(order, { disputes: order.disputes.map((one) => (one === before ? dispute : one)) });
    return dispute;
  }

  function misstateTotals(input: Parameters<ShopActions["misstateTotals"]>[0]): OrderRecord {
    return changed(writer.known(input.orderId), { misstated: input.totals });
  }

  return { markPaid, expireAuthorization, openDispute, updateDispute, misstateTotals };
}
