import type { Audience } from "../../exports/audience.ts";
import type { CustomerFilter } from "../../valuation/pages/customers/filter.ts";
import { customerAddress, PAGE_SIZE } from "../customers/customer-address.ts";
import type { Format } from "../format.ts";
import type { Translate } from "../messages/catalogue.ts";

/** The filter's values in words, such as "At risk, Netherlands"; empty for everybody. */
function filterText({ groups, consent, countries }: CustomerFilter, t: Translate, format: Format): string {
  return format.list([
    ...(groups ?? []).map((group) => t(`rfm.${group}`)),
    ...(consent ?? []).map((state) => t(`consent.${state}`)),
    ...(countries ?? []).map(format.country),
  ]);
}

export function audienceText(audience: Audience, t: Translate, format: Format): string {
  if (typeof audience === "string") return t(`segments.${audience}.name`);
  const filter = filterText(audience, t, format);
  return filter ? t("exports.audience.filtered", { filter }) : t("exports.audience.all");
}

/** Where the page stands that shows the audience as it is now. */
export function audienceAddress(audience: Audience): string {
  if (typeof audience === "string") return `/app/segments/${audience}`;
  return customerAddress({ ...audience, sort: "net_sales", direction: "desc", pageSize: PAGE_SIZE });
}
