import { FormLayout, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { ShopFacts } from "../../valuation/pages/shop-facts.ts";
import { useLocale } from "../locale.tsx";
import type { NumberKind } from "../typed-number.ts";
import { useTypedNumber } from "../use-typed-number.ts";
import { isRangeValue, type Range, type RangeFact } from "./list-filter.ts";

interface Written {
  readonly kind: NumberKind;
  /** What would be right where it is not. */
  readonly wanted: "amount" | "amount_or_nothing" | "count" | "share";
}

/** How a figure is typed. */
const WRITTEN: Readonly<Record<RangeFact, Written>> = {
  netSales: { kind: "money", wanted: "amount" },
  expectedValue: { kind: "money", wanted: "amount_or_nothing" },
  pAlive: { kind: "share", wanted: "share" },
  orders: { kind: "whole", wanted: "count" },
  daysSinceLastOrder: { kind: "whole", wanted: "count" },
};

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
  const { kind, wanted: ofField } = WRITTEN[fact];
  const { textOf, read, wanted } = useTypedNumber(kind, shop.minorDigits);
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
    const reading = read(text);
    return "value" in reading && isRangeValue(fact, reading.value) ? reading.value : null;
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
      prefix={kind === "money" ? shop.currency : undefined}
      suffix={kind === "share" ? "%" : fact === "daysSinceLastOrder" ? t("builder.days") : undefined}
      inputMode={kind === "whole" ? "numeric" : "decimal"}
      autoComplete="off"
      error={
        value === null
          ? wanted(typed.texts[end], t(`customers.filter.wanted.${ofField}`))
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
