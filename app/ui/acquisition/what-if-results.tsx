import { Banner, BlockStack, Card, List, Text } from "@shopify/polaris";
import type { WhatIfQuestion } from "../../clv/acquisition/what-if.ts";
import type { OwnFiguresView } from "../../valuation/pages/own-figures.ts";
import { ChartTableView } from "../charts/chart-table.tsx";
import { useLocale } from "../locale.tsx";
import { moneyOr, paybackWords, rangeWords, ratioWords, shownMoney } from "./money-words.ts";
import { type ScenarioSide, type ScenarioSides, SIDES } from "./scenario-side.ts";

/** What one scenario says, in a sentence. */
function useSentence() {
  const { t, format } = useLocale();
  return ({ result, faults }: ScenarioSide): string => {
    const { cacMinor, netClvMinor, netRange, clvMinor, ltvToCac } = result;
    const clv = shownMoney(clvMinor, format);
    if (faults.some(({ isError }) => isError)) return t("whatif.verdict.wrong");
    if (cacMinor === null || netClvMinor === null) return t("whatif.verdict.nobody", { clv });
    if (ltvToCac === null) {
      return t("whatif.verdict.free", { clv, most: shownMoney(result.limits.target.cacMinor, format) });
    }
    const values = {
      clv,
      cac: shownMoney(cacMinor, format),
      net: shownMoney(Math.abs(netClvMinor), format),
      ratio: ratioWords(ltvToCac, format),
      range: netRange ? rangeWords(netRange, format, t) : "",
    };
    if (netRange && netRange.lowMinor < 0 && netRange.highMinor >= 0)
      return t("whatif.verdict.unsure", values);
    return t(netClvMinor < 0 ? "whatif.verdict.loses" : "whatif.verdict.pays", values);
  };
}

export function WhatIfVerdict({ sides }: { sides: ScenarioSides }) {
  const { t, format } = useLocale();
  const sentence = useSentence();
  const [a, b] = [sides.a.result, sides.b.result];
  const difference =
    a.basis === b.basis && a.netClvMinor !== null && b.netClvMinor !== null
      ? b.netClvMinor - a.netClvMinor
      : null;
  const isWrong = SIDES.some((side) => sides[side].faults.some(({ isError }) => isError));
  const comparison = isWrong
    ? null
    : a.basis !== b.basis
      ? t("whatif.difference.bases")
      : difference === null
        ? null
        : t(
            difference === 0
              ? "whatif.difference.none"
              : difference > 0
                ? "whatif.difference.b"
                : "whatif.difference.a",
            {
              difference: shownMoney(Math.abs(difference), format),
            },
          );
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t("calculator.verdict")}
        </Text>
        <div role="status">
          <BlockStack gap="300">
            {SIDES.map((side) => (
              <BlockStack key={side} gap="050">
                <Text as="p" fontWeight="semibold">
                  {t(`whatif.${side}`)}
                </Text>
                <Text as="p">{sentence(sides[side])}</Text>
              </BlockStack>
            ))}
            {comparison && (
              <Text as="p" fontWeight="medium">
                {comparison}
              </Text>
            )}
          </BlockStack>
        </div>
        {a.basis === b.basis && (
          <Text as="p" variant="bodySm" tone="subdued">
            {t(`calculator.basis.${a.basis}`)}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

interface WhatIfResultsProps {
  readonly sides: ScenarioSides;
  readonly question: WhatIfQuestion;
}

export function WhatIfResults({ sides, question }: WhatIfResultsProps) {
  const { t, format } = useLocale();
  const none = t("calculator.none");
  const notAsked = t("whatif.not_asked");
  const money = (minor: number | null) => moneyOr(minor, format, none);
  const isWrong = (side: ScenarioSide) => side.faults.some(({ isError }) => isError);
  const line = (name: string, of: (side: ScenarioSide) => string) => [
    name,
    ...SIDES.map((side) => (isWrong(sides[side]) ? none : of(sides[side]))),
  ];
  const withRange = (minor: number | null, range: ScenarioSide["result"]["clvRange"]) =>
    minor === null || range === null
      ? money(minor)
      : t("whatif.with_range", { value: shownMoney(minor, format), range: rangeWords(range, format, t) });
  const valueAt = (at: number) =>
    line(t(`whatif.value.${WINDOW_NAMES[at] ?? "years_5"}`), ({ result }) => {
      const value = result.valueWithin?.[at];
      return value ? shownMoney(value.valueMinor, format) : notAsked;
    });
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingSm">
            {t("whatif.results")}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {t("whatif.results.basis")}
          </Text>
        </BlockStack>
        <ChartTableView
          wraps
          name={t("whatif.results")}
          table={{
            columns: [
              { heading: t("funnel.returns.figure") },
              ...SIDES.map((side) => ({ heading: t(`whatif.${side}`), numeric: true })),
            ],
            rows: [
              line(t("whatif.on_basis"), ({ result }) => t(`calculator.basis_name.${result.basis}`)),
              line(t("calculator.clv"), ({ result }) => withRange(result.clvMinor, result.clvRange)),
              line(t("calculator.cac"), ({ result }) => money(result.cacMinor)),
              line(t("whatif.now"), ({ result }) => money(result.nowMinor)),
              line(t("whatif.net"), ({ result }) => withRange(result.netClvMinor, result.netRange)),
              line(t("calculator.ltv_to_cac"), ({ result }) =>
                result.ltvToCac === null ? none : ratioWords(result.ltvToCac, format),
              ),
              line(t("calculator.payback"), ({ result }) => paybackWords(result.payback, format, t)),
              line(t("whatif.lead_share"), ({ result }) =>
                result.leadShare === null ? none : format.percent(result.leadShare, 1),
              ),
              line(t("whatif.multiple"), ({ result }) =>
                result.firstOrderMultiple === null ? notAsked : ratioWords(result.firstOrderMultiple, format),
              ),
              line(t("whatif.lifetime"), ({ result }) =>
                result.lifetime === null
                  ? notAsked
                  : t("whatif.lifetime.said", {
                      years: Number(result.lifetime.years.toFixed(2)),
                    }),
              ),
              ...WINDOW_NAMES.map((_, at) => valueAt(at)),
            ],
          }}
        />
        <Text as="p" variant="bodySm" tone="subdued">
          {t("whatif.results.note", { years: format.significant(question.horizonYears, 3) })}
        </Text>
      </BlockStack>
    </Card>
  );
}

/** In the order of VALUE_DAYS. */
const WINDOW_NAMES = ["weeks_2", "half_year", "year", "years_2", "years_5"] as const;

interface FormulaCardProps {
  readonly view: OwnFiguresView;
  readonly sides: ScenarioSides;
}

/** Which formula stands behind the results, and what is missing for more than it. */
export function FormulaCard({ view, sides }: FormulaCardProps) {
  const { t } = useLocale();
  const hasRange = SIDES.some((side) => sides[side].result.clvRange !== null);
  const missing = [
    ...(view.state === "none" ? [t("whatif.missing.figures")] : []),
    ...(view.state === "ready" && view.learning ? [t(`learning.${view.learning}`)] : []),
    ...(view.state === "ready" && view.figures.observedDays !== 365 ? [t("whatif.missing.year")] : []),
    ...(view.state === "ready" && view.figures.marginPpm === null ? [t("whatif.missing.margin")] : []),
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t("whatif.formula")}
        </Text>
        <Text as="p">{t("whatif.formula.body")}</Text>
        <Text as="p" variant="bodySm" tone="subdued">
          {t(hasRange ? "whatif.formula.range" : "whatif.formula.no_range")}
        </Text>
        {missing.length > 0 && (
          <Banner tone="info" title={t("whatif.missing")}>
            <List>
              {missing.map((each) => (
                <List.Item key={each}>{each}</List.Item>
              ))}
            </List>
          </Banner>
        )}
      </BlockStack>
    </Card>
  );
}
