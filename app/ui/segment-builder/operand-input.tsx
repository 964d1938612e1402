import type { FactOffer } from "../../segments/builder.ts";
import type { Asked } from "./draft.ts";
import { FactChoices } from "./fact-choices.tsx";
import { OPERANDS } from "./questions.ts";
import { Days, Flag, Range, Share, VALUE_INPUTS } from "./value-inputs.tsx";

interface OperandInputProps {
  readonly asked: Asked;
  readonly fact: FactOffer;
  readonly label: string;
  readonly error: string | undefined;
  readonly onChange: (asked: Asked) => void;
}

const without = (asked: Asked, key: string): Asked =>
  Object.fromEntries(Object.entries(asked).filter(([name]) => name !== key));

/** What stands behind the operator of a condition, chosen by the operator and the fact's type. */
export function OperandInput({ asked, fact, label, error, onChange }: OperandInputProps) {
  const input = { fact: fact.name, type: fact.type, label, error };
  const set = (key: string) => (value: unknown) =>
    onChange(value === undefined ? without(asked, key) : { ...asked, [key]: value });
  if (fact.type === "flag") {
    const isYes = (asked.value === true) === (asked.is === "=");
    return <Flag {...input} value={isYes} onChange={(value) => onChange({ ...asked, is: "=", value })} />;
  }
  switch (OPERANDS[asked.is ?? ""]) {
    case "value": {
      const Input = VALUE_INPUTS[fact.type];
      return <Input {...input} value={asked.value} onChange={set("value")} />;
    }
    case "range":
      return (
        <Range
          {...input}
          from={asked.from}
          to={asked.to}
          onChange={(ends) => onChange({ ...without(without(asked, "from"), "to"), ...spoken(ends) })}
        />
      );
    case "values":
      return <FactChoices {...input} value={asked.values} onChange={set("values")} />;
    case "days":
      return <Days {...input} value={asked.days} onChange={set("days")} />;
    case "share":
      return <Share {...input} value={asked.share} onChange={set("share")} />;
    default:
      return null;
  }
}

const spoken = (said: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
