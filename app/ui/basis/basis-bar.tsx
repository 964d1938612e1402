import { Banner, BlockStack, Box, Button, ButtonGroup, InlineStack, Link, Text } from "@shopify/polaris";
import { useId } from "react";
import { BASES, type Basis } from "../../clv/historic/basis.ts";
import type { BasisView } from "../../valuation/pages/basis.ts";
import { useLocale } from "../locale.tsx";
import styles from "./basis-bar.module.css";

export interface BasisChoice {
  /** Chosen, and not stored yet. */
  readonly choosing: Basis | null;
  readonly choose: (basis: Basis) => void;
}

/** The one place where a shop chooses on which basis its figures stand; net of acquisition joins it once spend is known. */
export function BasisBar({ view, choice }: { readonly view: BasisView; readonly choice: BasisChoice }) {
  const { t, format } = useLocale();
  const label = useId();
  const chosen = choice.choosing ?? view.chosen;
  const isWaiting = view.used !== view.chosen && choice.choosing === null;
  return (
    <BlockStack gap="200">
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <InlineStack gap="200" blockAlign="center">
          <Text as="span" id={label} tone="subdued">
            {t("basis.label")}
          </Text>
          <fieldset className={styles.choice} aria-labelledby={label}>
            <ButtonGroup variant="segmented">
              {BASES.map((basis) => (
                <Button
                  key={basis}
                  pressed={basis === chosen}
                  loading={basis === choice.choosing}
                  onClick={() => basis !== chosen && choice.choose(basis)}
                >
                  {t(`basis.${basis}`)}
                </Button>
              ))}
            </ButtonGroup>
          </fieldset>
          {view.used !== "revenue" && view.costCoverage !== null && (
            <Text as="span" variant="bodySm" tone="subdued">
              {t("costs.coverage", { coverage: format.percent(view.costCoverage, 0) })}
            </Text>
          )}
          <Link url="/app/costs">{t("basis.costs")}</Link>
        </InlineStack>
      </Box>
      {isWaiting && (
        <Banner tone="warning" action={{ content: t("basis.unknown.action"), url: "/app/costs" }}>
          {t("basis.unknown", { basis: t(`basis.${view.chosen}`) })}
        </Banner>
      )}
    </BlockStack>
  );
}
