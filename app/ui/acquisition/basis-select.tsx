import type { Basis } from "../../clv/acquisition/amount.ts";
import { useLocale } from "../locale.tsx";
import { WholeSelect } from "../whole-select.tsx";

interface BasisSelectProps {
  readonly label: string;
  readonly value: Basis;
  readonly onChange: (basis: Basis) => void;
}

/** Whether an amount is revenue or margin. */
export function BasisSelect({ label, value, onChange }: BasisSelectProps) {
  const { t } = useLocale();
  return (
    <WholeSelect
      label={label}
      options={[
        { value: "revenue", label: t("funnel.basis.revenue") },
        { value: "margin", label: t("funnel.basis.margin") },
      ]}
      value={value}
      onChange={(basis: Basis) => onChange(basis)}
    />
  );
}
