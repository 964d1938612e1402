/** Where customers came from: a campaign is of a channel, everything else has no channel ("") and its own key. */
export interface Place {
  readonly channel: string;
  readonly key: string;
}

/** As a key of a map. Channels and campaigns are typed: any sign may stand in them. */
export const placeOf = ({ channel, key }: Place): string => JSON.stringify([channel, key]);

export interface SpendByPlace {
  /** null where nothing is spent on places of the dimension by themselves. */
  readonly of: ReadonlyMap<string, { readonly place: Place; readonly amountMinor: number }> | null;
  /** What is of channels and of none of their campaigns: without a campaign's name, and commission. */
  readonly apart: { readonly wholeChannelMinor: number; readonly commissionMinor: number };
}

interface Spent {
  readonly channel: string;
  readonly campaignKey: string;
  readonly amountMinor: number;
}

/** A place that nothing was entered for is not in it: what was spent there is not known, which is not the same as nothing. */
export function spendByPlace(
  dimension: string,
  spent: readonly Spent[],
  commission: ReadonlyMap<string, number>,
): SpendByPlace {
  const apart = { wholeChannelMinor: 0, commissionMinor: 0 };
  if (dimension !== "channel" && dimension !== "campaign") return { of: null, apart };
  const found = new Map<string, { place: Place; amountMinor: number }>();
  const add = (place: Place, amountMinor: number) => {
    const before = found.get(placeOf(place))?.amountMinor ?? 0;
    found.set(placeOf(place), { place, amountMinor: before + amountMinor });
  };
  // A month's part of very little can be 0; what is entered never is.
  for (const { channel, campaignKey, amountMinor } of spent.filter(({ amountMinor }) => amountMinor !== 0)) {
    if (dimension === "channel") add({ channel: "", key: channel }, amountMinor);
    else if (campaignKey === "") apart.wholeChannelMinor += amountMinor;
    else add({ channel, key: campaignKey }, amountMinor);
  }
  for (const [channel, amountMinor] of commission) {
    if (dimension === "channel") add({ channel: "", key: channel }, amountMinor);
    else apart.commissionMinor += amountMinor;
  }
  return { of: found, apart };
}
