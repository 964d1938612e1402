export interface PlaceTick {
  /** 0 at the left edge, 1 at the right. */
  readonly at: number;
  readonly label: string;
  /** A border between two ranges: marked, and the label stands centred under the mark. */
  readonly border?: boolean;
}

/** Widths of an axis in pixels at and below which labels can give way; each has a class in the style sheet. */
export const THIN_WIDTHS = [200, 240, 280, 320, 360, 480, 640, 800] as const;

const NARROWEST = 160;
const GAP = 8;
const LETTER = 6;

export type Anchor = "start" | "middle" | "end";

/** Labels at the ends of an axis stay inside it. */
export function anchorOf({ at, border }: PlaceTick): Anchor {
  if (border) return "middle";
  return at < 0.03 ? "start" : at > 0.97 ? "end" : "middle";
}

function fits(ticks: readonly PlaceTick[], width: number): boolean {
  let end = Number.NEGATIVE_INFINITY;
  for (const tick of ticks) {
    const length = tick.label.length * LETTER;
    const before = { start: 0, middle: length / 2, end: length }[anchorOf(tick)];
    const start = tick.at * width - before;
    if (start < end + GAP) return false;
    end = start + length;
  }
  return true;
}

/**
 * For each label the widest axis on which it gives way, null where it always stays. Every second, fourth, eighth ...
 * label is kept, counted from the last, so that what is left is evenly apart and never touches.
 */
export function thinWidths(ticks: readonly PlaceTick[]): readonly (number | null)[] {
  const last = ticks.length - 1;
  const widths: (number | null)[] = ticks.map(() => null);
  let stride = 1;
  for (let i = THIN_WIDTHS.length - 1; i >= 0; i -= 1) {
    const narrowest = THIN_WIDTHS[i - 1] ?? NARROWEST;
    const kept = () => ticks.filter((_, index) => (last - index) % stride === 0);
    while (stride <= last && !fits(kept(), narrowest)) stride *= 2;
    for (let index = 0; index <= last; index += 1) {
      if ((last - index) % stride !== 0) widths[index] ??= THIN_WIDTHS[i] ?? null;
    }
  }
  return widths;
}
