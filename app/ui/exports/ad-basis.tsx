import { Banner, BlockStack, Checkbox } from "@shopify/polaris";
import { useLocale } from "../locale.tsx";
import { type ExportChoice, isForGoogle } from "./export-choice.ts";

export interface ChoicesProps {
  readonly choice: ExportChoice;
  readonly onChange: (choice: ExportChoice) => void;
}

/** Consent to e-mail is no consent to ads, and Shopify does not know of one: the merchant has to say so. */
export function AdBasis({ choice, onChange }: ChoicesProps) {
  const { t } = useLocale();
  return (
    <Banner tone="warning" title={t("exports.ads.basis")}>
      <BlockStack gap="200">
        <p>{t("exports.ads.basis.body")}</p>
        {isForGoogle(choice) && <p>{t("exports.ads.basis.eea")}</p>}
        <Checkbox
          label={t("exports.ads.basis.declared_1")}
          helpText={t("exports.ads.basis.recorded")}
          checked={choice.hasAdBasis}
          onChange={(hasAdBasis) => onChange({ ...choice, hasAdBasis })}
        />
      </BlockStack>
    </Banner>
  );
}
