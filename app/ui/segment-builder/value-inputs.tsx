import { TextField } from "@shopify/polaris";
import type { ComponentType } from "react";
import type { ThresholdOffer } from "../../segments/builder.ts";
import type { FactType } from "../../segments/facts.ts";
import { useLocale } from "../locale.tsx";
import type { NumberKind } from "../typed-number.ts";
import { useTypedNumber } from "../use-typed-number.ts";
import { WholeSelect } from "../whole-select.tsx";
import styles from "./builder.module.css";
import { useChoices } from "./builder-context.ts";
import { FactChoice } from "./fact-choices.tsx";
import { TypedField } from "./typed-field.tsx";
import type { ValueInputProps } from "./value-input-props.ts";

const numberOr = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

interface NumberInputProps extends Pick<ValueInputProps, "value" | "label" | "error" | "onChange"> {
  readonly kind: NumberKind;
  readonly prefix?: string;
  readonly suffix?: string;
  /** What can be read and is still no such value, and what would be right instead. */
  readonly refuse?: { readonly isWrong: (value: number) => boolean; readonly wanted: string };
}

/** A number as somebody types it. What cannot be read is no value, and is said at once. */
function NumberInput({ kind, refuse, value, ...field }: NumberInputProps) {
  const { minorDigits } = useChoices().view.shop;
  const { textOf, read, wanted } = useTypedNumber(kind, minorDigits);
  return (
    <TypedField
      {...field}
      inputMode={kind === "whole" ? "numeric" : "decimal"}
      value={numberOr(value)}
      textOf={textOf}
      read={(text) => {
        const reading = read(text);
        if ("fault" in reading) return { wanted: wanted(text) };
        return refuse?.isWrong(reading.value) ? { wanted: refuse.wanted } : reading;
      }}
    />
  );
}

const thresholdOf = (value: unknown): string | null =>
  typeof value === "object" && value !== null && "threshold" in value ? String(value.threshold) : null;

interface BorderProps {
  readonly name: string;
  readonly offers: readonly ThresholdOffer[];
  readonly ownLabel: string;
  readonly textOf: (value: number) => string;
  readonly label: string;
  readonly onChange: (value: unknown) => void;
}

/** A border of the shop in place of an amount, as rules of the app have it; a number of one's own can take its place. */
function Border({ name, offers, ownLabel, textOf, label, onChange }: BorderProps) {
  const { t } = useLocale();
  const offer = offers.find((each) => each.name === name);
  const shown = offer ? t(`builder.threshold.${offer.name}`, { value: textOf(offer.value) }) : name;
  return (
    <div className={styles.border}>
      <WholeSelect
        label={label}
        labelHidden
        options={[
          { value: name, label: shown },
          { value: "", label: ownLabel },
        ]}
        value={name}
        onChange={(chosen) => chosen === "" && onChange(undefined)}
      />
    </div>
  );
}

function OwnMoney({ value, label, error, onChange }: ValueInputProps) {
  const { currency } = useChoices().view.shop;
  return <NumberInput {...{ value, label, error, onChange }} kind="money" prefix={currency} />;
}

function Money(input: ValueInputProps) {
  const { t, format } = useLocale();
  const { moneyThresholds } = useChoices().view;
  const named = thresholdOf(input.value);
  if (named === null) return <OwnMoney {...input} />;
  const ownLabel = t("builder.threshold.own");
  return (
    <Border {...input} name={named} offers={moneyThresholds} ownLabel={ownLabel} textOf={format.money} />
  );
}

const Count = ({ value, label, error, onChange }: ValueInputProps) => (
  <NumberInput {...{ value, label, error, onChange }} kind="whole" />
);

const PlainNumber = ({ value, label, error, onChange }: ValueInputProps) => (
  <NumberInput {...{ value, label, error, onChange }} kind="decimal" />
);

function OwnDuration({ value, label, error, onChange }: ValueInputProps) {
  const { t, format } = useLocale();
  const wanted = t("typed.days", { example: format.number(7.5, 1) });
  return (
    <NumberInput
      {...{ value, label, error, onChange }}
      kind="decimal"
      suffix={t("builder.days")}
      refuse={{ isWrong: (days) => days < 0, wanted }}
    />
  );
}

/** A number of whole days, or one of the shop's own lengths. */
export function Days(input: ValueInputProps) {
  const { t } = useLocale();
  const { dayThresholds } = useChoices().view;
  const named = thresholdOf(input.value);
  if (named === null) return input.type === "duration" ? <OwnDuration {...input} /> : <OwnDays {...input} />;
  const ownLabel = t("builder.threshold.own_days");
  const textOf = (days: number) => t("builder.threshold.days", { days });
  return <Border {...input} name={named} offers={dayThresholds} ownLabel={ownLabel} textOf={textOf} />;
}

function OwnDays({ value, label, error, onChange }: ValueInputProps) {
  const { t } = useLocale();
  return <NumberInput {...{ value, label, error, onChange }} kind="whole" suffix={t("builder.days")} />;
}

export const Share = ({ value, label, error, onChange }: ValueInputProps) => (
  <NumberInput {...{ value, label, error, onChange }} kind="share" suffix="%" />
);

/** A date of the calendar, or a number of days ago that moves on with each day. */
function Day(input: ValueInputProps) {
  const { t } = useLocale();
  const { value, label, error, onChange } = input;
  const ago = typeof value === "object" && value !== null && "daysAgo" in value ? value.daysAgo : null;
  const kind = ago === null ? "date" : "ago";
  return (
    <div className={styles.pair}>
      {kind === "date" ? (
        <TextField
          type="date"
          label={label}
          labelHidden
          autoComplete="off"
          value={typeof value === "string" ? value : ""}
          error={error}
          onChange={(day) => onChange(day === "" ? undefined : day)}
        />
      ) : (
        <Days
          {...input}
          type="day"
          value={ago ?? undefined}
          onChange={(days) => onChange({ daysAgo: days ?? null })}
        />
      )}
      <WholeSelect
        label={`${label}: ${t("builder.day.kind")}`}
        labelHidden
        options={[
          { value: "date", label: t("builder.day.date") },
          { value: "ago", label: t("builder.day.ago") },
        ]}
        value={kind}
        onChange={(chosen) => onChange(chosen === "date" ? undefined : { daysAgo: 30 })}
      />
    </div>
  );
}

export function Flag({ value, label, onChange }: ValueInputProps) {
  const { t } = useLocale();
  return (
    <WholeSelect
      label={label}
      labelHidden
      options={[
        { value: "yes", label: t("builder.yes") },
        { value: "no", label: t("builder.no") },
      ]}
      value={value === false ? "no" : "yes"}
      onChange={(said) => onChange(said === "yes")}
    />
  );
}

/** The input of one value, by the type of its fact. */
export const VALUE_INPUTS: Readonly<Record<FactType, ComponentType<ValueInputProps>>> = {
  money: Money,
  count: Count,
  number: PlainNumber,
  duration: Days,
  share: Share,
  day: Day,
  flag: Flag,
  group: FactChoice,
  consent: FactChoice,
  country: FactChoice,
  text: FactChoice,
  set: FactChoice,
};

/** Two values, side by side. */
export function Range({
  from,
  to,
  ...input
}: Omit<ValueInputProps, "value" | "onChange"> & {
  readonly from: unknown;
  readonly to: unknown;
  readonly onChange: (ends: { readonly from: unknown; readonly to: unknown }) => void;
}) {
  const { t } = useLocale();
  const Input = VALUE_INPUTS[input.type];
  return (
    <div className={styles.range}>
      <div className={styles.end}>
        <Input
          {...input}
          label={`${input.label}: ${t("builder.value.from")}`}
          value={from}
          onChange={(value) => input.onChange({ from: value, to })}
        />
      </div>
      <div className={styles.end}>
        <span className={styles.and}>{t("builder.value.and")}</span>
        <Input
          {...input}
          error={undefined}
          label={`${input.label}: ${t("builder.value.to")}`}
          value={to}
          onChange={(value) => input.onChange({ from, to: value })}
        />
      </div>
    </div>
  );
}
