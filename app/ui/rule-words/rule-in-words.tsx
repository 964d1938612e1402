import { Text } from "@shopify/polaris";
import type { Rule } from "../../segments/rule.ts";
import type { RuleTerms } from "../../segments/rule-terms.ts";
import { useLocale } from "../locale.tsx";
import styles from "./rule-in-words.module.css";
import { type Outline, ruleOutline } from "./rule-words.ts";

function Parts({ parts }: { readonly parts: readonly Outline[] }) {
  return (
    <ul className={styles.parts}>
      {parts.map((part, at) => (
        // The parts of a rule have no names, and stay in their places.
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule in words is never reordered
        <li key={at}>
          <Text as="span">{part.text}</Text>
          {part.parts.length > 0 && <Parts parts={part.parts} />}
        </li>
      ))}
    </ul>
  );
}

/** A rule in words, its conditions below each other as they are nested. */
export function RuleInWords({ rule, terms }: { readonly rule: Rule; readonly terms: RuleTerms }) {
  const { t, format } = useLocale();
  const { text, parts } = ruleOutline(rule, { t, format, terms });
  return (
    <div className={styles.rule}>
      <Text as="p" variant="bodyLg">
        {text}
      </Text>
      {parts.length > 0 && <Parts parts={parts} />}
    </div>
  );
}
