import {
  Banner,
  BlockStack,
  Button,
  Card,
  Divider,
  InlineStack,
  Link,
  SkeletonBodyText,
  Text,
} from "@shopify/polaris";
import type { BuilderView } from "../../segments/builder.ts";
import type { RulePreview, SampleMember } from "../../segments/preview.ts";
import type { RuleTerms } from "../../segments/rule-terms.ts";
import { FigureRow } from "../figures/figure.tsx";
import { useLocale } from "../locale.tsx";
import { marginText } from "../segments/margin-text.ts";
import { problemText } from "../segments/problem-text.ts";
import { whyText } from "../segments/why-text.ts";
import styles from "./builder.module.css";
import { DayField, NotKnownThen, Since } from "./past-day.tsx";
import { type PreviewState, previewOf } from "./use-preview.ts";

/** Less than this for each customer in a year, in the currency's units, is next to nothing. */
const NEXT_TO_NOTHING = 1;

interface PreviewCardProps {
  readonly preview: PreviewState;
  /** The earlier day that is asked for; null for today. */
  readonly day: string | null;
  readonly earlierDays: BuilderView["earlierDays"];
  readonly onDay: (day: string | null) => void;
  readonly minorDigits: number;
  /** Conditions that are left out of the count. */
  readonly unfinished: number;
  readonly terms: RuleTerms;
  /** What a part of the draft says; null for a group. */
  readonly textOfPart: (id: number) => string | null;
  readonly onShow: (id: number) => void;
  /** Leads to the customers' list of those who are counted. */
  readonly onList: () => void;
}

/** Who the rule holds now, or held at the end of an earlier day; counted again while it is edited. */
export function PreviewCard(props: PreviewCardProps) {
  const { t, format } = useLocale();
  const { preview, unfinished, day, earlierDays, onDay } = props;
  const { answer, isCounting } = preview;
  const shownDay = answer === null ? day : preview.answeredDay;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {shownDay === null
            ? t("builder.preview")
            : t("builder.preview.then", { day: format.day(shownDay) })}
        </Text>
        {earlierDays && <DayField day={day} days={earlierDays} onDay={onDay} />}
        <div className={isCounting && answer !== null ? styles.stale : undefined} aria-busy={isCounting}>
          <Contents {...props} />
        </div>
        {unfinished > 0 && answer?.state === "full" && (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("builder.unfinished", { count: unfinished })}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

function Contents({ preview, minorDigits, terms, textOfPart, onShow, onList }: PreviewCardProps) {
  const { t, format } = useLocale();
  const { answer, partAt, partsAt, again } = preview;
  switch (answer?.state) {
    case undefined:
      return <SkeletonBodyText lines={4} />;
    case "failed":
      return (
        <Banner tone="critical" action={{ content: t("builder.preview.retry"), onAction: again }}>
          {t("builder.preview.failed")}
        </Banner>
      );
    case "not_valued":
      return <Text as="p">{t("builder.preview.not_valued")}</Text>;
    case "too_many_parts":
      return <Banner tone="warning">{t("builder.preview.too_many_parts", { most: answer.most })}</Banner>;
    case "refused": {
      const part = (partAt !== null && textOfPart(partAt)) || t("builder.rule");
      return <Banner tone="warning">{t("builder.preview.refused", { part })}</Banner>;
    }
    case "took_too_long":
      return <Banner tone="warning">{t("builder.preview.took_too_long")}</Banner>;
    case "uses_uncounted":
      return <Banner tone="warning">{problemText(answer.problem, t)}</Banner>;
    case "no_such_day":
      return (
        <Text as="p">
          {answer.days
            ? t("builder.preview.no_such_day", {
                first: format.day(answer.days.first),
                last: format.day(answer.days.last),
              })
            : t("builder.preview.no_earlier_day")}
        </Text>
      );
    case "not_known_then":
      return (
        <NotKnownThen
          conditions={answer.conditions}
          parts={partsAt}
          textOfPart={textOfPart}
          onShow={onShow}
        />
      );
    case "full": {
      const { past } = answer.preview;
      return (
        <>
          <Figures preview={answer.preview} minorDigits={minorDigits} />
          {past && <Since past={past} />}
          {partAt !== null && <Excludes text={textOfPart(partAt)} onShow={() => onShow(partAt)} />}
          <Sample
            members={answer.preview.sample}
            terms={past ? { ...terms, thresholds: past.thresholds } : terms}
          />
          {/* The list is one of today. */}
          {!past && answer.preview.customers > 0 && (
            <div className={styles.listed}>
              <Button onClick={onList}>{t("builder.preview.listed")}</Button>
            </div>
          )}
        </>
      );
    }
  }
}

function Figures({ preview, minorDigits }: { readonly preview: RulePreview; readonly minorDigits: number }) {
  const { t, format } = useLocale();
  const { customers, everybody, netSalesMinor, expectedValueMinor, reachable, margins, past } = preview;
  const little =
    customers > 0 &&
    expectedValueMinor !== null &&
    expectedValueMinor < customers * NEXT_TO_NOTHING * 10 ** minorDigits;
  return (
    <BlockStack gap="300">
      <BlockStack>
        <Text as="p" variant="headingLg" numeric>
          {t("builder.preview.customers", { count: customers })}
        </Text>
        {everybody > 0 && (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("builder.preview.of", {
              share: format.percent(customers / everybody),
              everybody: format.number(everybody),
            })}
          </Text>
        )}
      </BlockStack>
      <BlockStack gap="150">
        <FigureRow
          label={t(past ? "builder.preview.net_sales.then" : "builder.preview.net_sales")}
          value={format.moneyWhole(netSalesMinor)}
        />
        {!past && (
          <>
            <FigureRow
              label={t("builder.preview.expected")}
              value={expectedValueMinor === null ? null : format.moneyWhole(expectedValueMinor)}
            />
            <FigureRow label={t("builder.preview.reachable")} value={format.number(reachable)} />
          </>
        )}
      </BlockStack>
      {margins && (
        <Text as="p" variant="bodySm" tone="subdued">
          {marginText(margins, t, format)}
        </Text>
      )}
      {little && (
        <Text as="p" variant="bodySm" tone="caution">
          {t("builder.preview.expected.little")}
        </Text>
      )}
    </BlockStack>
  );
}

function Excludes({ text, onShow }: { readonly text: string | null; readonly onShow: () => void }) {
  const { t } = useLocale();
  return (
    <div className={styles.excludes}>
      <Banner tone="warning" title={t("builder.preview.nobody")}>
        <BlockStack gap="200" inlineAlign="start">
          <p>
            {text === null
              ? t("builder.preview.excludes.group")
              : t("builder.preview.excludes", { condition: text })}
          </p>
          <Button onClick={onShow}>{t("builder.preview.show")}</Button>
        </BlockStack>
      </Banner>
    </div>
  );
}

function Sample({
  members,
  terms,
}: {
  readonly members: readonly SampleMember[];
  readonly terms: RuleTerms;
}) {
  const { t, format } = useLocale();
  if (members.length === 0) return null;
  return (
    <div className={styles.sample}>
      <Divider />
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm">
          {t("builder.preview.sample")}
        </Text>
        <ul className={styles.people}>
          {members.map(({ person, reasons, moreReasons }) => (
            <li key={person.customerId}>
              <InlineStack align="space-between" gap="200">
                <Link url={`/app/customers/${person.customerId}`} target="_blank" removeUnderline>
                  {person.name ?? person.email ?? t("segments.members.unnamed", { id: person.customerId })}
                </Link>
              </InlineStack>
              <Text as="p" variant="bodySm" tone="subdued">
                {person.expectedValueMinor === null
                  ? format.money(person.netSalesMinor)
                  : t("builder.preview.sample.figures", {
                      netSales: format.money(person.netSalesMinor),
                      expected: format.money(person.expectedValueMinor),
                    })}
              </Text>
              {reasons.length > 0 && (
                <ul className={styles.reasons} aria-label={t("builder.preview.sample.why")}>
                  {reasons.map((reason) => (
                    <li key={reason.at.join(".")}>
                      <Text as="span" variant="bodySm">
                        {whyText(reason, { t, format, terms })}
                      </Text>
                    </li>
                  ))}
                  {moreReasons > 0 && (
                    <li>
                      <Text as="span" variant="bodySm" tone="subdued">
                        {t("builder.preview.sample.why.more", { count: moreReasons })}
                      </Text>
                    </li>
                  )}
                </ul>
              )}
            </li>
          ))}
        </ul>
      </BlockStack>
    </div>
  );
}

/**
 * The count in words, for those who do not see it change. The count of today stays while the next one of today is counted, which takes a
 * moment.
 */
export function useCountText(preview: PreviewState, day: string | null): string {
  const { t, format } = useLocale();
  const { isCounting, answer, answeredDay } = preview;
  const counted = previewOf(preview);
  const isMoment = counted !== null && day === null && answeredDay === null;
  if (answer === null || (isCounting && !isMoment)) return t("builder.preview.counting");
  if (counted === null) return t("builder.preview.not_counted");
  const customers = t("builder.preview.customers", { count: counted.customers });
  return answeredDay === null
    ? customers
    : t("builder.preview.customers.then", { customers, day: format.day(answeredDay) });
}
