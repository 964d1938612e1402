import {
  type BulkChange,
  type LineOutcome,
  noteLines,
  unknownAmong,
} from "../db/queries/publishing/bulk-changes.ts";
import { idFromGid } from "../platform/ids.ts";
import { type TagChangeLine, tagChangeLine } from "../shopify/operations/publishing.ts";
import { download } from "../sync/history/download.ts";
import { splitLines } from "../sync/history/jsonl.ts";
import { refusalIn, removeFromErased, type TagWork } from "./tags.ts";

export interface ResultReading {
  readonly changed: number;
  readonly refused: number;
  /** Lines that say nothing of what became of their customer. */
  readonly unread: number;
}

/** Errors of a line that say nothing about its customer: who asks again gets another answer. */
const PASSING = ["ACCESS_DENIED", "THROTTLED", "INTERNAL_SERVER_ERROR", "TIMEOUT"];
/** Lines of the result that are noted at a time. */
const LINES_AT_ONCE = 2_000;

/**
 * Reads the result of a bulk mutation line by line, in whatever order they come, and acknowledges those that Shopify carried out. Whose change
 * it refused is noted as after a single one, and asked again as those are. May be repeated. Throws FileGone, AdminUnavailable.
 */
export async function readResult(
  work: TagWork,
  fetchFile: typeof fetch,
  { change }: BulkChange,
  url: string,
): Promise<ResultReading> {
  const { db, shop, row, clock, signal } = work;
  const { segmentKey: key } = row;
  const counts = { changed: 0, refused: 0, unread: 0 };
  const outcomes: LineOutcome[] = [];
  const ids: number[] = [];

  async function note(): Promise<void> {
    const [lines, changed] = [outcomes.splice(0), ids.splice(0)];
    await noteLines(db.pool, shop, key, change, lines, clock());
    if (change === "tagsAdd") await removeFromErased(work, await unknownAmong(db.pool, shop, key, changed));
  }

  for await (const { lines } of splitLines(download(url, fetchFile, { signal }))) {
    for (const text of lines) {
      const line = parseLine(text);
      const refused = line && refusalOfLine(line, change);
      if (!line || refused === undefined) {
        counts.unread++;
        continue;
      }
      outcomes.push({ line: line.__lineNumber, refused });
      if (refused === null) counts.changed++;
      else counts.refused++;
      const id = refused === null ? line.data?.[change]?.node?.id : null;
      if (id != null) ids.push(idFromGid(id, "Customer"));
      if (outcomes.length >= LINES_AT_ONCE) await note();
    }
  }
  await note();
  return counts;
}

function parseLine(text: string): TagChangeLine | null {
  try {
    return tagChangeLine.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // Cut off, or no JSON.
    return null;
  }
}

/** Null where the change was made, undefined where the line does not say. */
function refusalOfLine(
  { data, errors }: TagChangeLine,
  change: BulkChange["change"],
): string | null | undefined {
  if (errors && errors.length > 0) {
    if (errors.some(({ extensions }) => PASSING.includes(extensions?.code ?? ""))) return undefined;
    return errors.map(({ message }) => message).join("; ");
  }
  const answer = data?.[change];
  return answer ? refusalIn(change, answer.userErrors) : undefined;
}
