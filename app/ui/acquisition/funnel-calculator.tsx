import { Banner, BlockStack, Text } from "@shopify/polaris";
import { faultsOfFunnel } from "../../clv/acquisition/faults.ts";
import { computeFunnel, type Funnel } from "../../clv/acquisition/funnel.ts";
import { Columns } from "../layout/columns.tsx";
import { useLocale } from "../locale.tsx";
import { FunnelDrawing } from "./funnel-drawing.tsx";
import { FunnelForm } from "./funnel-form.tsx";
import { FunnelFigures, ReturnsCard, VerdictCard } from "./funnel-results.tsx";
import { LimitsCard } from "./limits-card.tsx";

interface FunnelCalculatorProps {
  readonly funnel: Funnel;
  /** Another one begins the fields anew, with what they then hold. */
  readonly loaded: number;
  readonly onChange: (funnel: Funnel) => void;
}

/** What a campaign cost, whom it brought, and what they bring. */
export function FunnelCalculator({ funnel, loaded, onChange }: FunnelCalculatorProps) {
  const { t } = useLocale();
  const result = computeFunnel(funnel);
  const isWrong = faultsOfFunnel(funnel).some(({ isError }) => isError);
  const form = {
    key: "form",
    column: "main",
    content: <FunnelForm key={loaded} {...{ funnel, result, onChange }} />,
  } as const;
  if (isWrong) {
    const content = (
      <Banner tone="critical" title={t("calculator.wrong.title")}>
        <Text as="p">{t("calculator.wrong.body")}</Text>
      </Banner>
    );
    return <Columns items={[{ key: "wrong", column: "aside", content }, form]} />;
  }
  return (
    <Columns
      items={[
        { key: "verdict", column: "aside", content: <VerdictCard {...{ funnel, result }} /> },
        { key: "drawing", column: "main", content: <FunnelDrawing {...{ funnel, result }} /> },
        form,
        {
          key: "figures",
          column: "aside",
          content: (
            <BlockStack gap="400">
              <FunnelFigures {...{ funnel, result }} />
              <ReturnsCard {...{ funnel, result }} />
              <LimitsCard
                title={t("calculator.limits")}
                limits={result.limits}
                targetRatio={funnel.targetRatio}
                cashBackMonths={funnel.cashBackMonths}
                note={t(`calculator.limits.${result.judged.basis}`)}
              />
            </BlockStack>
          ),
        },
      ]}
    />
  );
}
