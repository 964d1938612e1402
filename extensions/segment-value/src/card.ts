/** What the app says of a segment's members, checked field by field: an extension outlives the server version that it was built with. */
export interface Card {
  readonly currency: string;
  readonly minorDigits: number;
  /** Members whom the app knows. */
  readonly customers: number;
  readonly netSalesMinor: number;
  /** Null without a prediction. */
  readonly expectedValueMinor: number | null;
  readonly reachable: number;
  /** The segment is larger than what was summed up. */
  readonly isPartial: boolean;
  /** The app's own segment, where this is one that it published. */
  readonly segmentKey: string | null;
}

export type CardResult =
  | { readonly ok: true; readonly card: Card }
  | { readonly ok: false; readonly reason: "signed_out" | "gone" | "failed" };

/** Asks the app. `segmentGid` is gid://shopify/Segment/{number}. Never throws. */
export async function fetchCard(
  fetchFromApp: (path: string) => Promise<Response>,
  segmentGid: string,
): Promise<CardResult> {
  try {
    const id = segmentGid.split("/").pop() ?? "";
    const response = await fetchFromApp(`/api/segment-card?segmentId=${encodeURIComponent(id)}`);
    if (response.status === 401 || response.status === 403) return { ok: false, reason: "signed_out" };
    if (response.status === 404) return { ok: false, reason: "gone" };
    const card = response.ok ? parseCard(await response.json()) : null;
    return card ? { ok: true, card } : { ok: false, reason: "failed" };
  } catch {
    return { ok: false, reason: "failed" };
  }
}

function parseCard(value: unknown): Card | null {
  if (typeof value !== "object" || value === null) return null;
  const {
    currency,
    minorDigits,
    customers,
    netSalesMinor,
    expectedValueMinor,
    reachable,
    isPartial,
    segmentKey,
  } = value as Record<string, unknown>;
  if (
    typeof currency !== "string" ||
    typeof minorDigits !== "number" ||
    typeof customers !== "number" ||
    typeof netSalesMinor !== "number" ||
    !(expectedValueMinor === null || typeof expectedValueMinor === "number") ||
    typeof reachable !== "number" ||
    typeof isPartial !== "boolean" ||
    !(segmentKey === null || typeof segmentKey === "string")
  )
    return null;
  const figures = { customers, netSalesMinor, expectedValueMinor, reachable };
  return { currency, minorDigits, ...figures, isPartial, segmentKey };
}
