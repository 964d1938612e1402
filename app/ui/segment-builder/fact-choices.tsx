import { useFactSource } from "./choice-source.ts";
import type { ValueInputProps } from "./value-input-props.ts";
import { ManyChoices, SingleChoice } from "./values-input.tsx";

/** One value of a fact. */
export function FactChoice({ fact, type, value, label, error, onChange }: ValueInputProps) {
  const source = useFactSource(fact, type);
  const chosen = typeof value === "string" ? value : undefined;
  return <SingleChoice source={source} chosen={chosen} label={label} error={error} onChange={onChange} />;
}

/** Several values of a fact. */
export function FactChoices({ fact, type, value, label, error, onChange }: ValueInputProps) {
  const source = useFactSource(fact, type);
  const chosen = Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  return (
    <ManyChoices
      source={source}
      chosen={chosen}
      label={label}
      error={error}
      onChange={(values) => onChange(values.length > 0 ? values : undefined)}
    />
  );
}
