import { z } from "zod";
import type { Db, Queryable } from "../db/client.ts";
import { whileInstalled } from "../db/fence.ts";
import { addAuditEntry } from "../db/queries/audit.ts";
import { actingStaff, lockStaffLimit, staffLimits, storeStaffLimit } from "../db/queries/exports/staff.ts";
import type { Clock } from "../platform/clock.ts";
import type { ShopId, ShopRef } from "../platform/ids.ts";

/** What a shop can keep to named members of its staff: taking customers out as a file, and connecting tools that they go to. */
export const STAFF_ACTS = ["export", "connect"] as const;
export type StaffAct = (typeof STAFF_ACTS)[number];

/** Shopify's id of a staff member: the `sub` of a session token. */
const staffId = z.string().regex(/^\d{1,20}$/);
const MOST_NAMED = 100;

/** This member of the staff may not do it; somebody else may. */
export class StaffRefused extends Error {
  readonly retry = "never";
  readonly act: StaffAct;
  constructor(act: StaffAct) {
    super(`The staff member may not: ${act}`);
    this.name = "StaffRefused";
    this.act = act;
  }
}

/** What the staff member who asks may do. */
export type StaffRights = { readonly mayExport: boolean; readonly mayConnect: boolean };

export async function staffRights(on: Queryable, shop: ShopId, staff: string): Promise<StaffRights> {
  const limits = await staffLimits(on, shop);
  const may = (act: StaffAct): boolean => limits.get(act)?.includes(staff) ?? true;
  return { mayExport: may("export"), mayConnect: may("connect") };
}

/** Whether a staff member may take customers out of the app as a file. */
export const mayExport = async (on: Queryable, shop: ShopId, staff: string): Promise<boolean> =>
  (await staffRights(on, shop, staff)).mayExport;

/** Whether a staff member may connect a tool, change what goes to it, or disconnect it. */
export const mayConnect = async (on: Queryable, shop: ShopId, staff: string): Promise<boolean> =>
  (await staffRights(on, shop, staff)).mayConnect;

export interface LimitView {
  /** Null: everybody. */
  readonly staffIds: readonly string[] | null;
  /** Whether the one who asks is among those who may change it. */
  readonly mayChange: boolean;
}

export interface StaffView {
  readonly you: string;
  readonly limits: Readonly<Record<StaffAct, LimitView>>;
  /** Who did something in the app that the audit log names, the latest first. */
  readonly known: readonly { readonly staffId: string; readonly lastActedAt: string }[];
}

export async function readStaff(db: Db, { shopId }: ShopRef, you: string): Promise<StaffView> {
  const [limits, acting] = await Promise.all([
    staffLimits(db.pool, shopId),
    actingStaff(db.pool, shopId, MOST_NAMED),
  ]);
  const view = (act: StaffAct): LimitView => {
    const staffIds = limits.get(act) ?? null;
    return { staffIds, mayChange: staffIds === null || staffIds.includes(you) };
  };
  return {
    you,
    limits: { export: view("export"), connect: view("connect") },
    known: acting.map((one) => ({ staffId: one.staffId, lastActedAt: one.lastActedAt.toISOString() })),
  };
}

export const staffChange = z.strictObject({
  act: z.enum(STAFF_ACTS),
  /** Null: everybody. */
  staffIds: z.array(staffId).max(MOST_NAMED).nullable(),
});
export type StaffChange = z.infer<typeof staffChange>;

/**
 * Keeps an act to these members of the staff, and whoever sets it, so that nobody locks themselves out. Once it is kept to some, they
 * alone may change it: anybody else could let themselves in. The audit log says who changed it, from whom to whom.
 */
export async function saveStaffLimit(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  { shopId }: ShopRef,
  { act, staffIds }: StaffChange,
  by: string,
): Promise<"saved" | "not_allowed"> {
  const wanted = staffIds === null ? [] : [...new Set([staffId.parse(by), ...staffIds])].sort();
  return whileInstalled(db, shopId, async (tx) => {
    await lockStaffLimit(tx, shopId, act);
    const before = (await staffLimits(tx, shopId)).get(act) ?? [];
    if (before.length > 0 && !before.includes(by)) return "not_allowed";
    if (before.join() === wanted.join()) return "saved";
    await storeStaffLimit(tx, shopId, act, wanted);
    const named = (ids: readonly string[]): string | null => (ids.length > 0 ? ids.join(", ") : null);
    await addAuditEntry(tx, shopId, {
      at: clock(),
      actor: by,
      action: "settings.changed",
      details: {
        [act === "export" ? "mayExport" : "mayConnect"]: { from: named(before), to: named(wanted) },
      },
    });
    return "saved";
  });
}
