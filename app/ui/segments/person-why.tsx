import { Banner, BlockStack, Button, InlineStack, SkeletonBodyText, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { PersonWhy as Answer } from "../../segments/person-why.ts";
import type { RuleTerms } from "../../segments/rule-terms.ts";
import type { Reason } from "../../segments/why.ts";
import { useLocale } from "../locale.tsx";
import type { AskWhy } from "./ask-why.ts";
import styles from "./person-why.module.css";
import { problemText } from "./problem-text.ts";
import { whyText } from "./why-text.ts";

interface PersonWhyProps {
  readonly customerId: number;
  readonly segmentKey: string;
  readonly ask: AskWhy;
}

/** Why a customer is in a segment, or what keeps the customer out: asked for when it is drawn. */
export function PersonWhy({ customerId, segmentKey, ask }: PersonWhyProps) {
  const { t } = useLocale();
  const [asked, setAsked] = useState({ attempt: 0 });
  const [answer, setAnswer] = useState<Answer | "failed" | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the button sets a new `asked`, which asks once more
  useEffect(() => {
    const abort = new AbortController();
    setAnswer(null);
    ask(customerId, segmentKey, abort.signal)
      .catch(() => "failed" as const)
      .then((its) => {
        if (!abort.signal.aborted) setAnswer(its);
      });
    return () => abort.abort();
  }, [ask, customerId, segmentKey, asked]);
  return (
    <div className={styles.why} role="status" aria-busy={answer === null}>
      {answer === null && <SkeletonBodyText lines={2} />}
      {answer === "failed" && (
        <InlineStack gap="200" blockAlign="center">
          <Text as="span" tone="critical">
            {t("why.person.failed")}
          </Text>
          <Button variant="plain" onClick={() => setAsked({ attempt: asked.attempt + 1 })}>
            {t("why.person.retry")}
          </Button>
        </InlineStack>
      )}
      {answer !== null && answer !== "failed" && <Said answer={answer} />}
    </div>
  );
}

function Said({ answer }: { readonly answer: Answer }) {
  const { t } = useLocale();
  if (answer.state === "not_valued") return <Text as="p">{t("why.person.not_valued")}</Text>;
  if (answer.state === "uncounted") return <Banner tone="warning">{problemText(answer.problem, t)}</Banner>;
  return <Verdict answer={answer} />;
}

function Verdict({ answer }: { readonly answer: Extract<Answer, { state: "full" }> }) {
  const { t, format } = useLocale();
  const { met, reason, terms, kept } = answer;
  const isOther = kept !== null && kept.isMember !== met;
  const place = met ? "in" : "out";
  // What the list says comes first; what the figures say since then is said to be newer.
  const verdict = kept !== null && !isOther ? place : (`now_${place}` as const);
  return (
    <BlockStack gap="150">
      {kept === null && <Text as="p">{t("why.person.calculating")}</Text>}
      {isOther && (
        <Text as="p">
          {t(kept.isMember ? "why.person.still_in" : "why.person.still_out", {
            at: format.instant(kept.evaluatedAt),
          })}
        </Text>
      )}
      {isNothing(reason) ? (
        <Text as="p">{t(`why.person.${verdict}.nothing`)}</Text>
      ) : (
        <>
          <Text as="p">{t(`why.person.${verdict}.${reason.kind}`)}</Text>
          <ul className={styles.reasons}>
            <Parts reason={reason} terms={terms} />
          </ul>
        </>
      )}
      {kept?.isBehind && !isOther && (
        <Text as="p" variant="bodySm" tone="subdued">
          {t("why.person.behind", { at: format.instant(kept.evaluatedAt) })}
        </Text>
      )}
    </BlockStack>
  );
}

const isNothing = (reason: Reason): boolean => reason.kind !== "condition" && reason.parts.length === 0;

interface ReasonProps {
  readonly reason: Reason;
  readonly terms: RuleTerms;
}

function Parts({ reason, terms }: ReasonProps) {
  if (reason.kind === "condition") return <Part reason={reason} terms={terms} />;
  return reason.parts.map((part) => <Part key={placeOf(part)} reason={part} terms={terms} />);
}

/** Where it stands in the rule. Groups begin where their first condition does, and differ in how deep they are. */
const placeOf = (reason: Reason): string =>
  reason.kind === "condition" ? reason.at.join(".") : `${reason.kind} ${reason.parts.map(placeOf)}`;

function Part({ reason, terms }: ReasonProps) {
  const { t, format } = useLocale();
  if (reason.kind === "condition") return <li>{whyText(reason, { t, format, terms })}</li>;
  return (
    <li>
      {t(reason.parts.length === 0 ? "why.person.nothing" : `why.person.${reason.kind}`)}
      <ul className={styles.reasons}>
        <Parts reason={reason} terms={terms} />
      </ul>
    </li>
  );
}
