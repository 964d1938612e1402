import type { Tx } from "../../db/client.ts";
import { copyTextOf } from "../../db/queries/source/copy-text.ts";
import { isUnread, lookUpByIndex, settleFirstLoad } from "../../db/queries/source/first-load.ts";
import { type KeptDetails, NOTHING_KEPT } from "../../db/queries/source/kept.ts";
import type { MergeOutcome } from "../../db/queries/source/merge-lock.ts";
import { copyToTable } from "../../db/queries/source/staging.ts";
import { touchSources } from "../../db/queries/sync/dirty.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { SINGLY } from "../../platform/refetch-notes.ts";
import type { MappedSource, ResourceSpec } from "../resources.ts";
import { CopyBuffer } from "../storing/copy-buffer.ts";
import type { RowSink } from "../storing/row-sink.ts";

/** The file is not as a first load needs it; it has to be staged and merged instead. */
export class NotLoadable extends Error {
  readonly retry = "never";
}

/**
 * Copies a file straight into the tables of a shop that has no rows yet, in one transaction that ends with the whole file or with
 * nothing. There is nothing to guard there, and staging rows only to move them on costs as much as all else.
 */
export class FirstLoad implements RowSink {
  readonly #tx: Tx;
  readonly #shop: ShopRef;
  readonly #spec: ResourceSpec;
  readonly #buffer: CopyBuffer;
  readonly #refused = new Set<number>();

  private constructor(tx: Tx, shop: ShopRef, spec: ResourceSpec) {
    this.#tx = tx;
    this.#shop = shop;
    this.#spec = spec;
    // Parents first: the foreign keys are checked as rows come.
    const tables = [spec.tables.root, ...spec.tables.children];
    this.#buffer = new CopyBuffer(
      tables.map((table) => copyTextOf(table, shop.shopId)),
      (texts) =>
        refusingTwice(async () => {
          for (const [at, table] of tables.entries()) await copyToTable(tx, table, texts[at] ?? "");
        }),
    );
  }

  /** Needs the shop's merge lock for the whole of `tx`. Null where rows of the resource are stored already. */
  static async open(tx: Tx, shop: ShopRef, spec: ResourceSpec): Promise<FirstLoad | null> {
    if (!(await isUnread(tx, shop.shopId, spec.tables))) return null;
    await lookUpByIndex(tx);
    return new FirstLoad(tx, shop, spec);
  }

  async kept(): Promise<KeptDetails> {
    return NOTHING_KEPT;
  }

  add(mapped: MappedSource): void {
    this.#buffer.add(mapped.rows);
  }

  refuse(id: number): void {
    this.#refused.add(id);
  }

  drain(): Promise<void> {
    return this.#buffer.drain();
  }

  flush(): Promise<void> {
    return this.#buffer.flush();
  }

  /** To be called after `flush`, in the same transaction. `unsettled`: ids that have to be read singly. Throws NotLoadable. */
  async settle(options: {
    startedAt: Date;
    unsettled: ReadonlySet<number>;
    now: Date;
  }): Promise<MergeOutcome> {
    const { shopId } = this.#shop;
    const { tables } = this.#spec;
    const refusedIds = [...this.#refused];
    const applied = await settleFirstLoad(this.#tx, shopId, tables, { ...options, refusedIds });
    await touchSources(this.#tx, shopId, tables.resource, [...options.unsettled], options.now, {
      note: SINGLY,
    });
    return { applied, stale: 0 };
  }

  /** Nothing more is sent; to be awaited before the transaction ends, whichever way it does. */
  close(): Promise<void> {
    return this.#buffer.close();
  }
}

const UNIQUE_VIOLATION = "23505";

async function refusingTwice(copying: () => Promise<void>): Promise<void> {
  try {
    await copying();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION)) throw error;
    throw new NotLoadable("a row is in the file twice", { cause: error });
  }
}
