import type { SharedAddress, SharedAddressesView } from "../../../app/valuation/pages/shared-addresses.ts";
import { shop } from "./shop.ts";

export const marketplace: SharedAddress = {
  email: "orders@marketplace.example.com",
  orders: 1_284,
  recipients: 1_107,
  netSalesMinor: 7_412_095,
  decision: null,
  customer: { customerId: 7_100_221_340, name: "Marketplace" },
};

const ownShop: SharedAddress = {
  email: "klantenservice-en-telefonische-bestellingen@linden-and-wool.example.com",
  orders: 58,
  recipients: 41,
  netSalesMinor: 302_240,
  decision: null,
  customer: null,
};

const ready = (addresses: readonly SharedAddress[], recomputing = false): SharedAddressesView => ({
  state: "ready",
  shop,
  asOfDay: "2026-03-31",
  recomputing,
  minRecipients: 20,
  addresses,
});

export const addressViews = {
  reading: { state: "reading", shop },
  empty: ready([]),
  undecided: ready([marketplace, ownShop]),
  recomputing: ready([{ ...marketplace, decision: "taken_out" }, ownShop], true),
  decided: ready([
    { ...marketplace, decision: "taken_out" },
    { ...ownShop, decision: "kept" },
    {
      ...ownShop,
      email: "office@company.example.com",
      decision: "kept",
      customer: { customerId: 7_100_221_341, name: null },
    },
  ]),
} as const satisfies Record<string, SharedAddressesView>;
