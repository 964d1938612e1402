import type { CandidateResult, ModelTest } from "../../valuation/model-view.ts";
import { chartColour } from "../charts/chart-colours.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { Explain } from "../explain/explain.tsx";
import { useLocale } from "../locale.tsx";
import styles from "./error-chart.module.css";
import { familyName, isBaseline } from "./family-text.ts";
import { comparedIn, decisive } from "./test-measures.ts";

const ALIKE = 0.005;

/** How far off the prediction of a customer was, beside the two plain averages that need no model. */
export function ErrorChart({ test }: { test: ModelTest }) {
  const { t, format } = useLocale();
  const { chosen, best, sameRate, cohortAverage } = comparedIn(test);
  const shown = [best, sameRate, cohortAverage].filter((candidate) => candidate !== undefined);
  const inMoney = best.value !== null;
  const title = t("model.errors.title");
  const error = (candidate: CandidateResult) =>
    inMoney ? format.money(decisive(candidate).mae) : format.number(decisive(candidate).mae, 2);
  const nameOf = (candidate: CandidateResult) => {
    const name = familyName(candidate.name, candidate.seasonal, t);
    if (candidate === chosen) return t("model.errors.in_use", { name });
    return isBaseline(candidate.name) ? name : t("model.errors.best_model", { name });
  };
  const largest = shown.reduce((a, b) => Math.max(a, decisive(b).mae), 0);
  const bestName = familyName(best.name, best.seasonal, t);
  const against = (baseline: CandidateResult | undefined) => {
    if (!baseline || !isBaseline(baseline.name) || decisive(baseline).mae === 0) return "";
    const gain = 1 - decisive(best).mae / decisive(baseline).mae;
    const compared = Math.abs(gain) < ALIKE ? "alike" : gain > 0 ? "closer" : "further";
    return t(`model.errors.against.${baseline.name}`, {
      name: bestName,
      compared,
      share: format.percent(Math.abs(gain), 0),
    });
  };
  return (
    <ChartFrame
      title={title}
      basis={t(inMoney ? "model.errors.basis" : "model.errors.basis_orders")}
      explain={<Explain figure={title} formula="model.errors.formula" />}
      summary={[against(sameRate), against(cohortAverage)].filter(Boolean).join(" ")}
      table={{
        columns: [
          { heading: t("model.errors.method") },
          ...(inMoney ? [{ heading: t("model.errors.value"), numeric: true }] : []),
          { heading: t("model.errors.orders"), numeric: true },
        ],
        rows: shown.map((candidate) => [
          nameOf(candidate),
          ...(inMoney ? [error(candidate)] : []),
          format.number(candidate.orders.mae, 2),
        ]),
      }}
    >
      <ul className={styles.bars}>
        {shown.map((candidate) => (
          <li key={candidate.name}>
            <div className={`${styles.line} ${candidate === chosen ? styles.inUse : ""}`}>
              <span>{nameOf(candidate)}</span>
              <span className={styles.figure}>{error(candidate)}</span>
            </div>
            <div className={styles.track}>
              <div
                className={styles.bar}
                style={{
                  width: `${largest === 0 ? 0 : (decisive(candidate).mae / largest) * 100}%`,
                  background: chartColour(isBaseline(candidate.name) ? "grey" : "blue"),
                }}
              />
            </div>
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}
