import { z } from "zod";
import { Random } from "../shopify/generator/random.ts";

const ORDER_KINDS = ["plain", "guest", "tip", "gift card", "unpaid", "discounted", "nobody", "long"] as const;
const ORDER_CHANGES = [
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
const CUSTOMER_CHANGES = [
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
const FAULT_KINDS = [
  "throttle",
  "fail",
  "cut connections",
  "stall connections",
  "stall answers",
  "slow answers",
  "revoke a token",
  "expire tokens",
  "fail tokens",
  "lose webhooks",
  "double webhooks",
  "reorder webhooks",
  "forge webhooks",
  "bulk fails",
  "bulk fails with partial data",
  "bulk stands still",
  "bulk is canceled",
  "bulk expires",
  "bulk states another count",
  "bulk has no url",
  "bulk file is cut off",
  "bulk line is malformed",
  "bulk file begins with a mark",
  "bulk lines end in CRLF",
  "bulk children come late",
  "bulk root comes twice",
  "bulk download is cut",
  "bulk download stalls",
] as const;
const SHOP_CHANGES = ["uninstall", "redact", "open", "time zone", "currency"] as const;
/** What the header of a captured webhook is made to say; "its own" repeats it as it was. */
const REPLAYED_AS = [
  "its own",
  "app/uninstalled",
  "shop/redact",
  "customers/redact",
  "customers/merge",
  "orders/delete",
  "shop/update",
] as const;
const JOB_KINDS = ["history", "reconcile", "compare", "full check", "value", "fit"] as const;

/** Where of a list something is taken: 0 the first, just under 1 the last. Means something in whatever list a shorter plan leaves. */
const share = z.number().min(0).max(1);
const shop = z.number().int().min(0);
/** For how long, while the life goes on. */
const seconds = z.number().positive();

const step = z.discriminatedUnion("do", [
  z.object({ do: z.literal("order"), shop, buyer: share, kind: z.enum(ORDER_KINDS) }),
  z.object({ do: z.literal("change order"), shop, order: share, how: z.enum(ORDER_CHANGES), part: share }),
  z.object({
    ...{ do: z.literal("change customer"), shop, customer: share },
    ...{ how: z.enum(CUSTOMER_CHANGES), other: share },
  }),
  z.object({
    ...{ do: z.literal("fault"), shop, fault: z.enum(FAULT_KINDS) },
    size: z.number().int().positive(),
  }),
  z.object({ do: z.literal("change shop"), shop, how: z.enum(SHOP_CHANGES), part: share }),
  z.object({ do: z.literal("replay"), shop, webhook: share, as: z.enum(REPLAYED_AS), at: shop }),
  z.object({ do: z.literal("job"), shop, job: z.enum(JOB_KINDS) }),
  z.object({ do: z.literal("kill"), process: z.number().int().min(0) }),
  z.object({ do: z.literal("crash the database") }),
  z.object({ do: z.literal("kill the postmaster") }),
  z.object({ do: z.literal("hang the database"), seconds }),
  z.object({ do: z.literal("fill the disk"), seconds }),
  z.object({ do: z.literal("settle") }),
]);

const plannedShop = z.object({
  domain: z.string(),
  seed: z.number().int(),
  customers: z.number().int().positive(),
  taxesIncluded: z.boolean(),
});

/** What one life is: the same for the same seed. When processes reach a step of it is chance, as it is for real ones. */
export const planSchema = z.object({
  seed: z.number().int(),
  shops: z.array(plannedShop).nonempty(),
  steps: z.array(step),
});

/** By their names in docs/chaos.md. */
export const STRIKES: readonly string[] = [
  ...FAULT_KINDS,
  ...SHOP_CHANGES,
  ...step.options.map((option) => option.shape.do.value),
];

export type Step = z.infer<typeof step>;
export type JobKind = (typeof JOB_KINDS)[number];
export type PlannedShop = z.infer<typeof plannedShop>;
export type Plan = z.infer<typeof planSchema>;

const SHOPS = 2;
export const PROCESSES = 2;

export function planOf(seed: number, length: number): Plan {
  const random = new Random(seed);
  const aShop = (at: number): PlannedShop => ({
    domain: `chaos-${at}.myshopify.com`,
    seed: random.below(1_000_000),
    customers: 5 + random.below(40),
    taxesIncluded: random.chance(0.7),
  });
  return { seed, shops: [aShop(1), aShop(2)], steps: Array.from({ length }, () => randomStep(random)) };
}

function randomStep(random: Random): Step {
  const shop = random.below(SHOPS);
  const what = random.weighted([
    ["order", 24],
    ["change order", 27],
    ["change customer", 17],
    ["fault", 13],
    ["change shop", 5],
    ["replay", 4],
    ["job", 4],
    ["kill", 2],
    ["crash the database", 1],
    ["kill the postmaster", 1],
    ["hang the database", 1],
    ["fill the disk", 1],
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
    case "change shop":
      return { do: what, shop, how: random.pick(SHOP_CHANGES), part: random.next() };
    case "replay":
      return {
        ...{ do: what, shop, webhook: random.next(), at: random.below(SHOPS) },
        as: random.pick(REPLAYED_AS),
      };
    case "job":
      return { do: what, shop, job: random.pick(JOB_KINDS) };
    case "kill":
      return { do: what, process: random.below(PROCESSES) };
    case "hang the database":
    case "fill the disk":
      return { do: what, seconds: 1 + random.below(8) };
    case "crash the database":
    case "kill the postmaster":
    case "settle":
      return { do: what };
  }
}
