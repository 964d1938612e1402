import type { BuilderView } from "../../segments/builder.ts";
import type { FactName, FactType } from "../../segments/facts.ts";
import type { Format } from "../format.ts";
import type { MessageKey, Translate } from "../messages/catalogue.ts";
import { factOf } from "./builder-context.ts";
import type { Asked } from "./draft.ts";
import { OPERANDS, TYPES } from "./questions.ts";
import { textOfShare } from "./typed-number.ts";

/** The words of an operator beside a fact of a type. */
export const operatorKey = (type: FactType, is: string): MessageKey =>
  `builder.is.${TYPES[type].wording}.${is}` as MessageKey;

interface Words {
  readonly view: BuilderView;
  readonly t: Translate;
  readonly format: Format;
  /** What a choice of a type is called. */
  readonly choice: (type: FactType, value: string) => string;
}

/** A condition in a line, such as "Net sales at least €217.80"; what is not said yet is left out. */
export function conditionText(asked: Asked, words: Words): string {
  const { view, t } = words;
  const fact = factOf(view, asked.fact);
  if (!fact) return asked.fact ?? t("builder.problem.fact");
  const name = t(`fact.${fact.name as FactName}`);
  if (asked.is === undefined || !Object.hasOwn(OPERANDS, asked.is)) return name;
  const said = operandText(asked, fact.type, words);
  return [name, t(operatorKey(fact.type, asked.is)), said].filter(Boolean).join(" ");
}

function operandText(asked: Asked, type: FactType, words: Words): string {
  const { t, format } = words;
  const one = (value: unknown) => valueText(value, type, words);
  switch (OPERANDS[asked.is ?? ""]) {
    case "value":
      return one(asked.value);
    case "range":
      return `${one(asked.from)} ${t("builder.value.and")} ${one(asked.to)}`;
    case "values":
      return format.list(Array.isArray(asked.values) ? asked.values.map(one) : []);
    case "days":
      return amountText(asked.days, "days", words);
    case "share":
      return valueText(asked.share, "share", words);
    default:
      return "";
  }
}

function valueText(value: unknown, type: FactType, words: Words): string {
  const { t, format } = words;
  if (value === undefined || value === null) return "…";
  switch (type) {
    case "money":
      return amountText(value, "money", words);
    case "duration":
      return amountText(value, "days", words);
    case "share":
      return typeof value === "number" ? `${textOfShare(value, format.locale)}%` : "…";
    case "number":
      return typeof value === "number" ? format.significant(value, 6) : "…";
    case "count":
      return typeof value === "number" ? format.number(value) : "…";
    case "flag":
      return t(value === true ? "builder.yes" : "builder.no");
    case "day": {
      if (typeof value === "string") return format.day(value);
      const { daysAgo } = value as { readonly daysAgo?: unknown };
      return `${amountText(daysAgo, "number", words)} ${t("builder.day.ago")}`;
    }
    default:
      return words.choice(type, String(value));
  }
}

function amountText(value: unknown, unit: "money" | "days" | "number", { t, format, view }: Words): string {
  const offers = [...view.moneyThresholds, ...view.dayThresholds];
  const named = typeof value === "object" && value !== null && "threshold" in value ? value.threshold : null;
  const amount = named === null ? value : offers.find(({ name }) => name === named)?.value;
  if (typeof amount !== "number") return named === null ? "…" : String(named);
  if (unit === "money") return format.money(amount);
  return unit === "days" ? t("builder.threshold.days", { days: amount }) : format.number(amount);
}
