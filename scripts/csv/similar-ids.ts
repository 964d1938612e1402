import { isUtf8 } from "node:buffer";

const LOST = "\uFFFD";
const MOST_SHOWN = 5;

/** Notes on ids that are probably one customer's, and on ids that may be several people's; nothing is merged. */
export function similarIdNotes(ids: readonly string[]): string[] {
  const groups = similarIds(ids);
  const notes = groups
    .slice(0, MOST_SHOWN)
    .map(
      (group) => `${group.map((id) => `"${id}"`).join(" and ")} may be one customer; they are counted apart`,
    );
  if (groups.length > MOST_SHOWN) notes.push(`and ${groups.length - MOST_SHOWN} more such groups of ids`);
  const lost = ids.filter((id) => id.includes(LOST));
  if (lost.length > 0) {
    const shown = lost.slice(0, MOST_SHOWN).map((id) => `"${id}"`);
    notes.push(
      `${lost.length} ids have letters that were lost in decoding and may stand for several customers each: ${shown.join(", ")}${lost.length > MOST_SHOWN ? ", ..." : ""}`,
    );
  }
  return notes;
}

/**
 * Groups of ids that differ only in case, in zeros before a number, in `.0` after it, in spaces, or in letters of which one of them lost the
 * right one in decoding.
 */
export function similarIds(ids: readonly string[]): string[][] {
  const groups: string[][] = [];
  for (const group of groupBy(ids, letterlessKey)) {
    if (group.length === 1) continue;
    if (group.some(hasLostLetter)) groups.push(group);
    else groups.push(...groupBy(group, plainKey).filter((same) => same.length > 1));
  }
  return groups;
}

function groupBy(ids: readonly string[], keyOf: (id: string) => string): string[][] {
  const groups = new Map<string, string[]>();
  for (const id of ids) {
    const key = keyOf(id);
    const group = groups.get(key);
    if (group) group.push(id);
    else groups.set(key, [id]);
  }
  return [...groups.values()];
}

function plainKey(id: string): string {
  const spaced = id.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();
  return spaced.replace(/^0+(?=\d+(?:\.0+)?$)/, "").replace(/^(\d+)\.0+$/, "$1");
}

const isPlain = /^[\x20-\x3e\x40-\x7e]*$/;

function letterlessKey(id: string): string {
  if (isPlain.test(id)) return plainKey(id);
  return plainKey(repaired(id))
    .replace(/(?<=\p{L})\?+|\?+(?=\p{L})/gu, LOST)
    .replace(/[^\0-\x7f]+/g, LOST);
}

const hasLostLetter = (id: string): boolean =>
  id.includes(LOST) || /\p{L}\?|\?\p{L}/u.test(id) || repaired(id) !== id;

const BYTE_OF = new Map(
  [...new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))].map(
    (letter, byte) => [letter, byte] as const,
  ),
);

/** UTF-8 that was read as Windows-1252 ("ZoÃ«"), read right ("Zoë"); any other text as it is. */
function repaired(id: string): string {
  const bytes: number[] = [];
  for (const letter of id) {
    const byte = BYTE_OF.get(letter);
    if (byte === undefined) return id;
    bytes.push(byte);
  }
  const buffer = Buffer.from(bytes);
  return bytes.some((byte) => byte > 127) && isUtf8(buffer) ? buffer.toString("utf8") : id;
}
