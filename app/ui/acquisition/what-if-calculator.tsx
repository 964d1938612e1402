import { BlockStack, Card, InlineStack, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { costOfTime } from "../../clv/acquisition/amount.ts";
import { faultsOfScenario } from "../../clv/acquisition/faults.ts";
import { computeScenario, type Scenario } from "../../clv/acquisition/what-if.ts";
import { EXAMPLES, type ExampleName } from "../../clv/acquisition/worked-examples.ts";
import type { OwnFiguresView } from "../../valuation/pages/own-figures.ts";
import { Columns } from "../layout/columns.tsx";
import { useLocale } from "../locale.tsx";
import { LeversCard } from "./levers-card.tsx";
import { LimitsCard } from "./limits-card.tsx";
import { type ScenarioSides, SIDES, type Side, type WhatIf } from "./scenario-side.ts";
import { WhatIfChart } from "./what-if-chart.tsx";
import { WhatIfForm } from "./what-if-form.tsx";
import { FormulaCard, WhatIfResults, WhatIfVerdict } from "./what-if-results.tsx";

interface WhatIfCalculatorProps {
  readonly view: OwnFiguresView;
  readonly whatIf: WhatIf;
  /** Another one begins the fields anew, with what they then hold. */
  readonly loaded: number;
  readonly onChange: (whatIf: WhatIf) => void;
  readonly onExample: (name: ExampleName) => void;
}

/** Two scenarios beside each other. */
export function WhatIfCalculator({ view, whatIf, loaded, onChange, onExample }: WhatIfCalculatorProps) {
  const { t } = useLocale();
  const { comparison, question } = whatIf;
  const sideOf = (scenario: Scenario) => ({
    scenario,
    result: computeScenario(scenario, question),
    faults: faultsOfScenario(scenario, question),
  });
  const sides: ScenarioSides = { a: sideOf(comparison.a), b: sideOf(comparison.b) };
  const right = SIDES.filter((side) => !sides[side].faults.some(({ isError }) => isError));
  const limits = (side: Side) => {
    const { scenario, result } = sides[side];
    const basis = t(`calculator.limits.${result.basis}`);
    return (
      <LimitsCard
        key={side}
        title={t("whatif.limits", { scenario: t(`whatif.${side}`) })}
        limits={result.limits}
        targetRatio={question.targetRatio}
        cashBackMonths={question.cashBackMonths}
        note={costOfTime(scenario.ownTime) > 0 ? `${basis} ${t("whatif.limits.own_time")}` : basis}
      />
    );
  };
  return (
    <Columns
      items={[
        {
          key: "verdict",
          column: "aside",
          content: (
            <BlockStack gap="400">
              <ExampleChoice onExample={onExample} />
              <WhatIfVerdict sides={sides} />
            </BlockStack>
          ),
        },
        {
          key: "form",
          column: "main",
          content: <WhatIfForm key={loaded} sides={sides} whatIf={whatIf} onChange={onChange} />,
        },
        {
          key: "results",
          column: "main",
          content: (
            <BlockStack gap="400">
              <WhatIfResults sides={sides} question={question} />
              <WhatIfChart sides={sides} question={question} />
            </BlockStack>
          ),
        },
        {
          key: "limits",
          column: "aside",
          content: (
            <BlockStack gap="400">
              {right.map(limits)}
              <LeversCard
                sides={sides}
                question={question}
                onChange={(changed) => onChange({ comparison, question: { ...question, ...changed } })}
              />
              <FormulaCard view={view} sides={sides} />
            </BlockStack>
          ),
        },
      ]}
    />
  );
}

/** The worked examples, each with what it shows. */
function ExampleChoice({ onExample }: Pick<WhatIfCalculatorProps, "onExample">) {
  const { t } = useLocale();
  const [chosen, setChosen] = useState("");
  const name = EXAMPLES.find((each) => each === chosen);
  return (
    <Card>
      <BlockStack gap="200">
        <Select
          label={t("whatif.example")}
          placeholder={t("whatif.example.choose")}
          options={EXAMPLES.map((each) => ({ value: each, label: t(`whatif.example.${each}`) }))}
          value={chosen}
          onChange={(value) => {
            setChosen(value);
            const example = EXAMPLES.find((each) => each === value);
            if (example) onExample(example);
          }}
        />
        {name && (
          <InlineStack>
            <Text as="p" variant="bodySm" tone="subdued">
              {t(`whatif.example.${name}.about`)}
            </Text>
          </InlineStack>
        )}
      </BlockStack>
    </Card>
  );
}
