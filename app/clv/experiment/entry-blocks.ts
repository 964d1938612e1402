/** Each group of a block has at least so many people: fewer say too little of how much people differ. */
export const LEAST_IN_BLOCK = 10;

/** Days are numbers, one higher each day. */
export interface DayOfEntries {
  readonly day: number;
  readonly sent: number;
  readonly heldOut: number;
}

/** From the first to the last day of it, both included. */
export interface Block {
  readonly from: number;
  readonly to: number;
}

/**
 * People who came one after the other, in the order of their days, as blocks that are compared each by itself: a block ends with the first day on
 * which both groups are large enough. Who came after the last block is in none yet. It depends on how many came and nothing else, and later days
 * change no earlier block.
 */
export function entryBlocks(days: readonly DayOfEntries[], least = LEAST_IN_BLOCK): Block[] {
  const blocks: Block[] = [];
  let from: number | null = null;
  let [sent, heldOut] = [0, 0];
  for (const one of days) {
    from ??= one.day;
    sent += one.sent;
    heldOut += one.heldOut;
    if (sent < least || heldOut < least) continue;
    blocks.push({ from, to: one.day });
    from = null;
    [sent, heldOut] = [0, 0];
  }
  return blocks;
}
