import { Text } from "@shopify/polaris";
import type { Funnel, FunnelResult } from "../../clv/acquisition/funnel.ts";
import { type ChartColour, chartColour } from "../charts/chart-colours.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { useLocale } from "../locale.tsx";
import styles from "./calculator.module.css";
import { peopleWords, rangeWords, shownMoney } from "./money-words.ts";

const WIDTH = 1_000;
const STEP = 56;
const BAR_ROW = 40;

interface PeopleStep {
  readonly key: string;
  readonly label: string;
  readonly count: number | null;
  /** Share of the step before. */
  readonly rate: number | null;
  readonly colour: ChartColour;
}

/** Each step as a slice of a funnel whose width is the logarithm of its people: the last of them would not be seen otherwise. */
function Slices({ steps, name }: { steps: readonly PeopleStep[]; name: string }) {
  const most = Math.max(1, ...steps.map(({ count }) => count ?? 0));
  const widthOf = (count: number | null) => Math.max(0.02, Math.log1p(count ?? 0) / Math.log1p(most)) * WIDTH;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${STEP * steps.length}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={name}
    >
      {steps.map(({ key, count, colour }, at) => {
        const top = widthOf(count);
        const next = steps[at + 1];
        const bottom = next && next.count !== null ? Math.min(top, widthOf(next.count)) : top * 0.82;
        const [y, end] = [at * STEP + 2, (at + 1) * STEP - 2];
        const [left, right] = [(WIDTH - top) / 2, (WIDTH + top) / 2];
        const d = `M${left} ${y} H${right} L${(WIDTH + bottom) / 2} ${end} H${(WIDTH - bottom) / 2} Z`;
        return count === null ? (
          <path
            key={key}
            d={`M${WIDTH * 0.3} ${y + 4} H${WIDTH * 0.7} V${end - 4} H${WIDTH * 0.3} Z`}
            fill="none"
            stroke="var(--p-color-border-tertiary)"
            strokeDasharray="4 4"
          />
        ) : (
          <path key={key} d={d} fill={chartColour(colour)} />
        );
      })}
    </svg>
  );
}

interface MoneyStep {
  readonly key: string;
  readonly label: string;
  /** null: not known. */
  readonly minor: number | null;
  /** Where the bar begins. */
  readonly from: number;
  readonly colour: ChartColour;
  readonly range?: { readonly lowMinor: number; readonly highMinor: number } | null;
  readonly isResult?: boolean;
}

/** What comes in and goes out, one after the other on one line of money. */
function Bars({ steps, name }: { steps: readonly MoneyStep[]; name: string }) {
  const ends = steps.flatMap(({ minor, from, range }) => [
    from,
    from + (minor ?? 0),
    ...(range ? [range.lowMinor, range.highMinor] : []),
  ]);
  const least = Math.min(0, ...ends);
  const span = Math.max(0, ...ends) - least || 1;
  const x = (minor: number) => ((minor - least) / span) * WIDTH;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${BAR_ROW * steps.length}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={name}
    >
      <line
        x1={x(0)}
        x2={x(0)}
        y1={0}
        y2={BAR_ROW * steps.length}
        stroke="var(--p-color-border-tertiary)"
        strokeWidth={1}
      />
      {steps.map(({ key, minor, from, colour, range }, at) => {
        if (minor === null) return null;
        const [start, end] = [x(from), x(from + minor)];
        const middle = at * BAR_ROW + BAR_ROW / 2;
        return (
          <g key={key}>
            <rect
              x={Math.min(start, end)}
              width={Math.max(2, Math.abs(end - start))}
              y={middle - 11}
              height={22}
              rx={2}
              fill={chartColour(colour)}
            />
            {range && (
              <path
                d={`M${x(range.lowMinor)} ${middle} H${x(range.highMinor)} M${x(range.lowMinor)} ${middle - 6} v12 M${x(range.highMinor)} ${middle - 6} v12`}
                stroke="var(--p-color-text)"
                strokeWidth={1.5}
                fill="none"
              />
            )}
          </g>
        );
      })}
    </svg>
  );
}

interface DrawingProps {
  readonly funnel: Funnel;
  readonly result: FunnelResult;
}

/** spend -> reach -> leads -> customers -> first orders -> later sales, as a picture and as a table. */
export function FunnelDrawing({ funnel, result }: DrawingProps) {
  const { t, format } = useLocale();
  const { judged } = result;
  // The cost of all customers is not drawn against the value of one.
  const isOfOne = result.customers === null;
  const costMinor = isOfOne ? null : result.costMinor;
  const none = t("calculator.none");
  const people: PeopleStep[] = [
    { key: "reached", label: t("funnel.reached"), count: funnel.reached, rate: null, colour: "sky" },
    { key: "leads", label: t("funnel.leads"), count: result.leads, rate: result.leadRate, colour: "blue" },
    {
      key: "customers",
      label: t("funnel.customers"),
      count: result.customers,
      rate: result.customerRate,
      colour: "purple",
    },
  ];
  const spent = costMinor ?? 0;
  const range = judged.lifetimeRange && {
    lowMinor: judged.lifetimeRange.lowMinor - spent,
    highMinor: judged.lifetimeRange.highMinor - spent,
  };
  const money: MoneyStep[] = [
    {
      key: "cost",
      label: t("funnel.cost"),
      minor: costMinor === null ? null : -costMinor,
      from: 0,
      colour: "amber",
    },
    { key: "first", label: t("funnel.first"), minor: judged.firstMinor, from: -spent, colour: "sky" },
    {
      key: "later",
      label: t("funnel.later"),
      minor: judged.laterMinor,
      from: judged.firstMinor - spent,
      colour: "blue",
    },
    {
      key: "result",
      label: t("funnel.result"),
      minor: judged.lifetimeMinor - spent,
      from: 0,
      colour: judged.lifetimeMinor >= spent ? "teal" : "amber",
      range,
      isResult: true,
    },
  ];
  const countText = (count: number | null) => (count === null ? none : peopleWords(count, format));
  const moneyText = (minor: number | null) => (minor === null ? none : shownMoney(minor, format));
  const rateText = (rate: number | null) => (rate === null ? "" : format.percent(rate, rate < 0.1 ? 2 : 1));
  return (
    <ChartFrame
      title={t("funnel.drawing")}
      basis={t(`funnel.drawing.basis.${judged.basis}`)}
      summary={`${t("funnel.drawing.scale")}${isOfOne ? ` ${t("funnel.drawing.one")}` : ""}`}
      table={{
        columns: [
          { heading: t("funnel.step") },
          { heading: t("funnel.amount"), numeric: true },
          { heading: t("funnel.rate"), numeric: true },
        ],
        rows: [
          ...people.map(({ label, count, rate }) => [label, countText(count), rateText(rate)]),
          ...money.map(({ label, minor, range: own }) => [
            label,
            moneyText(minor),
            own ? rangeWords(own, format, t) : "",
          ]),
        ],
      }}
    >
      <div className={styles.drawing}>
        <div>
          {people.map(({ key, label, rate }) => (
            <div key={key} className={styles.label}>
              <Text as="span" fontWeight="medium">
                {label}
              </Text>
              {rate !== null && (
                <Text as="span" variant="bodySm" tone="subdued">
                  {t("funnel.of_before", { rate: rateText(rate) })}
                </Text>
              )}
            </div>
          ))}
        </div>
        <div className={styles.shape} style={{ height: STEP * people.length }}>
          <Slices
            steps={people}
            name={t("funnel.drawing.people", {
              reached: countText(funnel.reached),
              leads: countText(result.leads),
              customers: countText(result.customers),
            })}
          />
        </div>
        <div>
          {people.map(({ key, count }) => (
            <div key={key} className={styles.figure}>
              <Text as="span" variant="headingSm" numeric tone={count === null ? "subdued" : undefined}>
                {countText(count)}
              </Text>
            </div>
          ))}
        </div>
        <hr className={styles.rule} />
        <div className={styles.low}>
          {money.map(({ key, label, isResult }) => (
            <div key={key} className={styles.label}>
              <Text as="span" fontWeight={isResult ? "semibold" : "medium"}>
                {label}
              </Text>
            </div>
          ))}
        </div>
        <div className={styles.shape} style={{ height: BAR_ROW * money.length }}>
          <Bars
            steps={money}
            name={t("funnel.drawing.money", {
              cost: moneyText(costMinor),
              first: moneyText(judged.firstMinor),
              later: moneyText(judged.laterMinor),
              result: moneyText(judged.lifetimeMinor - spent),
            })}
          />
        </div>
        <div className={styles.low}>
          {money.map(({ key, minor, isResult }) => (
            <div key={key} className={styles.figure}>
              <Text
                as="span"
                numeric
                fontWeight={isResult ? "semibold" : undefined}
                tone={minor === null ? "subdued" : undefined}
              >
                {moneyText(minor)}
              </Text>
            </div>
          ))}
        </div>
      </div>
    </ChartFrame>
  );
}
