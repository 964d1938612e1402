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
import { isRangeValue, type Range, type RangeFact } from "./list-filter.ts";

interface Written {
  readonly prefix?: string;
  readonly suffix?: string;
  /** What would be right where it is not. */
  readonly wanted: "amount" | "amount_or_nothing" | "count" | "share";
  readonly textOf: (value: number) => string;
  /** null for a text that says no value. */
  readonly meantBy: (text: string) => number | null;
}

/** How a figure is typed. */
function useWritten(fact: RangeFact, { currency, minorDigits }: ShopFacts): Written {
  const { t, format } = useLocale();
  const textOf = (value: number) => textOfNumber(value, format.locale);
  switch (fact) {
    case "pAlive":
      return {
        suffix: "%",
        wanted: "share",
        textOf: (value) => textOfShare(value, format.locale),
        meantBy: shareOfText,
      };
    case "orders":
      return { wanted: "count", textOf, meantBy: numberOfText };
    case "daysSinceLastOrder":
      return { suffix: t("builder.days"), wanted: "count", textOf, meantBy: numberOfText };
    default:
      return {
        prefix: currency,
        wanted: fact === "netSales" ? "amount" : "amount_or_nothing",
        textOf: (minor) => textOfMinor(minor, minorDigits, format.locale),
        meantBy: (text) => minorOfText(text, minorDigits),
      };
  }
}

type End = number | null | undefined;
const isTurned = (from: End, to: End) => typeof from === "number" && typeof to === "number" && from > to;

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
  const { prefix, suffix, wanted, textOf, meantBy } = useWritten(fact, shop);
  const textsOf = ({ from, to }: Range) => ({
    from: from === undefined ? "" : textOf(from),
    to: to === undefined ? "" : textOf(to),
  });
  const [typed, setTyped] = useState({ range, texts: textsOf(range) });
  // Cleared, or changed by another address.
  if (typed.range.from !== range.from || typed.range.to !== range.to) {
    setTyped({ range, texts: textsOf(range) });
  }
  const meaning = (text: string) => {
    if (text.trim() === "") return undefined;
    const value = meantBy(text);
    return value !== null && isRangeValue(fact, value) ? value : null;
  };
  const change = (end: "from" | "to") => (text: string) => {
    const texts = { ...typed.texts, [end]: text };
    const [from, to] = [meaning(texts.from), meaning(texts.to)];
    const isSound = from !== null && to !== null && !isTurned(from, to);
    setTyped({ range: isSound ? { from, to } : range, texts });
    if (isSound) onChange({ from, to });
  };
  const [from, to] = [meaning(typed.texts.from), meaning(typed.texts.to)];
  const field = (end: "from" | "to", value: End) => (
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
          ? t(`customers.filter.wanted.${wanted}`)
          : end === "to" && isTurned(from, to) && t("builder.problem.order")
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
