import type { Db, Tx } from "../../db/client.ts";
import { copyTextOf } from "../../db/queries/source/copy-text.ts";
import type { KeptDetails } from "../../db/queries/source/kept.ts";
import { copyToStaging, createStaging, dropStaging, stageRefusals } from "../../db/queries/source/staging.ts";
import type { ShopRef } from "../../platform/ids.ts";
import type { MappedSource, ResourceSpec } from "../resources.ts";
import { CopyBuffer } from "./copy-buffer.ts";
import type { RowSink } from "./row-sink.ts";

/** Copies rows into the staging tables of one connection, from where they are merged: files, refetches and catch-ups alike. */
export class Staging implements RowSink {
  readonly #connection: Tx;
  readonly #shop: ShopRef;
  readonly #spec: ResourceSpec;
  readonly #buffer: CopyBuffer;
  #refused: number[] = [];

  private constructor(connection: Tx, shop: ShopRef, spec: ResourceSpec) {
    this.#connection = connection;
    this.#shop = shop;
    this.#spec = spec;
    const tables = [spec.tables.root, ...spec.tables.children];
    this.#buffer = new CopyBuffer(
      tables.map((table) => copyTextOf(table)),
      async (texts) => {
        for (const [at, table] of tables.entries()) await copyToStaging(connection, table, texts[at] ?? "");
      },
    );
  }

  /** Nothing else may use the connection until `close`. */
  static async open(connection: Tx, shop: ShopRef, spec: ResourceSpec): Promise<Staging> {
    await createStaging(connection, spec.tables);
    return new Staging(connection, shop, spec);
  }

  kept(ids: readonly number[]): Promise<KeptDetails> {
    return this.#spec.kept(this.#connection, this.#shop.shopId, ids);
  }

  add(mapped: MappedSource): void {
    this.#buffer.add(mapped.rows);
  }

  refuse(id: number): void {
    this.#refused.push(id);
  }

  drain(): Promise<void> {
    return this.#buffer.drain();
  }

  async flush(): Promise<void> {
    await this.#buffer.flush();
    await stageRefusals(this.#connection, this.#refused);
    this.#refused = [];
  }

  async close(): Promise<void> {
    await this.#buffer.close();
    await dropStaging(this.#connection, this.#spec.tables);
  }
}

/**
 * Gives `work` staging tables on a connection of their own, and `merging`, which runs in a transaction on that connection once all rows
 * are there.
 */
export function withStaging<T>(
  db: Pick<Db, "connection">,
  shop: ShopRef,
  spec: ResourceSpec,
  work: (staging: Staging, merge: <M>(merging: (tx: Tx) => Promise<M>) => Promise<M>) => Promise<T>,
): Promise<T> {
  return db.connection(async (connection, transaction) => {
    const staging = await Staging.open(connection, shop, spec);
    const result = await work(staging, async (merging) => {
      await staging.flush();
      return transaction(merging);
    });
    await staging.close();
    return result;
  });
}
