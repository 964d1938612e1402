import { Random } from "../shopify/generator/random.ts";

/** Where of a list something is taken: 0 the first, just under 1 the last. Means something in whatever list a shorter plan leaves. */
type Share = number;

export type Step =
  | { readonly do: "order"; readonly shop: number; readonly buyer: Share; readonly kind: OrderKind }
  | {
      readonly do: "change order";
      readonly shop: number;
      readonly order: Share;
      readonly how: OrderChange;
      readonly part: Share;
    }
  | {
      readonly do: "change customer";
      readonly shop: number;
      readonly customer: Share;
      readonly how: CustomerChange;
      readonly other: Share;
    }
  | { readonly do: "fault"; readonly shop: number; readonly fault: FaultKind; readonly size: number }
  | { readonly do: "job"; readonly shop: number; readonly job: JobKind }
  | { readonly do: "kill"; readonly process: number }
  | { readonly do: "settle" };

export const ORDER_KINDS = ["plain", "guest", "tip", "gift card", "unpaid", "discounted", "nobody"] as const;
export const ORDER_CHANGES = [
  "refund all",
  "refund a line",
  "money back",
  "keep a fee",
  "pending refund",
  "edit",
  "exchange",
  "cancel",
  "pay",
  "tag",
  "give to another",
  "delete",
] as const;
export const CUSTOMER_CHANGES = [
  "new",
  "rename",
  "new address",
  "subscribe",
  "unsubscribe",
  "merge",
  "merge silently",
  "delete",
  "redact",
] as const;
export const FAULT_KINDS = [
  "throttle",
  "fail",
  "cut connections",
  "revoke a token",
  "expire tokens",
  "fail tokens",
  "lose webhooks",
  "double webhooks",
  "reorder webhooks",
  "forge webhooks",
  "bulk fails",
  "bulk fails with partial data",
  "bulk expires",
  "bulk file is cut off",
  "bulk line is malformed",
  "bulk children come late",
  "bulk root comes twice",
  "bulk download is cut",
] as const;
export const JOB_KINDS = ["history", "reconcile", "compare", "full check", "value", "fit"] as const;

export type OrderKind = (typeof ORDER_KINDS)[number];
export type OrderChange = (typeof ORDER_CHANGES)[number];
export type CustomerChange = (typeof CUSTOMER_CHANGES)[number];
export type FaultKind = (typeof FAULT_KINDS)[number];
export type JobKind = (typeof JOB_KINDS)[number];

export interface PlannedShop {
  readonly domain: string;
  readonly seed: number;
  readonly customers: number;
  readonly taxesIncluded: boolean;
}

/** What one life is: the same for the same seed. When processes reach a step of it is chance, as it is for real ones. */
export interface Plan {
  readonly seed: number;
  readonly shops: readonly PlannedShop[];
  readonly steps: readonly Step[];
}

const SHOPS = 2;
export const PROCESSES = 2;

export function planOf(seed: number, length: number): Plan {
  const random = new Random(seed);
  const shops = Array.from({ length: SHOPS }, (_, at) => ({
    domain: `chaos-${at + 1}.myshopify.com`,
    seed: random.below(1_000_000),
    customers: 5 + random.below(40),
    taxesIncluded: random.chance(0.7),
  }));
  return { seed, shops, steps: Array.from({ length }, () => step(random)) };
}

function step(random: Random): Step {
  const shop = random.below(SHOPS);
  const what = random.weighted([
    ["order", 26],
    ["change order", 30],
    ["change customer", 18],
    ["fault", 14],
    ["job", 5],
    ["kill", 3],
    ["settle", 4],
  ] as const);
  switch (what) {
    case "order":
      return { do: what, shop, buyer: random.next(), kind: random.pick(ORDER_KINDS) };
    case "change order":
      return {
        ...{ do: what, shop, order: random.next(), part: random.next() },
        how: random.pick(ORDER_CHANGES),
      };
    case "change customer":
      return {
        ...{ do: what, shop, customer: random.next(), other: random.next() },
        how: random.pick(CUSTOMER_CHANGES),
      };
    case "fault":
      return { do: what, shop, fault: random.pick(FAULT_KINDS), size: 1 + random.below(4) };
    case "job":
      return { do: what, shop, job: random.pick(JOB_KINDS) };
    case "kill":
      return { do: what, process: random.below(PROCESSES) };
    case "settle":
      return { do: what };
  }
}
