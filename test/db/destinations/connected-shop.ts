import sql from "sql-template-tag";
import { type Db, rows } from "../../../app/db/client.ts";
import { fenced, installedGeneration } from "../../../app/db/fence.ts";
import { beginHoldout } from "../../../app/db/queries/exports/draws.ts";
import { connectTool } from "../../../app/destinations/connections.ts";
import type { EngineHost } from "../../../app/destinations/engine/host.ts";
import { keepDestination } from "../../../app/destinations/engine/keep-in-step.ts";
import type { DestinationHost } from "../../../app/destinations/host.ts";
import { type ListView, readList } from "../../../app/destinations/lists.ts";
import { startList } from "../../../app/destinations/start-list.ts";
import type { DestinationField, ToolName } from "../../../app/destinations/tool.ts";
import { saveAlwaysHeldOutBp } from "../../../app/exports/holdout.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { registerSegmentJobs } from "../../../app/segments/membership/jobs.ts";
import type { StoredKey } from "../../../app/segments/segment-key.ts";
import { registerValuationJobs } from "../../../app/valuation/jobs.ts";
import type { LocalShop } from "../../shopify/local-shop.ts";
import type { MarketingState } from "../../shopify/store/records.ts";
import { type LocalTools, startLocalTools } from "../../tools/local-tools.ts";
import type { LocalTool } from "../../tools/server/tool-server.ts";
import { buyers, order, ownSegment } from "../publishing/published-shop.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";

export const BY = "7";
const NOON_MS = Date.parse("2026-06-01T12:00:00Z");

/** Time that a test moves on by hand, beside the machine's own, which goes on. */
export interface MovedClock {
  readonly now: () => Date;
  advance(ms: number): void;
}

function movedClock(): MovedClock {
  const began = Date.now();
  let moved = 0;
  return {
    now: () => new Date(NOON_MS + (Date.now() - began) + moved),
    advance(ms) {
      moved += ms;
    },
  };
}

export interface DestinationsApp {
  readonly app: SyncedApp;
  readonly clock: MovedClock;
}

/** The app beside a local Shopify admin. Turns of destinations are made by the tests, one after the other. */
export async function startDestinationsApp(domains: readonly string[]): Promise<DestinationsApp> {
  const clock = movedClock();
  const app = await startSyncedApp({
    // With points for its orders: the test waits for no rate limit of Shopify's either.
    shops: domains.map((domain) => ({ kind: "empty", domain, plan: "Plus" })),
    now: clock.now,
  });
  await registerValuationJobs(app.runtime);
  await registerSegmentJobs(app.runtime);
  for (const domain of domains) await app.open(domain);
  await app.settled();
  return { app, clock };
}

/** A customer who has bought, and agreed to marketing unless it is said otherwise. */
export function buyer(
  local: LocalShop,
  email: string,
  marketingState: MarketingState = "SUBSCRIBED",
): number {
  const { id } = local.actions.createCustomer({
    firstName: "P",
    email,
    marketingState,
  });
  order(local, id);
  return id;
}

export interface ConnectedShop {
  readonly ref: ShopRef;
  readonly local: LocalShop;
  readonly tools: LocalTools;
  readonly tool: LocalTool;
  readonly host: DestinationHost;
  readonly engine: EngineHost;
  readonly destinationId: string;
  readonly segmentKey: StoredKey;
  readonly toolListId: string;
  readonly listId: string;
  /** Customer ids by the part of the address before the sign. */
  readonly ids: ReadonlyMap<string, number>;
  readonly address: (name: string) => string;
  /** One turn; says after how long another one is asked for. */
  turn(options?: {
    readonly signal?: AbortSignal;
    readonly fetch?: typeof fetch;
    readonly db?: Db;
  }): Promise<number | null>;
  /** Turns, with the time between them, until nothing is asked for any more. */
  rest(): Promise<void>;
  /** Has everything settled that Shopify told of, and then turns. */
  follow(): Promise<void>;
  onList(): string[];
  view(): Promise<ListView>;
  people(): Promise<PersonState[]>;
}

export interface PersonState {
  readonly address: string;
  readonly wanted: boolean;
  readonly reason: string | null;
  readonly mayBeThere: boolean;
  readonly ackedThere: boolean;
  readonly isAcked: boolean;
  readonly refusals: number;
  readonly code: string | null;
}

interface Given {
  readonly tool?: ToolName;
  /** Names of people who have bought and agreed. */
  readonly people: readonly string[];
  readonly fields?: readonly DestinationField[];
  readonly heldOutBp?: number;
  readonly alwaysHeldOutBp?: number;
  /** Of the list: with the salt of the shop's lot it says who is held out. */
  readonly listId?: string;
  readonly salt?: Uint8Array;
  readonly more?: (local: LocalShop) => void;
}

const MOST_TURNS = 200;

/** A shop with a segment of its buyers, a local tool that it is connected with, and an empty list there. */
export async function connectedShop(
  { app, clock }: DestinationsApp,
  domain: string,
  { tool: name = "klaviyo", people, fields = [], heldOutBp = 0, alwaysHeldOutBp = 0, ...given }: Given,
): Promise<ConnectedShop> {
  const { local, ref } = app.shop(domain);
  const { db } = app.runtime;
  const prefix = domain.split(".")[0];
  const address = (person: string) => `${person}@${prefix}.example.com`;
  const ids = new Map(people.map((person) => [person, buyer(local, address(person))]));
  given.more?.(local);
  const segmentKey = await ownSegment(app, domain, "Buyers", buyers);
  await app.settled();
  const tools = await startLocalTools({ enforceRates: false });
  const tool = tools[name];
  const host: DestinationHost = {
    ...app.runtime,
    env: { ...app.runtime.env, TOOLS_EMULATOR_URL: tools.url },
    clock: clock.now,
  };
  const engine: EngineHost = { ...host, random: () => 0, fetch };
  const { salt } = given;
  if (salt) await db.transaction((tx) => beginHoldout(tx, ref.shopId, salt));
  await saveAlwaysHeldOutBp(host, ref, alwaysHeldOutBp, BY);
  const connected = await connectTool(host, ref, { tool: name, key: tool.keys[0] ?? "" }, BY);
  if (!connected.ok) throw new Error(connected.reason);
  const { destinationId } = connected;
  const toolListId = listIn(tools, name);
  const choice = { destinationId, segmentKey, toolListId, fields, heldOutBp, listId: given.listId };
  const started = await startList(host, ref, choice, BY);
  if (!started.ok) throw new Error(started.reason);
  const { listId } = started;

  const its: ConnectedShop = {
    ...{ ref, local, tools, tool, host, engine, destinationId, segmentKey, toolListId, listId, ids, address },
    async turn({ signal = new AbortController().signal, fetch: itsFetch = fetch, db: itsDb = db } = {}) {
      // The test waits for no rate limit.
      await db.pool.query(sql`delete from destination_bucket where shop_id = ${ref.shopId}`);
      const generation = await installedGeneration(db.pool, ref.shopId);
      if (generation === null) throw new Error("the shop has left");
      const own = { ...engine, db: fenced(itsDb, ref.shopId, generation), fetch: itsFetch };
      const again = await keepDestination(own, ref, destinationId, signal);
      return again ? again.againAfterMs : null;
    },
    async rest() {
      for (let turns = 0; turns < MOST_TURNS; turns++) {
        const againMs = await its.turn();
        if (againMs === null) return;
        clock.advance(againMs);
      }
      throw new Error(`${MOST_TURNS} turns were not enough`);
    },
    async follow() {
      await app.settled();
      await its.rest();
    },
    onList: () => tool.membersOf(toolListId),
    async view() {
      const view = await readList(db, ref, listId, clock.now());
      if (!view) throw new Error("the list is gone");
      return view;
    },
    people: () =>
      rows<PersonState & Record<string, unknown>>(
        db.pool,
        sql`select address, wanted, reason, may_be_there "mayBeThere", acked_there "ackedThere",
          coalesce(acked_hash = desired_hash, false) "isAcked", refusals, refused_code code
          from destination_person where shop_id = ${ref.shopId} and list_id = ${listId} order by address`,
      ),
  };
  return its;
}

function listIn({ klaviyo, mailchimp, brevo }: LocalTools, name: ToolName): string {
  if (name === "klaviyo") return klaviyo.addList("Best").id;
  return name === "mailchimp"
    ? mailchimp.listId(mailchimp.addSegment("Best"))
    : String(brevo.addList("Best").id);
}

export function unsubscribe(local: LocalShop, customerId: number): void {
  local.actions.setEmailMarketingConsent({ customerId, state: "UNSUBSCRIBED" });
}

export interface OpenShops {
  readonly app: () => DestinationsApp;
  /** Connects the shop `NAME.myshopify.com`. */
  connect(name: string, given: Given): Promise<ConnectedShop>;
}

/** For a file of tests: each test has a shop and tools of its own. The tools say at the end whether anybody's subscription could have changed. */
export function shopsOfTests(
  names: readonly string[],
  hooks: {
    readonly before: (work: () => Promise<void>) => void;
    readonly after: (work: () => Promise<void>) => void;
  },
): OpenShops {
  let its: DestinationsApp | null = null;
  const open: ConnectedShop[] = [];
  const app = () => {
    if (!its) throw new Error("the app has not begun");
    return its;
  };
  hooks.before(async () => {
    its = await startDestinationsApp(names.map((name) => `${name}.myshopify.com`));
  });
  hooks.after(async () => {
    try {
      for (const { tools } of open) await tools.close();
    } finally {
      await its?.app.close();
    }
  });
  return {
    app,
    async connect(name, given) {
      const shop = await connectedShop(app(), `${name}.myshopify.com`, given);
      open.push(shop);
      return shop;
    },
  };
}
