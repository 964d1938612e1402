import type { Day } from "../calendar.ts";
import { campaignKey } from "./channel.ts";
import type { Spend } from "./spend.ts";

type Placed = Omit<Spend, "amountMinor">;

interface Stretch {
  readonly from: Day;
  readonly to: Day;
}

/**
 * Which of the given spend may be counted already, by `isSameSpend`, among what is stored. In the time that sorting takes: a file of a year has ten
 * thousands of rows.
 */
export function overlapping(stored: readonly Placed[], given: readonly Placed[]): boolean[] {
  const daysOf = new Map<string, Stretch[]>();
  const note = (place: string, spend: Placed) => {
    const known = daysOf.get(place);
    const stretch = { from: spend.firstDay, to: spend.lastDay };
    if (known) known.push(stretch);
    else daysOf.set(place, [stretch]);
  };
  for (const spend of stored) {
    note(placeOf(spend, campaignKey(spend.campaign)), spend);
    note(placeOf(spend, ANY), spend);
  }
  const merged = new Map([...daysOf].map(([place, stretches]) => [place, union(stretches)]));
  return given.map((spend) => {
    const campaign = campaignKey(spend.campaign);
    const places = campaign === "" ? [ANY] : [campaign, ""];
    return places.some((one) => meets(merged.get(placeOf(spend, one)) ?? [], spend));
  });
}

/** Whatever the campaign. */
const ANY = null;

const placeOf = ({ kind, channel }: Placed, campaign: string | null): string =>
  JSON.stringify([kind === "own_time", channel, campaign]);

/** In order, and apart. */
function union(stretches: readonly Stretch[]): Stretch[] {
  const out: { from: Day; to: Day }[] = [];
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = out.at(-1);
    if (last && from <= last.to + 1) last.to = Math.max(last.to, to);
    else out.push({ from, to });
  }
  return out;
}

function meets(stretches: readonly Stretch[], { firstDay, lastDay }: Placed): boolean {
  let low = 0;
  let high = stretches.length;
  // Each turn leaves half: more than 52 are never needed.
  for (let turn = 0; turn < 53 && low < high; turn++) {
    const middle = (low + high) >> 1;
    if (stretches[middle]!.to < firstDay) low = middle + 1;
    else high = middle;
  }
  const found = stretches[low];
  return found !== undefined && found.from <= lastDay;
}
