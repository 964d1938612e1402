import { FormLayout, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { ShopFacts } from "../../valuation/pages/shop-facts.ts";
import { useLocale } from "../locale.tsx";
import {
  minorOfText,
  numberOfText,
  shareOfText,
  textOfMinor,
  textOfNumber,
  textOfShare,
} from "../segment-builder/typed-number.ts";
import type { Range, RangeFact } from "./list-filter.ts";

interface Written {
  readonly prefix?: string;
  readonly suffix?: string;
  readonly textOf: (value: number) => string;
  /** null for a text that says no value. */
  readonly meantBy: (text: string) => number | null;
}

const atMost = (value: number | null, most: number) =>
  value !== null && value >= 0 && value <= most ? value : null;
const whole = (text: string) => {
  const value = numberOfText(text);
  return Number.isSafeInteger(value) ? atMost(value, Number.MAX_SAFE_INTEGER) : null;
};

/** How a figure is typed. */
function useWritten(fact: RangeFact, { currency, minorDigits }: ShopFacts): Written {
  const { t, format } = useLocale();
  const textOf = (value: number) => textOfNumber(value, format.locale);
  switch (fact) {
    case "pAlive":
      return {
        suffix: "%",
        textOf: (value) => textOfShare(value, format.locale),
        meantBy: (text) => atMost(shareOfText(text), 1),
      };
    case "orders":
      return { textOf, meantBy: whole };
    case "daysSinceLastOrder":
      return { suffix: t("builder.days"), textOf, meantBy: whole };
    default:
      return {
        prefix: currency,
        textOf: (minor) => textOfMinor(minor, minorDigits, format.locale),
        meantBy: (text) => minorOfText(text, minorDigits),
      };
  }
}

interface RangeFilterProps {
  readonly fact: RangeFact;
  readonly range: Range;
  readonly shop: ShopFacts;
  /** Whenever what is typed says another range. */
  readonly onChange: (range: Range) => void;
}

/** From and to, as they are typed; what cannot be meant is said and changes nothing. */
export function RangeFilter({ fact, range, shop, onChange }: RangeFilterProps) {
  const { t } = useLocale();
  const { prefix, suffix, textOf, meantBy } = useWritten(fact, shop);
  const textsOf = ({ from, to }: Range) => ({
    from: from === undefined ? "" : textOf(from),
    to: to === undefined ? "" : textOf(to),
  });
  const [typed, setTyped] = useState({ range, texts: textsOf(range) });
  // Cleared, or changed by another address.
  if (typed.range.from !== range.from || typed.range.to !== range.to) {
    setTyped({ range, texts: textsOf(range) });
  }
  const meaning = (text: string) => (text.trim() === "" ? undefined : meantBy(text));
  const change = (end: "from" | "to") => (text: string) => {
    const texts = { ...typed.texts, [end]: text };
    const [from, to] = [meaning(texts.from), meaning(texts.to)];
    const isSound = from !== null && to !== null && !((from ?? 0) > (to ?? Number.POSITIVE_INFINITY));
    setTyped({ range: isSound ? { from, to } : range, texts });
    if (isSound) onChange({ from, to });
  };
  const [from, to] = [meaning(typed.texts.from), meaning(typed.texts.to)];
  const isTurned = typeof from === "number" && typeof to === "number" && from > to;
  const field = (end: "from" | "to", value: number | null | undefined) => (
    <TextField
      label={t(`builder.value.${end}`)}
      value={typed.texts[end]}
      onChange={change(end)}
      prefix={prefix}
      suffix={suffix}
      inputMode={fact === "orders" || fact === "daysSinceLastOrder" ? "numeric" : "decimal"}
      autoComplete="off"
      error={
        value === null
          ? t("customers.filter.not_a_value")
          : end === "to" && isTurned && t("builder.problem.order")
      }
    />
  );
  return (
    <FormLayout>
      <FormLayout.Group condensed>
        {field("from", from)}
        {field("to", to)}
      </FormLayout.Group>
    </FormLayout>
  );
}
