import { List } from "@shopify/polaris";
import type { ExportRecord } from "../../exports/records.ts";
import { useLocale } from "../locale.tsx";

/** How many members do not go into the file, by reason, most frequent first. */
export function LeftOutList({ leftOut }: { leftOut: ExportRecord["leftOut"] }) {
  const { t, format } = useLocale();
  const ordered = leftOut.filter((entry) => entry.customers > 0).sort((a, b) => b.customers - a.customers);
  return (
    <List gap="extraTight">
      {ordered.map(({ reason, customers }) => (
        <List.Item key={reason}>
          {t("exports.left_out.reason", {
            count: format.number(customers),
            reason: t(`exports.reason.${reason}`),
          })}
        </List.Item>
      ))}
    </List>
  );
}
