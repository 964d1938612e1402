import type { Standing } from "../tool.ts";

interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** A reading that something came between is begun anew this often in all. */
const READINGS = 2;

/**
 * Reads everything there is by pages, and says whether nothing was missed. Somebody who is deleted meanwhile moves others over the edge of a page, and
 * somebody who is added hides it from a count: each page therefore has to hold the last one of the page before.
 */
async function readWhole<T>(
  pageAt: (offset: number) => Promise<Page<T>>,
  first: Page<T>,
  { size, idOf, see }: { readonly size: number; idOf(item: T): string; see(item: T): void },
): Promise<boolean> {
  const isWhole = async (begin: Page<T>): Promise<boolean> => {
    const seen = new Set<string>();
    let last: string | null = null;
    for (let page = begin, offset = 0; ; page = await pageAt(offset)) {
      const ids = page.items.map(idOf);
      if (last !== null && !ids.includes(last)) return false;
      for (const id of ids) seen.add(id);
      page.items.forEach(see);
      offset += size - 1;
      last = ids.at(-1) ?? null;
      if (last === null || offset + 1 >= page.total) return seen.size >= Math.max(page.total, begin.total);
    }
  };
  for (let readings = 0; readings < READINGS; readings++)
    if (await isWhole(readings === 0 ? first : await pageAt(0))) return true;
  return false;
}

/** People who may be removed between two pages without anybody being missed. */
const OVERLAP = 20;

/**
 * The next part of a list that is counted from its begin, in the tool's order: each page holds the last ones of the page before, by which it is known
 * that nobody moved over its edge. "lost" where they are not in it. `cursor`: null for the first.
 */
export async function readOn<T>(
  pageAt: (offset: number) => Promise<Page<T>>,
  cursor: string | null,
  idOf: (item: T) => string,
): Promise<{ readonly items: readonly T[]; readonly next: string | null } | "lost"> {
  const [from = "0", last = null] = cursor?.split(" ") ?? [];
  const offset = Number(from);
  const { items, total } = await pageAt(offset);
  const known = last === null ? -1 : items.findIndex((item) => idOf(item) === last);
  if (last !== null && known < 0) return "lost";
  const end = items.at(-1);
  const isOver = end === undefined || offset + items.length >= total;
  const overlap = Math.min(OVERLAP, items.length - 1);
  const next = isOver ? null : `${offset + items.length - overlap}${overlap > 0 ? ` ${idOf(end)}` : ""}`;
  return { items: items.slice(known + 1), next };
}

export const unknownTo = (address: string): Standing => ({
  ...{ address, toolId: null, state: "unknown", onList: false },
});

/** How addresses stand: one by one, or everybody by pages where that takes fewer requests. */
export async function lookUpEach<T>(
  addresses: readonly string[],
  {
    size,
    pageAt,
    idOf,
    standingOf,
    lookUpOne,
  }: {
    readonly size: number;
    pageAt(offset: number): Promise<Page<T>>;
    idOf(item: T): string;
    /** Null where the tool knows no address of it. */
    standingOf(item: T): Standing | null;
    lookUpOne(address: string): Promise<Standing>;
  },
): Promise<readonly Standing[]> {
  const first = addresses.length > 1 ? await pageAt(0) : null;
  if (first === null || Math.ceil(first.total / size) - 1 > addresses.length) {
    const standings: Standing[] = [];
    for (const address of addresses) standings.push(await lookUpOne(address));
    return standings;
  }
  const wanted = new Set(addresses);
  const found = new Map<string, Standing>();
  const isWhole = await readWhole(pageAt, first, {
    size,
    idOf,
    see(one) {
      const standing = standingOf(one);
      if (standing && wanted.has(standing.address)) found.set(standing.address, standing);
    },
  });
  const missing = isWhole ? [] : addresses.filter((address) => !found.has(address));
  for (const address of missing) found.set(address, await lookUpOne(address));
  return addresses.map((address) => found.get(address) ?? unknownTo(address));
}
