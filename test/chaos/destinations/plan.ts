import { z } from "zod";
import { Random } from "../../shopify/generator/random.ts";

export const TOOLS = ["klaviyo", "mailchimp", "brevo"] as const;

const CUSTOMER_CHANGES = [
  "new, subscribed",
  "new, not subscribed",
  "subscribe",
  "unsubscribe",
  "pending",
  "invalid",
  "new address",
  "an address that another one had",
  "capital letters",
  "merge",
  "merge silently",
  "delete",
  "redact",
] as const;
/** What somebody else than the app does in the tool: the person, by a link or a form, or the merchant by hand. */
const TOOL_CHANGES = [
  "the person unsubscribes",
  "the address bounces",
  "the person subscribes again",
  "the merchant puts somebody on the list",
  "the merchant takes somebody off the list",
  "the merchant deletes somebody",
] as const;
const LIST_CHANGES = [
  "edit the rule",
  "archive the segment",
  "pause",
  "resume",
  "run now",
  "confirm the brake",
  "end and remove",
  "end and leave",
  "start again",
  "hold out",
  "retry",
  "disconnect and connect",
] as const;
const TOOL_FAULTS = [
  "429 with headers",
  "429 without headers",
  "bare 403",
  "500",
  "dropped before acceptance",
  "dropped after acceptance",
  "accepted, then errors",
  "a job ends late",
  "a job never ends",
  "the key is revoked",
  "the key is good again",
] as const;
const APP_FAULTS = [
  "killed at a request",
  "killed after a request",
  "killed before a commit",
  "killed after a commit",
  "connections lost",
  "two workers",
] as const;

/** What strikes the one request at which something happens. */
const STRIKES_AT_ONCE = [
  "killed at a request",
  "killed after a request",
  "dropped before acceptance",
  "dropped after acceptance",
  "accepted, then errors",
  "a job ends late",
  "a job never ends",
] as const;

/** Where of a list something is taken: 0 the first, just under 1 the last. Means something in whatever list a shorter plan leaves. */
const share = z.number().min(0).max(1);

const happening = z.discriminatedUnion("do", [
  z.object({ do: z.literal("customer"), who: share, how: z.enum(CUSTOMER_CHANGES), other: share }),
  z.object({ do: z.literal("order"), who: share }),
  z.object({ do: z.literal("tool"), who: share, how: z.enum(TOOL_CHANGES) }),
]);

const step = z.discriminatedUnion("do", [
  ...happening.options,
  z.object({ do: z.literal("list"), how: z.enum(LIST_CHANGES), part: share }),
  z.object({ do: z.literal("tool fault"), fault: z.enum(TOOL_FAULTS), size: z.number().int().positive() }),
  z.object({ do: z.literal("app fault"), fault: z.enum(APP_FAULTS), after: z.number().int().min(0) }),
  /** Of the requests that are to change something, or of all, the one after so many others: something happens while it is on its way. */
  z.object({
    do: z.literal("meanwhile"),
    request: z.enum(["any", "a change"]),
    after: z.number().int().min(0),
    /** Of the requests that are about somebody, and to one of these; or of all, and to anybody. */
    isNamed: z.boolean(),
    what: happening.nullable(),
    strike: z.enum(STRIKES_AT_ONCE).nullable(),
  }),
  z.object({ do: z.literal("pass"), hours: z.number().positive() }),
  /** So many jobs run, or all that are due. */
  z.object({ do: z.literal("work"), jobs: z.number().int().positive().nullable() }),
]);

/** What one life is: the same for the same seed. */
export const destinationPlanSchema = z.object({
  seed: z.number().int(),
  tool: z.enum(TOOLS),
  /** Whether the process that faults strike is one, or a part of the test's. */
  process: z.enum(["a part", "a child"]),
  customers: z.number().int().positive(),
  /** Of these, put on the list by the merchant before the app came. */
  before: z.number().int().min(0),
  /** Unsubscribed or suppressed in the tool before the app came. */
  against: z.number().int().min(0),
  heldOutBp: z.number().int().min(0),
  steps: z.array(step),
});

/** By their names in docs/chaos.md. */
export const DESTINATION_STRIKES: readonly string[] = [
  ...CUSTOMER_CHANGES,
  ...TOOL_CHANGES,
  ...LIST_CHANGES,
  ...TOOL_FAULTS,
  ...APP_FAULTS,
  ...step.options.map((option) => option.shape.do.value),
];

export type ToolName = (typeof TOOLS)[number];
export type Happening = z.infer<typeof happening>;
export type DestinationStep = z.infer<typeof step>;
export type DestinationPlan = z.infer<typeof destinationPlanSchema>;
export type ToolFault = (typeof TOOL_FAULTS)[number];
export type StrikeAtOnce = (typeof STRIKES_AT_ONCE)[number];
export type StepOf<Do extends DestinationStep["do"]> = Extract<DestinationStep, { do: Do }>;

/** Seeds from one life with a child process to the next; with the tools it makes 60. */
const CHILD_EVERY = 20;
const HOURS = [0.02, 0.5, 2, 9, 25, 24 * 8];

export function destinationPlanOf(seed: number, length: number): DestinationPlan {
  const random = new Random(seed);
  const head = {
    seed,
    tool: TOOLS[seed % TOOLS.length] ?? "klaviyo",
    process: seed % CHILD_EVERY === 7 ? ("a child" as const) : ("a part" as const),
    customers: 4 + random.below(20),
    before: random.below(4),
    against: random.below(4),
    heldOutBp: random.pick([0, 0, 1_000, 3_000]),
  };
  const steps: DestinationStep[] = opening(random, seed);
  while (steps.length < length) steps.push(...randomScene(random));
  return { ...head, steps: steps.slice(0, length) };
}

/** The app cannot know of these whether the tool has done what it asked. */
const NOT_DONE = ["killed at a request", "dropped before acceptance"] as const;
const DONE = ["killed after a request", "dropped after acceptance"] as const;
const WORK: DestinationStep = { do: "work", jobs: null };

const OPENINGS = [
  "lost",
  "refused",
  "gone before",
  "comes late",
  "erased",
  "withdrawn meanwhile",
  "many leave",
] as const;
type Opening = (typeof OPENINGS)[number];

/** The last two came later: older seeds live as they did. */
const ALL_OPENINGS_FROM = 2_000;

function openingOf(seed: number): Opening {
  if (seed >= ALL_OPENINGS_FROM) return OPENINGS[seed % OPENINGS.length] ?? "lost";
  if (seed % 4 === 0) return seed % 8 === 0 ? "lost" : "refused";
  return seed % 4 === 1 ? "gone before" : seed % 4 === 2 ? "comes late" : "erased";
}

/** What hurts most happens while nothing yet stands in its way, one of these in turn. */
function opening(random: Random, seed: number): DestinationStep[] {
  const moment = { do: "meanwhile", request: "a change", after: 0, isNamed: true } as const;
  const withdraws = (how: (typeof WITHDRAWALS)[number]) =>
    ({ do: "customer", who: random.next(), how, other: random.next() }) as const;
  switch (openingOf(seed)) {
    // Values that are lost have to be sent again,
    case "lost":
      return [WORK, anOrder(random), { ...moment, what: null, strike: random.pick(NOT_DONE) }, WORK];
    // and so has one who was refused among many.
    case "refused":
      return [anOrder(random), { ...moment, what: null, strike: "accepted, then errors" }, WORK];
    // Whoever withdraws may be on the list without the app's knowing,
    case "gone before": {
      const what = withdraws(random.pick(["unsubscribe", "new address", "delete"]));
      return [somebodyNew(random), { ...moment, what, strike: random.pick(DONE) }, WORK];
    }
    // or comes there later,
    case "comes late": {
      const what = withdraws(random.pick(["unsubscribe", "new address", "delete"]));
      return [somebodyNew(random), { ...moment, what, strike: "a job ends late" }, WORK];
    }
    // which must not bring back whoever was erased.
    case "erased":
      return [somebodyNew(random), { ...moment, what: withdraws("redact"), strike: "a job ends late" }, WORK];
    // Somebody withdraws between the comparison and the request, while the tool is asked how they stand.
    case "withdrawn meanwhile": {
      const how = random.pick(["unsubscribe", "pending", "invalid"] as const);
      const what = { do: "customer", who: NEWEST, how, other: random.next() } as const;
      return [somebodyNew(random), { ...moment, request: "any", isNamed: false, what, strike: null }, WORK];
    }
    // More want to leave than may without a person.
    case "many leave":
      return [WORK, { do: "list", how: "edit the rule", part: random.between(0.5, 1) }, WORK];
  }
}

/** The customer who came last. */
const NEWEST = 0.999;
const anOrder = (random: Random): DestinationStep => ({ do: "order", who: random.between(0.31, 1) });
const somebodyNew = (random: Random): DestinationStep => ({
  ...{ do: "customer", who: 0.99, how: "new, subscribed" },
  other: random.between(0.3, 1),
});

/** What belongs together: without something to send and time to send it in, nothing can happen to a request. */
function randomScene(random: Random): DestinationStep[] {
  if (random.chance(0.55)) return [randomStep(random)];
  const cause = random.chance(0.5) ? somebodyNew(random) : anOrder(random);
  return [cause, randomMoment(random), WORK];
}

function randomMoment(random: Random): StepOf<"meanwhile"> {
  const isNamed = random.chance(0.8);
  const who = random.next();
  const other = random.next();
  return {
    do: "meanwhile",
    request: random.chance(0.75) ? "a change" : "any",
    after: random.chance(0.7) ? 0 : random.below(4),
    isNamed,
    what: random.chance(0.25)
      ? null
      : isNamed && random.chance(0.6)
        ? { do: "customer", who, how: random.pick(WITHDRAWALS), other }
        : randomHappening(random),
    strike: random.chance(0.3) ? null : random.pick(STRIKES_AT_ONCE),
  };
}

/** After these nobody may write to the address, or nobody with a reason. */
const WITHDRAWALS = ["unsubscribe", "redact", "new address", "delete"] as const;

function randomHappening(random: Random): Happening {
  const what = random.weighted([
    ["customer", 12],
    ["order", 5],
    ["tool", 5],
  ] as const);
  const who = random.next();
  if (what === "order") return { do: what, who };
  if (what === "tool") return { do: what, who, how: random.pick(TOOL_CHANGES) };
  return { do: what, who, how: random.pick(CUSTOMER_CHANGES), other: random.next() };
}

function randomStep(random: Random): DestinationStep {
  const what = random.weighted([
    ["happening", 24],
    ["list", 11],
    ["tool fault", 8],
    ["app fault", 7],
    ["pass", 6],
    ["work", 16],
  ] as const);
  switch (what) {
    case "happening":
      return randomHappening(random);
    case "list":
      return {
        ...{ do: what, part: random.next() },
        how: random.chance(0.3) ? "edit the rule" : random.pick(LIST_CHANGES),
      };
    case "tool fault":
      return { do: what, fault: random.pick(TOOL_FAULTS), size: 1 + random.below(3) };
    case "app fault":
      return { do: what, fault: random.pick(APP_FAULTS), after: random.below(8) };
    case "pass":
      return { do: what, hours: random.pick(HOURS) };
    case "work":
      return { do: what, jobs: random.chance(0.6) ? null : 1 + random.below(4) };
  }
}
