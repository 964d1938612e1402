import { Banner, BlockStack, Box, Button, ButtonGroup, Text } from "@shopify/polaris";
import type { CustomerList } from "../../segments/customer-list.ts";
import type { RuleProblem } from "../../segments/stored-rule.ts";
import { useLocale } from "../locale.tsx";
import { conditionText } from "../rule-words/condition-words.ts";
import { RuleInWords } from "../rule-words/rule-in-words.tsx";
import type { Words } from "../rule-words/value-words.ts";
import { partsOf, ruleOfDraft } from "../segment-builder/draft.ts";
import { draftOfText } from "../segment-builder/draft-text.ts";
import { partAtPath } from "../segment-builder/use-preview.ts";
import { problemText } from "../segments/problem-text.ts";

interface ConditionsBoxProps {
  /** As the address has them. */
  readonly rule: string;
  readonly list: CustomerList;
  /** Where they are edited; null where they are too long for an address. */
  readonly editUrl: string | null;
  readonly onRemove: () => void;
}

/** The conditions of the list beside its filters, or why nobody is listed by them. */
export function ConditionsBox({ rule, list, editUrl, onRemove }: ConditionsBoxProps) {
  const { t, format } = useLocale();
  const { conditions, problem } = list;
  const said = conditions?.beginning;
  const words = conditions && { t, format, terms: conditions.terms };
  return (
    <Box padding="400" borderBlockEndWidth="025" borderColor="border-secondary">
      <BlockStack gap="300">
        {said && conditions && (
          <BlockStack gap="100">
            <Text as="h2" variant="headingSm">
              {t("customers.conditions.title")}
            </Text>
            <RuleInWords rule={said.rule} terms={conditions.terms} />
            {!said.isWhole && (
              <Text as="p" tone="subdued">
                {t("customers.conditions.rest")}
              </Text>
            )}
          </BlockStack>
        )}
        {problem && words && (
          <Banner tone="warning" title={t("customers.conditions.nobody")}>
            <p>{textOf(problem, rule, words)}</p>
          </Banner>
        )}
        <ButtonGroup>
          <Button size="slim" disabled={editUrl === null} {...(editUrl !== null && { url: editUrl })}>
            {t("customers.conditions.edit")}
          </Button>
          <Button onClick={onRemove} size="slim">
            {t("customers.conditions.remove")}
          </Button>
        </ButtonGroup>
      </BlockStack>
    </Box>
  );
}

function textOf(problem: RuleProblem, rule: string, words: Words): string {
  const { t } = words;
  const read = draftOfText(rule);
  if (!read) return t("customers.conditions.damaged");
  switch (problem.code) {
    case "unreadable": {
      const id = partAtPath(problem.at.replace(/^rule\.?/, ""), ruleOfDraft(read.draft));
      const part = partsOf(read.draft).find((each) => each.id === id);
      const text = part?.kind === "condition" ? conditionText(part.asked, words) : t("builder.rule");
      return t("builder.preview.refused", { part: text });
    }
    case "unknown_version":
      return t("customers.conditions.unknown_version", { version: problem.version || "?" });
    case "unknown_fact":
      return t("customers.conditions.unknown_fact", { fact: problem.fact });
    case "took_too_long":
    case "cannot_be_counted":
      return t(`customers.conditions.${problem.code}`);
    default:
      return problemText(problem, t);
  }
}
