import type { FactType } from "../../segments/facts.ts";

/** What the input of a value of any type gets. */
export interface ValueInputProps {
  readonly fact: string;
  readonly type: FactType;
  readonly value: unknown;
  readonly label: string;
  readonly error?: string | undefined;
  readonly onChange: (value: unknown) => void;
}
