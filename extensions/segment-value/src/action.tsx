import "@shopify/ui-extensions/preact";
import type { Api } from "@shopify/ui-extensions/admin.customer-segment-details.action.render";
import { render } from "preact";
import { SegmentValue } from "./segment-value.tsx";

export default async function action(): Promise<void> {
  // Typed for one target by shopify.d.ts; this is another.
  const { data, i18n, close } = shopify as unknown as Api;
  const segment = data.selected[0];
  if (!segment) return;
  render(
    <SegmentValue host={{ segmentGid: segment.id, i18n, close, fetch: (path) => fetch(path) }} />,
    document.body,
  );
}
