import { BlockStack, Card, Text } from "@shopify/polaris";
import type { Ladder } from "../../valuation/pages/comparison/ladder.ts";
import { useLocale } from "../locale.tsx";
import type { MessageKey } from "../messages/catalogue.ts";
import styles from "./compare.module.css";

export interface LadderCardProps {
  readonly title: string;
  /** What the figure at the top is, in Shopify's words. */
  readonly start: MessageKey;
  readonly about: MessageKey;
  readonly ladder: Ladder;
}

/** A figure of Shopify, every reason why the app's differs, and net sales: it adds up line by line. */
export function LadderCard({ title, start, about, ladder }: LadderCardProps) {
  const { t, format } = useLocale();
  const { startMinor, steps, unexplainedMinor, netSalesMinor } = ladder;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingSm">
            {title}
          </Text>
          <Text as="p" tone="subdued">
            {t(about)}
          </Text>
        </BlockStack>
        <table className={styles.ladder} aria-label={title}>
          <tbody>
            <tr className={styles.start}>
              <th scope="row">{t(start)}</th>
              <td>{format.money(startMinor)}</td>
            </tr>
            {steps.map(({ key, minor, orders }) => (
              <tr key={key}>
                <th scope="row">
                  {t(`compare.step.${key}`)}
                  <span className={styles.note}>
                    {orders === null
                      ? t(`compare.step.${key}.about`)
                      : `${t("compare.orders", { orders })} ${t(`compare.step.${key}.about`)}`}
                  </span>
                </th>
                <td>{format.money(minor)}</td>
              </tr>
            ))}
            <tr className={unexplainedMinor === 0 ? undefined : styles.problem}>
              <th scope="row">
                {t("compare.unexplained")}
                {unexplainedMinor !== 0 && (
                  <span className={styles.note}>{t("compare.unexplained.about")}</span>
                )}
              </th>
              <td>{format.money(unexplainedMinor)}</td>
            </tr>
          </tbody>
          <tfoot>
            <tr className={styles.end}>
              <th scope="row">{t("compare.net_sales")}</th>
              <td>{format.money(netSalesMinor)}</td>
            </tr>
          </tfoot>
        </table>
      </BlockStack>
    </Card>
  );
}
