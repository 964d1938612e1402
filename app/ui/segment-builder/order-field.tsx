import { Select } from "@shopify/polaris";
import type { ListOrder } from "../../segments/list-order.ts";
import { useLocale } from "../locale.tsx";
import { OFFERED_ORDERS } from "./list-orders.ts";

interface OrderFieldProps {
  readonly order: ListOrder;
  readonly onChange: (order: ListOrder) => void;
}

/** What the table and the file of the segment begin with. */
export function OrderField({ order, onChange }: OrderFieldProps) {
  const { t } = useLocale();
  // An order that another version of the app saved is kept until it is changed.
  const offered = [...new Set<ListOrder>([...OFFERED_ORDERS, order])];
  return (
    <Select
      label={t("builder.order")}
      helpText={t("builder.order.help")}
      options={offered.map((value) => ({ value, label: t(`segments.members.order.${value}`) }))}
      value={order}
      onChange={(chosen) => onChange(offered.find((each) => each === chosen) ?? order)}
    />
  );
}
