/** The app's answer for one customer, checked field by field: an extension outlives the server version that it was built with. */
export type Card =
  | { readonly state: "unknown" | "taken_out" | "no_orders" }
  | {
      readonly state: "full";
      readonly currency: string;
      /** Decimals of the amounts: the app's own table, not the browser's. */
      readonly minorDigits: number;
      readonly group: string;
      readonly orders: number;
      readonly netSalesMinor: number;
      readonly lastOrderDay: string;
      readonly prediction: Prediction;
      /** Orders of the customer that are still being read in detail; 0 from a server that does not say. */
      readonly unreadOrders: number;
    };

type Prediction =
  | {
      readonly state: "ready";
      readonly expectedValueMinor: number;
      readonly valueLowMinor: number;
      readonly valueHighMinor: number;
    }
  | { readonly state: "learning"; readonly reason: string };

export type CardResult =
  | { readonly ok: true; readonly card: Card }
  | { readonly ok: false; readonly reason: "signed_out" | "failed" };

type Fetch = (path: string) => Promise<Response>;

/** Asks the app for a customer's card. `customerGid` is gid://shopify/Customer/{number}. Never throws. */
export async function fetchCard(fetchFromApp: Fetch, customerGid: string): Promise<CardResult> {
  try {
    const customerId = customerGid.split("/").pop() ?? "";
    const response = await fetchFromApp(`/api/customer-card?customerId=${encodeURIComponent(customerId)}`);
    if (response.status === 401 || response.status === 403) return { ok: false, reason: "signed_out" };
    if (!response.ok) return { ok: false, reason: "failed" };
    const card = parseCard(await response.json());
    return card ? { ok: true, card } : { ok: false, reason: "failed" };
  } catch {
    return { ok: false, reason: "failed" };
  }
}

function parseCard(value: unknown): Card | null {
  if (!isRecord(value)) return null;
  if (value.state === "unknown" || value.state === "taken_out" || value.state === "no_orders") {
    return { state: value.state };
  }
  if (value.state !== "full") return null;
  const { currency, minorDigits, group, orders, netSalesMinor, lastOrderDay } = value;
  const prediction = parsePrediction(value.prediction);
  if (
    typeof currency !== "string" ||
    typeof minorDigits !== "number" ||
    typeof group !== "string" ||
    typeof orders !== "number" ||
    typeof netSalesMinor !== "number" ||
    typeof lastOrderDay !== "string" ||
    !prediction
  ) {
    return null;
  }
  const unreadOrders = typeof value.unreadOrders === "number" ? value.unreadOrders : 0;
  const figures = { currency, minorDigits, group, orders, netSalesMinor, lastOrderDay, prediction };
  return { state: "full", ...figures, unreadOrders };
}

function parsePrediction(value: unknown): Prediction | null {
  if (!isRecord(value)) return null;
  if (value.state === "learning" && typeof value.reason === "string") {
    return { state: "learning", reason: value.reason };
  }
  const { expectedValueMinor, valueLowMinor, valueHighMinor } = value;
  if (
    value.state !== "ready" ||
    typeof expectedValueMinor !== "number" ||
    typeof valueLowMinor !== "number" ||
    typeof valueHighMinor !== "number"
  ) {
    return null;
  }
  return { state: "ready", expectedValueMinor, valueLowMinor, valueHighMinor };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
