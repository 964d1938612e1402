import { Text } from "@shopify/polaris";
import { useLocale } from "../locale.tsx";

/** For which part of the net sales a margin rests on a known cost: it stands wherever a margin does, or is missing. */
export function CostCoverage({
  coverage,
  marginIsKnown,
}: {
  readonly coverage: number | null;
  readonly marginIsKnown: boolean;
}) {
  const { t, format } = useLocale();
  if (coverage === null) return null;
  // A share just below all of it is not all of it; returns of goods without a cost can lift it above.
  const share = format.percent(Math.min(0.999, Math.max(0, coverage)));
  const rest = !marginIsKnown ? "unknown" : coverage === 1 ? "whole" : "by_default";
  return (
    <Text as="p" tone="subdued">
      {t(`experiment.coverage.${rest}`, { share })}
    </Text>
  );
}
