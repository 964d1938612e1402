import { AddressesPage, type AddressesPageProps } from "../../../app/ui/addresses/addresses-page.tsx";
import type { GalleryPage } from "../registry.ts";
import { addressViews, marketplace } from "../views/addresses.ts";

const drawn =
  (state: keyof typeof addressViews, rest: Partial<AddressesPageProps> = {}) =>
  () => (
    <AddressesPage view={addressViews[state]} saving={null} failed={false} onDecide={() => {}} {...rest} />
  );

export const page: GalleryPage = {
  name: "addresses",
  path: "/app/addresses",
  states: {
    reading: drawn("reading"),
    empty: drawn("empty"),
    undecided: drawn("undecided"),
    saving: drawn("undecided", { saving: marketplace.email }),
    failed: drawn("undecided", { failed: true }),
    recomputing: drawn("recomputing"),
    decided: drawn("decided"),
  },
};
