import { csvLine } from "../../csv/cells.ts";
import type { Db } from "../../db/client.ts";
import { fileRefusals } from "../../db/queries/history-file/file-orders.ts";
import type { ShopRef } from "../../platform/ids.ts";
import type { FileRefusalReason } from "./file-order.ts";

export interface RefusedCsvWords {
  /** Row, order, column, value, why, what would be right. */
  readonly header: readonly [string, string, string, string, string, string];
  why(reason: FileRefusalReason): string;
  right(reason: FileRefusalReason): string;
}

const PAGE = 1_000;

/** All rows of a file that cannot be used, as a spreadsheet opens them. */
export async function* refusedCsv(
  db: Db,
  shop: ShopRef,
  fileId: string,
  words: RefusedCsvWords,
): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(words.header)}`;
  for (let after = 0; ; ) {
    const page = await fileRefusals(db.pool, shop.shopId, fileId, after, PAGE);
    yield page
      .map(({ lineNo, orderName, column, value, reason }) => {
        // Written by this app: see read-file.ts.
        const known = reason as FileRefusalReason;
        return csvLine([lineNo, orderName, column, value, words.why(known), words.right(known)]);
      })
      .join("");
    if (page.length < PAGE) return;
    after = page.at(-1)?.lineNo ?? after;
  }
}
