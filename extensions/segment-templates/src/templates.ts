import type { Api, Output } from "@shopify/ui-extensions/admin.customers.segmentation-templates.data";
import { TEMPLATE_NAMES, TEMPLATE_QUERIES } from "./template-queries.ts";

/** Templates from this day count as new in Shopify for a month. */
const CREATED_ON = "2026-11-28";

/** The app's templates in Shopify's segment editor. */
export default async function templates(api: Pick<Api, "i18n"> = shopify): Promise<Output> {
  const { translate } = api.i18n;
  return {
    templates: TEMPLATE_NAMES.map((name) => ({
      title: translate(`${name}.title`),
      description: translate(`${name}.description`),
      query: TEMPLATE_QUERIES[name],
      queryToInsert: TEMPLATE_QUERIES[name],
      createdOn: CREATED_ON,
    })),
  };
}
