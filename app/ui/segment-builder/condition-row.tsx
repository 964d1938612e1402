import { Badge, Text } from "@shopify/polaris";
import { memo } from "react";
import type { FactOffer } from "../../segments/builder.ts";
import { useLocale } from "../locale.tsx";
import { WholeSelect } from "../whole-select.tsx";
import styles from "./builder.module.css";
import { factOf, useChoices } from "./builder-context.ts";
import type { Asked, DraftCondition } from "./draft.ts";
import { useEditor } from "./editor.ts";
import { FactPicker } from "./fact-picker.tsx";
import { OperandInput } from "./operand-input.tsx";
import { PARAMETER_INPUTS } from "./parameter-inputs.tsx";
import { PartMenu } from "./part-menu.tsx";
import {
  askFact,
  badParameters,
  isOffered,
  OPERANDS,
  operatorKey,
  operatorsOf,
  problemOf,
  withOperator,
} from "./questions.ts";

/** With more letters a name has no room in the first of three columns. */
const SHORT_NAME = 22;

export function NotBadge({ nots }: { readonly nots: number }) {
  const { t } = useLocale();
  if (nots === 0) return null;
  return <Badge tone="attention">{Array.from({ length: nots }, () => t("builder.not")).join(" ")}</Badge>;
}

interface ConditionRowProps {
  readonly condition: DraftCondition;
  readonly name: string;
  /** Said of what is unfinished once somebody tried to save. */
  readonly showProblem: boolean;
  /** How many meet it and what it does here; null while that is not known. */
  readonly figures: string | null;
}

function Question({
  asked,
  fact,
  name,
  error,
  onChange,
}: {
  readonly asked: Asked;
  readonly fact: FactOffer;
  readonly name: string;
  readonly error: string | undefined;
  readonly onChange: (asked: Asked, by?: string) => void;
}) {
  const { t } = useLocale();
  const operand = (
    <OperandInput
      asked={asked}
      fact={fact}
      label={`${name}: ${t("builder.value")}`}
      error={error}
      onChange={(next) => onChange(next, "value")}
    />
  );
  // "is not yes" would say "no" in two fields.
  if (fact.type === "flag") return <div className={styles.operator}>{operand}</div>;
  const options = operatorsOf(fact).map((is) => ({ value: is, label: t(operatorKey(fact.type, is)) }));
  return (
    <>
      <div className={styles.operator}>
        <WholeSelect
          label={`${name}: ${t("builder.operator")}`}
          labelHidden
          options={options}
          value={asked.is ?? ""}
          onChange={(is) => onChange(withOperator(asked, is, fact))}
        />
      </div>
      <div className={styles.operand}>{operand}</div>
    </>
  );
}

function withParameter(asked: Asked, parameter: string, value: unknown): Asked {
  const { [parameter]: _, ...others } = asked;
  return value === undefined ? others : { ...others, [parameter]: value };
}

/** One condition: what is asked, how it is compared, with what, and what it does. Drawn again when it changes, and not with each edit of another. */
export const ConditionRow = memo(function ConditionRow(props: ConditionRowProps) {
  const { condition, name, showProblem, figures } = props;
  const { t } = useLocale();
  const { view } = useChoices();
  const editor = useEditor();
  const { asked, id, nots } = condition;
  const fact = factOf(view, asked.fact);
  const canEdit =
    asked.fact === undefined || (fact && isOffered(fact) && Object.hasOwn(OPERANDS, asked.is ?? ""));
  const problem = problemOf(asked, fact);
  // Two ends the wrong way round are complete, so they are said at once.
  const said = problem && (showProblem || problem === "order") ? t(`builder.problem.${problem}`) : undefined;
  const isLong = fact !== undefined && t(`fact.${fact.name}`).length > SHORT_NAME;
  const change = (next: Asked, by?: string) => editor.ask(id, next, by && `${by} ${id}`);
  return (
    <fieldset className={styles.condition} data-part={id} aria-label={name}>
      <div className={`${styles.fields} ${isLong ? styles.long : ""}`}>
        {nots > 0 && (
          <div className={styles.not}>
            <NotBadge nots={nots} />
          </div>
        )}
        {canEdit ? (
          <>
            <div className={styles.fact}>
              <FactPicker
                chosen={asked.fact}
                label={`${name}: ${t("builder.fact")}`}
                error={problem === "fact" ? said : undefined}
                onChoose={(chosen) => {
                  const offer = factOf(view, chosen);
                  if (offer && chosen !== asked.fact) change(askFact(offer));
                }}
              />
            </div>
            {fact?.parameters.map(({ name: parameter, isOptional }) => {
              const input = PARAMETER_INPUTS[parameter];
              const isBad = problem === "parameter" && badParameters(asked, fact).includes(parameter);
              return input ? (
                <div key={parameter} className={styles.parameter}>
                  <input.Input
                    label={`${name}: ${t(input.label)}`}
                    value={asked[parameter]}
                    isOptional={isOptional}
                    error={isBad ? said : undefined}
                    onChange={(value) => change(withParameter(asked, parameter, value), parameter)}
                  />
                </div>
              ) : null;
            })}
            {fact && (
              <Question
                asked={asked}
                fact={fact}
                name={name}
                error={problem === "fact" || problem === "parameter" ? undefined : said}
                onChange={change}
              />
            )}
          </>
        ) : (
          <div className={styles.unknown}>
            <Text as="p" breakWord>
              {t("builder.unknown", { text: JSON.stringify(asked) })}
            </Text>
          </div>
        )}
      </div>
      <div className={styles.menu} data-menu>
        <PartMenu part={condition} name={name} />
      </div>
      {figures !== null && problem === null && (
        <div className={styles.figures}>
          <Text as="p" variant="bodySm" tone="subdued">
            {figures}
          </Text>
        </div>
      )}
    </fieldset>
  );
});
