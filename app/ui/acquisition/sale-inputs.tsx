import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import { type Amount, MILLION } from "../../clv/acquisition/amount.ts";
import type { LaterSale } from "../../clv/acquisition/funnel.ts";
import { useLocale } from "../locale.tsx";
import { BasisSelect } from "./basis-select.tsx";
import styles from "./calculator.module.css";
import { type FieldFault, TypedInput } from "./typed-input.tsx";

interface SaleInputsProps {
  readonly number: number;
  readonly sale: LaterSale;
  readonly customers: number | null;
  readonly fault: FieldFault | null;
  readonly onChange: (sale: LaterSale) => void;
  readonly onRemove: () => void;
}

/** What customers buy later on: how many of them, for how much, and when. */
export function SaleInputs({ number, sale, customers, fault, onChange, onRemove }: SaleInputsProps) {
  const { t, format } = useLocale();
  const { buyers, amount } = sale;
  // Without its month it is what was bought at some time so far.
  const origin = sale.origin === "repeat_orders" && sale.afterMonths === null ? "so_far" : sale.origin;
  const title = t(`funnel.sale.${origin}`, { number, month: sale.afterMonths ?? 0 });
  const count =
    buyers.by === "count" ? buyers.count : customers === null ? null : (customers * buyers.ppm) / MILLION;
  const changeAmount = (part: Partial<Amount>) => onChange({ ...sale, amount: { ...amount, ...part } });
  return (
    <fieldset className={styles.sale} aria-label={title}>
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="center" wrap={false} gap="200">
          <Text as="span" fontWeight="medium">
            {title}
          </Text>
          <Button
            variant="tertiary"
            icon={DeleteIcon}
            accessibilityLabel={t("funnel.sale.remove", { number })}
            onClick={onRemove}
          />
        </InlineStack>
        <div className={styles.fields}>
          {buyers.by === "count" ? (
            <TypedInput
              kind="count"
              label={t("funnel.sale.buyers")}
              value={buyers.count}
              fault={fault}
              onChange={(people) => onChange({ ...sale, buyers: { by: "count", count: people } })}
            />
          ) : (
            <TypedInput
              kind="share"
              label={t("funnel.sale.share")}
              value={buyers.ppm}
              help={
                count === null
                  ? undefined
                  : t("funnel.sale.people", { people: format.number(count, Number.isInteger(count) ? 0 : 1) })
              }
              onChange={(ppm) => onChange({ ...sale, buyers: { by: "rate", ppm } })}
            />
          )}
          <TypedInput
            kind="money"
            label={t("funnel.sale.amount")}
            value={amount.minor}
            onChange={(minor) => changeAmount({ minor })}
          />
          <BasisSelect
            label={t("funnel.basis")}
            value={amount.basis}
            onChange={(basis) => changeAmount({ basis })}
          />
          <TypedInput
            kind="months"
            label={t("funnel.sale.months")}
            value={sale.afterMonths}
            placeholder={t("funnel.sale.months.none")}
            onChange={(afterMonths) => onChange({ ...sale, afterMonths })}
            onClear={() => onChange({ ...sale, afterMonths: null })}
          />
        </div>
        {sale.range && (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("funnel.sale.range", {
              low: format.percent(sale.range.lowPpm / MILLION, 0),
              high: format.percent(sale.range.highPpm / MILLION, 0),
            })}
          </Text>
        )}
      </BlockStack>
    </fieldset>
  );
}
