import { Banner, BlockStack, Box, Button, ButtonGroup, Page, Text, TextField } from "@shopify/polaris";
import { useCallback, useEffect, useRef, useState } from "react";
import type { SavedCalculation } from "../../acquisition/saved-calculations.ts";
import { ownFunnel, ownScenario } from "../../clv/acquisition/own-figures.ts";
import { USUAL_QUESTION, webinarExample, workedExample } from "../../clv/acquisition/worked-examples.ts";
import type { OwnFiguresView } from "../../valuation/pages/own-figures.ts";
import { useHeaderActions } from "../layout/header-actions.ts";
import { useLocale } from "../locale.tsx";
import { StillReading } from "../states/still-reading.tsx";
import {
  type CalculatorAddress,
  calculatorAddress,
  calculatorParameters,
  type ReadAddress,
} from "./calculator-address.ts";
import { FunnelCalculator } from "./funnel-calculator.tsx";
import { MinorDigitsProvider } from "./minor-digits.ts";
import { OwnFiguresCard } from "./own-figures-card.tsx";
import { SaveDialog } from "./save-dialog.tsx";
import { SavedCard } from "./saved-card.tsx";
import { useSavedCalculations } from "./use-saved-calculations.ts";
import { useShareLink } from "./use-share-link.ts";
import { WhatIfCalculator } from "./what-if-calculator.tsx";

type Funnel = Extract<CalculatorAddress, { calculator: "funnel" }>["funnel"];
type WhatIf = Omit<Extract<CalculatorAddress, { calculator: "what-if" }>, "calculator">;

interface Fields {
  readonly calculator: CalculatorAddress["calculator"];
  readonly funnel: Funnel;
  readonly whatIf: WhatIf;
}

/** What the page opens with: what the address says; else the webinar, and the shop's own customers twice. */
function startOf(view: OwnFiguresView, address: ReadAddress): Fields {
  const unit = 10 ** view.shop.minorDigits;
  const own = view.state === "ready" ? ownScenario(view.figures).scenario : null;
  const usual: Fields = {
    calculator: address.ok ? address.calculator : "funnel",
    funnel: webinarExample(unit),
    whatIf: {
      comparison: own ? { a: own, b: own } : workedExample("bicycle", unit),
      question: USUAL_QUESTION,
    },
  };
  if (!address.ok || address.asked === null) return usual;
  return address.asked.calculator === "funnel"
    ? { ...usual, funnel: address.asked.funnel }
    : { ...usual, whatIf: address.asked };
}

const parametersOf = ({ calculator, funnel, whatIf }: Fields) =>
  calculatorParameters(calculator === "funnel" ? { calculator, funnel } : { calculator, ...whatIf });
const addressOf = (fields: Fields) => calculatorAddress(parametersOf(fields));

const ADDRESS_PAUSE_MS = 300;

/** Not by the router, which would ask the server again; and after a pause: Safari throws at the hundredth change in half a minute. */
function useKeptInAddress(fields: Fields) {
  const first = useRef(fields);
  useEffect(() => {
    if (fields === first.current) return;
    const keep = () => window.history.replaceState(window.history.state, "", addressOf(fields));
    const timer = setTimeout(keep, ADDRESS_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [fields]);
}

interface CalculatorPageProps {
  readonly view: OwnFiguresView;
  readonly address: ReadAddress;
  readonly saved: readonly SavedCalculation[];
  /** Under which name what the page shows was saved; null where it was not opened from there. */
  readonly openedName: string | null;
  readonly onOpen: (calculation: SavedCalculation) => void;
}

/** Two calculators: what a campaign brought, and what would be if. */
export function CalculatorPage({ view, address, saved, openedName, onOpen }: CalculatorPageProps) {
  const { t } = useLocale();
  const { shop } = view;
  const [fields, setFields] = useState(() => startOf(view, address));
  /** Fields that cannot be read begin anew with what is loaded into them. */
  const [loaded, setLoaded] = useState(0);
  const load = (part: Partial<Fields>) => {
    setFields((before) => ({ ...before, ...part }));
    setLoaded((count) => count + 1);
  };
  useKeptInAddress(fields);
  const { share, link } = useShareLink(shop.domain, addressOf(fields));
  const changes = useSavedCalculations();
  const [naming, setNaming] = useState(false);
  const closeDialog = useCallback(() => setNaming(false), []);
  const header = useHeaderActions([
    { content: t("calculator.saved.save"), onAction: () => setNaming(true) },
    { content: t("calculator.share"), onAction: () => void share() },
  ]);
  const { calculator, funnel, whatIf } = fields;
  const loadOwn = () => {
    if (view.state !== "ready") return;
    const { scenario } = ownScenario(view.figures);
    load(
      calculator === "funnel"
        ? { funnel: ownFunnel(view.figures, funnel) }
        : { whatIf: { ...whatIf, comparison: { a: scenario, b: scenario } } },
    );
  };
  return (
    <Page fullWidth title={t("calculator.title")} subtitle={t("calculator.subtitle")} {...header}>
      <MinorDigitsProvider value={shop.minorDigits}>
        <BlockStack gap="400">
          <StillReading />
          {!address.ok && (
            <Banner tone="warning" title={t("calculator.address.title")}>
              <p>{t("calculator.address.body", { parameters: address.parameters.join(", ") })}</p>
            </Banner>
          )}
          {link && (
            <TextField
              label={t("calculator.share.link")}
              value={link}
              readOnly
              selectTextOnFocus
              autoComplete="off"
            />
          )}
          <ButtonGroup variant="segmented" fullWidth>
            {(["funnel", "what-if"] as const).map((name) => (
              <Button
                key={name}
                pressed={calculator === name}
                onClick={() => setFields({ ...fields, calculator: name })}
              >
                {t(`calculator.${name}`)}
              </Button>
            ))}
          </ButtonGroup>
          <Box paddingInline={{ xs: "400", sm: "0" }}>
            <Text as="p" tone="subdued">
              {t(`calculator.${calculator}.about`)}
            </Text>
          </Box>
          <OwnFiguresCard
            view={view}
            onUse={loadOwn}
            onExample={
              calculator === "funnel"
                ? () => load({ funnel: webinarExample(10 ** shop.minorDigits) })
                : undefined
            }
          />
          {calculator === "funnel" ? (
            <FunnelCalculator
              funnel={funnel}
              loaded={loaded}
              onChange={(changed) => setFields({ ...fields, funnel: changed })}
            />
          ) : (
            <WhatIfCalculator
              view={view}
              loaded={loaded}
              whatIf={whatIf}
              onChange={(changed) => setFields({ ...fields, whatIf: changed })}
              onExample={(name) =>
                load({
                  whatIf: { ...whatIf, comparison: workedExample(name, 10 ** shop.minorDigits) },
                })
              }
            />
          )}
          {saved.length > 0 && (
            <SavedCard
              saved={saved}
              openedName={openedName}
              busy={changes.busy}
              onOpen={onOpen}
              onDelete={changes.remove}
            />
          )}
        </BlockStack>
      </MinorDigitsProvider>
      {naming && (
        <SaveDialog
          name={openedName ?? ""}
          names={saved.map(({ name }) => name)}
          parameters={parametersOf(fields)}
          changes={changes}
          onClose={closeDialog}
        />
      )}
    </Page>
  );
}
