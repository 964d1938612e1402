import { Banner } from "@shopify/polaris";
import type { Measured } from "../../experiments/measure.ts";
import { useLocale } from "../locale.tsx";

/** What people were held out of: a file, or a list that is kept in step. */
export type ExperimentKind = "export" | "list";

/** What may be concluded from the difference. */
export function VerdictBanner({ result, of }: { readonly result: Measured; readonly of: ExperimentKind }) {
  const { t, format } = useLocale();
  const { verdict, sent, heldOut, buyersNeeded } = result;
  if (verdict.verdict === "split_broken") {
    return (
      <Banner tone="critical" title={t("experiment.split_broken.title")}>
        <p>{t("experiment.split_broken.body")}</p>
      </Banner>
    );
  }
  if (verdict.verdict === "too_early") {
    return (
      <Banner tone="info" title={t("experiment.too_early.title")}>
        <p>
          {t("experiment.too_early.body", {
            of,
            needed: format.number(buyersNeeded),
            sent: format.number(sent.buyers),
            heldOut: format.number(heldOut.buyers),
          })}
        </p>
      </Banner>
    );
  }
  const { low, high } = verdict;
  if (verdict.verdict === "no_difference_seen") {
    const ends = { of, low: format.money(low), high: format.money(high) };
    return (
      <Banner tone="info" title={t("experiment.no_difference_seen.title")}>
        <p>{t("experiment.no_difference_seen.body", ends)}</p>
      </Banner>
    );
  }
  return low > 0 ? (
    <Banner
      tone="success"
      title={t("experiment.more.title", { low: format.money(low), high: format.money(high) })}
    >
      <p>
        {t("experiment.more.body", {
          of,
          count: sent.people,
          totalLow: format.moneyWhole(low * sent.people),
          totalHigh: format.moneyWhole(high * sent.people),
        })}
      </p>
    </Banner>
  ) : (
    <Banner
      tone="warning"
      title={t("experiment.less.title", { low: format.money(-high), high: format.money(-low) })}
    >
      <p>{t("experiment.less.body", { of })}</p>
    </Banner>
  );
}
