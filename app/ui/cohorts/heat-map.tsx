import { Text } from "@shopify/polaris";
import type { CohortMeasure } from "../../valuation/pages/cohorts.ts";
import type { Format } from "../format.ts";
import { useLocale } from "../locale.tsx";
import { type CohortCell, type CohortGrid, HEAT_STEPS, heatStep } from "./cohort-grid.ts";
import styles from "./heat-map.module.css";

export function measureText(measure: CohortMeasure, value: number, format: Format): string {
  if (measure === "retention") return format.percent(value, value > 0 && value < 0.1 ? 1 : 0);
  if (measure === "cumulative_clv") return format.money(Math.round(value));
  if (measure === "net_sales") return format.moneyWhole(Math.round(value));
  return format.number(value, Number.isInteger(value) ? 0 : 1);
}

const stepClass = (step: number) =>
  `${styles.cell} ${step < 0 ? styles.negative : (styles[`step${step}`] ?? styles.step0)}`;

function Cell({ grid, cell }: { grid: CohortGrid; cell: CohortCell }) {
  const { t, format } = useLocale();
  const text = measureText(grid.measure, cell.value, format);
  if (cell.mature) return <td className={stepClass(heatStep(grid, cell.value))}>{text}</td>;
  return (
    <td className={`${styles.cell} ${styles.immature}`}>
      {text}
      <Text as="span" visuallyHidden>
        {` (${t("cohorts.heat.immature")})`}
      </Text>
    </td>
  );
}

function Legend({ hasNegative }: { hasNegative: boolean }) {
  const { t } = useLocale();
  const steps = Array.from({ length: HEAT_STEPS }, (_, index) => index + 1);
  return (
    <div className={styles.legend}>
      <span className={styles.entry}>
        {t("cohorts.heat.less")}
        {steps.map((step) => (
          <span key={step} className={`${styles.swatch} ${styles[`step${step}`]}`} />
        ))}
        {t("cohorts.heat.more")}
      </span>
      {hasNegative && (
        <span className={styles.entry}>
          <span className={`${styles.swatch} ${styles.negative}`} />
          {t("cohorts.heat.negative")}
        </span>
      )}
      <span className={styles.entry}>
        <span className={`${styles.swatch} ${styles.immature}`} />
        {t("cohorts.legend.immature")}
      </span>
    </div>
  );
}

/** Cohorts by months since the first order: a table with headers whose cells are coloured, so it is its own text. */
export function HeatMap({ grid }: { grid: CohortGrid }) {
  const { t, format } = useLocale();
  const months = grid.average.map((_, index) => index);
  const hasNegative = grid.rows.some((row) => row.cells.some((cell) => cell.mature && cell.value < 0));
  return (
    <>
      <Legend hasNegative={hasNegative} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard */}
      <section className={styles.box} aria-label={t("cohorts.heat.scroll")} tabIndex={0}>
        <table className={styles.table}>
          <caption>
            <Text as="span" visuallyHidden>
              {t("cohorts.heat.caption", { measure: t(`cohorts.measure.${grid.measure}`) })}
            </Text>
          </caption>
          <thead>
            <tr>
              <th scope="col" className={styles.cohort}>
                {t("cohorts.heat.cohort")}
                <span className={styles.size}>{t("cohorts.heat.customers")}</span>
              </th>
              <th scope="col" className={styles.customers}>
                {t("cohorts.heat.customers")}
              </th>
              {months.map((month) => (
                <th key={month} scope="col">
                  {t("cohorts.heat.month", { month })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr className={styles.average}>
              <th scope="row" className={styles.cohort}>
                {t("cohorts.heat.average")}
              </th>
              <td className={styles.customers} />
              {grid.average.map((value, month) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the position is the month
                <td key={month}>
                  {value === null ? (
                    <Text as="span" visuallyHidden>
                      {t("cohorts.heat.average.none")}
                    </Text>
                  ) : (
                    measureText(grid.measure, value, format)
                  )}
                </td>
              ))}
            </tr>
            {grid.rows.map((row) => (
              <tr key={row.month}>
                <th scope="row" className={styles.cohort}>
                  {format.month(row.month)}
                  <span className={styles.size}>{format.number(row.customers)}</span>
                </th>
                <td className={styles.customers}>{format.number(row.customers)}</td>
                {row.cells.map((cell, month) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the position is the month
                  <Cell key={month} grid={grid} cell={cell} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
