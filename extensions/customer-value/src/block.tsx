import "@shopify/ui-extensions/preact";
import { render } from "preact";
import { CustomerValue } from "./customer-value.tsx";

export default async function block(): Promise<void> {
  const customer = shopify.data.selected[0];
  if (!customer) return;
  render(
    <CustomerValue host={{ customerGid: customer.id, i18n: shopify.i18n, fetch: (path) => fetch(path) }} />,
    document.body,
  );
}
