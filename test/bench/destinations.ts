import { join } from "node:path";
import { z } from "zod";
import { type Db, rows } from "../../app/db/client.ts";
import { addDestination } from "../../app/db/queries/destinations/destinations.ts";
import { addList, forgetCompared } from "../../app/db/queries/destinations/lists.ts";
import { insertSegment } from "../../app/db/queries/segments/stored.ts";
import { sealKey } from "../../app/destinations/engine/open-tool.ts";
import { TOOL_NAMES, type ToolDefinition, type ToolName } from "../../app/destinations/tool.ts";
import { toolDefinition } from "../../app/destinations/tools/all.ts";
import { newId } from "../../app/platform/ids.ts";
import { createLog } from "../../app/platform/log.ts";
import { createMetrics } from "../../app/platform/metrics.ts";
import { refreshMembership } from "../../app/segments/membership/refresh.ts";
import { toStored } from "../../app/segments/rule.ts";
import { refreshValuation } from "../../app/valuation/compute/refresh.ts";
import { startChild } from "../../scripts/demo/child.ts";
import { type LocalTools, startLocalTools } from "../tools/local-tools.ts";
import type { RecordedRequest } from "../tools/server/requests.ts";
import { fillShop } from "./page-data.ts";
import { type Place, ROOT, SHOP } from "./place.ts";
import type { BenchReport, Figure } from "./report.ts";

const PEOPLE = 100_000;
/** Memory is compared with that for so much less. */
const FEWER = 10;
/** Of all, given another value for the last step. */
const CHANGED_OF = 100;
/** No tool is waited for any longer; a list that is not done by then is measured by what is. */
const MOST_SECONDS = 1_800;
const FIELDS = ["first_name", "orders", "clv_historic", "rfm_group", "last_order_date"];
const MEBIBYTE = 2 ** 20;

const measured = z.object({
  type: z.literal("ready"),
  seconds: z.number(),
  turns: z.number(),
  rssBeforeBytes: z.number(),
  peakRssBytes: z.number(),
});
type Measured = z.infer<typeof measured>;

interface Started {
  readonly destinationId: string;
  readonly listId: string;
}

export async function benchDestinations(
  place: Place,
  options: { readonly customers: number | undefined },
): Promise<BenchReport> {
  const people = options.customers ?? PEOPLE;
  const local = await startLocalTools({ keepBodies: false });
  place.closers.push(() => local.close());
  console.log("  making the shop");
  await fillShop(place.db, people);
  await place.db.pool.query("update customer set email_marketing_state = 'SUBSCRIBED' where shop_id = $1", [
    SHOP.shopId,
  ]);
  const host = {
    ...{ db: place.db, clock: () => new Date(), log: createLog("error"), metrics: createMetrics() },
  };
  await refreshValuation(host, SHOP, { full: true });
  const few = await segmentOf(place.db, "Few", people / FEWER);
  const all = await segmentOf(place.db, "All", null);
  await refreshMembership(host, SHOP, { whole: true, catalog: false });
  await place.db.pool.query("analyze");
  const figures: Figure[] = [];
  const about: string[] = [];
  for (const name of TOOL_NAMES) {
    const definition = toolDefinition(name);
    console.log(`  ${name}`);
    const tool = local[name];
    knowEverybody(local, name, people);
    const send = async (segmentKey: string) => {
      const started = await start(place, local, definition, segmentKey);
      return { started, first: await run(place, local, started) };
    };
    const small = await send(few);
    await end(place.db, small.started);
    const before = tool.requestCount;
    const large = await send(all);
    const requests = tool.requests.filter(({ number }) => number > before);
    const reached = await confirmed(place.db, large.started.listId);
    const leastSeconds = leastSecondsOf(definition, requests);
    const rate = reached / large.first.seconds;
    figures.push(
      figure(`${name}, ${count(reached)} people`, "people/s", rate, {
        baseline: leastSeconds === 0 ? null : reached / leastSeconds,
        better: "higher",
      }),
      figure(`${name}, requests for them`, "requests", requests.length),
      figure(`${name}, memory at its peak, ${count(people / FEWER)} people`, "MiB", mebibytes(small.first)),
      figure(`${name}, memory at its peak, ${count(people)} people`, "MiB", mebibytes(large.first)),
      ...(await sendAgain(place, local, name, large.started)),
    );
    if (reached < people)
      about.push(
        `${name}: measured for ${MOST_SECONDS} s, in which ${count(reached)} of ${count(people)} people came.`,
      );
    await end(place.db, large.started);
  }
  return {
    bench: "destinations",
    about: [
      `${count(people)} people who consented, with ${FIELDS.length} fields, from the stored segment to each local tool, which enforces the limits that the real one documents; until it has confirmed everybody.`,
      `Baseline: as many people a second as the tool's own limits allow with the requests that it took. None where no limit of a rate was reached.`,
      ...about,
    ],
    figures,
  };
}

const count = (value: number) => Math.round(value).toLocaleString("en");
const mebibytes = ({ peakRssBytes }: Measured) => peakRssBytes / MEBIBYTE;
const figure = (
  name: string,
  unit: string,
  app: number,
  { baseline = null, better = "lower" }: Partial<Pick<Figure, "baseline" | "better">> = {},
): Figure => ({ name, unit, app, baseline, better });

/** Everybody, or the customers up to an id. */
async function segmentOf(db: Db, name: string, upTo: number | null): Promise<string> {
  const rule = toStored({ fact: "orders", is: ">=", value: 0 });
  const { segmentId } = await db.transaction((tx) =>
    insertSegment(
      tx,
      SHOP.shopId,
      { name, rule, currency: "EUR", templateKey: null, listOrder: "net_sales" },
      "1",
      new Date(),
    ),
  );
  if (upTo === null) return segmentId;
  // Its members are cut down once they are found: no rule asks for ids.
  cut.set(segmentId, upTo);
  return segmentId;
}
const cut = new Map<string, number>();

async function start(
  place: Place,
  local: LocalTools,
  { name }: ToolDefinition,
  segmentKey: string,
): Promise<Started> {
  const { db, encryptionKeys } = place;
  const upTo = cut.get(segmentKey);
  if (upTo !== undefined)
    await db.pool.query(
      "delete from segment_member where shop_id = $1 and segment_key = $2 and customer_id > $3",
      [SHOP.shopId, segmentKey, upTo],
    );
  const [destinationId, listId] = [newId(), newId()];
  const [key = ""] = local[name].keys;
  const host = {
    env: { ENCRYPTION_KEYS: encryptionKeys, ERASURE_KEYS: encryptionKeys, TOOLS_EMULATOR_URL: local.url },
  };
  const at = new Date();
  await db.transaction(async (tx) => {
    await addDestination(tx, SHOP.shopId, {
      ...{ destinationId, tool: name, accountId: destinationId, accountName: "Bench" },
      ...sealKey(host, SHOP.shopId, destinationId, key),
      ...{ connectedAt: at, connectedBy: "1" },
    });
    await addList(tx, SHOP.shopId, {
      ...{ listId, destinationId, segmentKey, toolListId: makeList(local, name, segmentKey) },
      ...{
        toolListName: "Bench",
        fields: FIELDS,
        heldOutBp: 0,
        plannedVariance: 1e8,
        startedAt: at,
        startedBy: "1",
      },
    });
  });
  return { destinationId, listId };
}

function makeList(local: LocalTools, name: ToolName, label: string): string {
  if (name === "klaviyo") return local.klaviyo.addList(label).id;
  if (name === "brevo") return String(local.brevo.addList(label).id);
  return local.mailchimp.listId(local.mailchimp.addSegment(label));
}

/** A tool whose lists hold nobody but whom it knows already knows everybody. */
function knowEverybody(local: LocalTools, name: ToolName, people: number): void {
  if (name !== "mailchimp") return;
  for (let id = 1; id <= people; id++) local.mailchimp.addMember(`customer.${id}@example.com`);
}

async function run(place: Place, local: LocalTools, started: Started): Promise<Measured> {
  const { connectionString, encryptionKeys, folder } = place;
  const program = await startChild({
    name: "The destination",
    file: join(ROOT, "test/bench/destinations-program.ts"),
    args: [
      JSON.stringify({
        connectionString,
        encryptionKeys,
        toolsUrl: local.url,
        most: MOST_SECONDS,
        ...started,
      }),
    ],
    env: {},
    logFile: join(folder, "logs/destinations.log"),
    readySchema: measured,
  });
  await program.stop();
  return program.ready;
}

async function confirmed(db: Db, listId: string): Promise<number> {
  const [found] = await rows<{ people: number }>(
    db.pool,
    "select count(*) people from destination_person where shop_id = $1 and list_id = $2 and acked_there and acked_hash = desired_hash",
    [SHOP.shopId, listId],
  );
  return found?.people ?? 0;
}

/**
 * The least time in which the tool's own limits let these requests through, in seconds; 0 where none of them is reached. Ten connections at a time, as
 * Mailchimp limits them, are no limit of a rate.
 */
function leastSecondsOf({ name, buckets }: ToolDefinition, requests: readonly RecordedRequest[]): number {
  if (name === "mailchimp") return 0;
  const kinds = Map.groupBy(requests, (request) => kindOf(name, request));
  const least = [...kinds].flatMap(([kind, its]) =>
    buckets
      .filter((bucket) => bucket.name.startsWith(`${kind}/`) && its.length > bucket.most)
      .map(({ most, perMs }) => (its.length * perMs) / most / 1000),
  );
  return Math.max(0, ...least);
}

function kindOf(name: ToolName, { method, path }: RecordedRequest): string {
  if (name === "brevo") return path.startsWith("/v3/contacts") ? "contacts" : "other";
  return method === "GET" ? "read" : "write";
}

/** With nothing changed, and with a hundredth of the people changed. */
async function sendAgain(
  place: Place,
  local: LocalTools,
  name: ToolName,
  started: Started,
): Promise<Figure[]> {
  const { db } = place;
  const tool = local[name];
  const step = async () => {
    const before = tool.requestCount;
    const sent = await sentPeople(db, started.listId);
    await forgetCompared(db.pool, SHOP.shopId, started.listId);
    // Comparisons keep a pause.
    const { seconds } = await run(place, local, started);
    return {
      seconds,
      requests: tool.requestCount - before,
      people: (await sentPeople(db, started.listId)) - sent,
    };
  };
  const unchanged = await step();
  const changed = await db.pool.query(
    "update customer_value set orders = orders + 1 where shop_id = $1 and customer_id % $2 = 0",
    [SHOP.shopId, CHANGED_OF],
  );
  const people = changed.rowCount ?? 0;
  const again = await step();
  return [
    figure(`${name}, nothing changed: requests`, "requests", unchanged.requests),
    figure(`${name}, nothing changed: comparison`, "s", unchanged.seconds),
    figure(`${name}, ${count(people)} people changed: sent`, "people", again.people, { baseline: people }),
    figure(`${name}, requests for each of them`, "requests", people === 0 ? 0 : again.requests / people),
  ];
}

async function sentPeople(db: Db, listId: string): Promise<number> {
  const [found] = await rows<{ people: number }>(
    db.pool,
    "select coalesce(sum(people), 0)::bigint people from destination_job where shop_id = $1 and list_id = $2",
    [SHOP.shopId, listId],
  );
  return found?.people ?? 0;
}

async function end(db: Db, { destinationId }: Started): Promise<void> {
  await db.pool.query("delete from destination where shop_id = $1 and destination_id = $2", [
    SHOP.shopId,
    destinationId,
  ]);
}
