import { createHash } from "node:crypto";
import sql from "sql-template-tag";
import { rows } from "../../../app/db/client.ts";
import { beginHoldout } from "../../../app/db/queries/exports/draws.ts";
import { connectTool, disconnect, replaceKey } from "../../../app/destinations/connections.ts";
import { endList, pauseList, resumeList, runNow } from "../../../app/destinations/lists.ts";
import { retryPeople } from "../../../app/destinations/people.ts";
import { saveAlwaysHeldOutBp } from "../../../app/exports/holdout.ts";
import { archiveSegment, createSegment, updateSegment } from "../../../app/segments/change-segment.ts";
import type { StoredKey } from "../../../app/segments/segment-key.ts";
import type { Wanted } from "../../oracle/nobody-harmed.ts";
import { BY, letGo, startListAs } from "./acts.ts";
import { isHeldOut } from "./people.ts";
import type { DestinationPlan, StepOf } from "./plan.ts";
import type { LifeWorld } from "./world.ts";

interface List {
  readonly listId: string;
  readonly toolListId: string;
  readonly segmentKey: StoredKey;
  /** Orders that a member has at least. */
  orders: number;
  isArchived: boolean;
  state: "active" | "paused" | "ended";
}

/** What the merchant does on the pages, and what of it has to be true at the end. */
export class Merchant {
  readonly #world: LifeWorld;
  readonly #heldOutBp: number;
  #destinationId: string | null = null;
  #list: List | null = null;
  #made = 0;

  constructor(world: LifeWorld, plan: DestinationPlan) {
    this.#world = world;
    this.#heldOutBp = plan.heldOutBp;
  }

  get #host() {
    return this.#world.pages.runtime;
  }

  /** Connects the tool and starts a list for those who have ordered. */
  async begin(): Promise<void> {
    const { ref } = this.#world;
    // The same people are drawn whenever this life is lived.
    const salt = Buffer.alloc(32, `salt ${ref.domain} `);
    await this.#host.db.transaction((tx) => beginHoldout(tx, ref.shopId, salt));
    await saveAlwaysHeldOutBp(this.#host, ref, this.#heldOutBp, BY);
    await this.#connect();
    await this.#start(1);
  }

  async #connect(): Promise<void> {
    const { ref, lifeTool } = this.#world;
    const [key = ""] = lifeTool.tool.keys;
    const connected = await connectTool(this.#host, ref, { tool: lifeTool.tool.name, key }, BY);
    if (connected.ok) this.#destinationId = connected.destinationId;
  }

  async #start(orders: number): Promise<void> {
    const { ref } = this.#world;
    if (this.#destinationId === null) return;
    const rule = ruleOf(orders);
    const segment = await createSegment(this.#host, ref, { name: `Segment ${++this.#made}`, rule }, BY);
    if (!segment.ok) throw new Error(`no segment: ${segment.reason}`);
    const toolListId = this.#world.lifeTool.makeList(`List ${this.#made}`);
    this.#world.handList = toolListId;
    const segmentKey = segment.segment.key;
    const listId = listIdOf(`${ref.domain} ${this.#made}`);
    const started = await startListAs(listId, this.#host, ref, {
      ...{ destinationId: this.#destinationId, segmentKey, toolListId },
      ...{ fields: ["orders", "first_name"], heldOutBp: this.#heldOutBp },
    });
    if (!started) return;
    this.#list = { listId, segmentKey, orders, toolListId, isArchived: false, state: "active" };
    await this.readLots();
  }

  /** What the oracle needs of the lots. */
  async readLots(): Promise<void> {
    const { db, ref } = { db: this.#world.place.db, ref: this.#world.ref };
    const [shop] = await rows<{ salt: Buffer; bp: number }>(
      db.pool,
      sql`select salt, share_bp bp from shop_holdout where shop_id = ${ref.shopId}`,
    );
    const lists = this.#list ? [{ lotId: this.#list.listId, heldOutBp: this.#heldOutBp }] : [];
    if (shop) this.#world.lots = { salt: shop.salt, alwaysBp: shop.bp, lists };
  }

  async act({ how, part }: StepOf<"list">): Promise<void> {
    const { ref } = this.#world;
    const host = this.#host;
    const list = this.#list;
    if (how === "start again") {
      if (!list || list.state === "ended") {
        if (this.#destinationId === null) await this.#connect();
        await this.#start(Math.floor(part * 3));
      }
      return;
    }
    if (!list) return;
    const { listId } = list;
    switch (how) {
      case "edit the rule": {
        if (list.isArchived) return;
        const orders = Math.floor(part * 4);
        const [stored] = await rows<{ revision: number }>(
          this.#world.place.db.pool,
          sql`select revision from segment where shop_id = ${ref.shopId} and segment_id = ${list.segmentKey}::uuid`,
        );
        const rule = ruleOf(orders);
        const edit = { rule, revision: stored?.revision ?? 0 };
        const saved = await updateSegment(host, ref, list.segmentKey, edit, BY);
        if (saved.ok) list.orders = orders;
        return;
      }
      case "archive the segment": {
        if (part > 0.3) return;
        const archived = await archiveSegment(host, ref, list.segmentKey, BY);
        if (archived.ok) list.isArchived = true;
        return;
      }
      case "pause":
        if ((await pauseList(host, ref, listId, BY)).ok) list.state = "paused";
        return;
      case "resume":
        if ((await resumeList(host, ref, listId, BY)).ok) list.state = "active";
        return;
      case "run now":
        await runNow(host, ref, listId, BY);
        return;
      case "confirm the brake":
        return this.letGo();
      case "end and remove":
      case "end and leave": {
        if (part > 0.4) return;
        const asked = { listId, removePeople: how === "end and remove" };
        this.#world.watch.letsAllGo(list.toolListId);
        if ((await endList(host, ref, asked, BY)).ok) list.state = "ended";
        return;
      }
      case "hold out":
        await saveAlwaysHeldOutBp(host, ref, Math.floor(part * 3_000), BY);
        return this.readLots();
      case "retry":
        await retryPeople(host, ref, listId, BY);
        return;
      case "disconnect and connect": {
        if (part > 0.3 || this.#destinationId === null) return;
        const asked = { destinationId: this.#destinationId, removePeople: part < 0.15 };
        this.#world.watch.letsAllGo(list.toolListId);
        if (!(await disconnect(host, ref, asked, BY)).ok) return;
        list.state = "ended";
        this.#destinationId = null;
      }
    }
  }

  async letGo(): Promise<void> {
    if (!this.#list) return;
    this.#world.watch.letsGo(this.#list.toolListId);
    await letGo(this.#host, this.#world.ref, this.#list.listId);
  }

  /** The merchant has the tool take the key again, and gives it to the app. */
  async giveKey(): Promise<void> {
    const { ref, lifeTool } = this.#world;
    lifeTool.tool.restoreKey();
    const [key = ""] = lifeTool.tool.keys;
    if (this.#destinationId === null) return;
    await replaceKey(this.#host, ref, { destinationId: this.#destinationId, key }, BY);
  }

  /** Everything that stands still goes on. */
  async resume(): Promise<void> {
    await this.giveKey();
    if (this.#list?.state === "paused") await this.act({ do: "list", how: "resume", part: 0 });
  }

  /** Who has to be on which list when everything has settled, by what Shopify holds. */
  wanted(besides: ReadonlySet<string> = new Set()): Wanted {
    const { local, known, lots, lifeTool } = this.#world;
    const near = known.nearErased();
    const either = new Set([...near.addresses, ...besides]);
    const lists = new Map<string, Map<string, ReadonlyMap<string, unknown>>>();
    if (this.#list?.state !== "active") return { lists, either };
    const { toolListId, orders, isArchived } = this.#list;
    const wanted = new Map<string, ReadonlyMap<string, unknown>>();
    for (const { id, email, firstName, emailConsent } of local.store.customers.values()) {
      if (!email) continue;
      const address = email.toLowerCase();
      if (near.customers.has(id)) either.add(address);
      const placed = local.store.ordersOf(id).length;
      const isMember = !isArchived && placed >= orders;
      if (!isMember || emailConsent.state !== "SUBSCRIBED" || known.isErased(address)) continue;
      if (isHeldOut(lots, [id, ...known.formerIdsOf(id)])) continue;
      if (!lifeTool.takesNewPeople && !lifeTool.tool.person(address)) continue;
      // The values of an address are those of the lowest id.
      if (wanted.has(address)) continue;
      const { attributes } = lifeTool;
      wanted.set(
        address,
        new Map<string, unknown>([
          [attributes.orders, placed],
          [attributes.firstName, firstName],
        ]),
      );
    }
    lists.set(toolListId, wanted);
    return { lists, either };
  }
}

const ruleOf = (orders: number) => ({ fact: "orders", is: ">=", value: orders });

/** The lot of a list is drawn by its id, which is therefore not left to chance. */
function listIdOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
