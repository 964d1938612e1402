import {
  BlockStack,
  Box,
  Button,
  Card,
  InlineGrid,
  InlineStack,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import { useEffect, useState } from "react";
import type { CostKind } from "../../clv/historic/cost-rules.ts";
import { useLocale } from "../locale.tsx";
import styles from "./costs.module.css";
import { type CountryText, fieldName, type KindText, type RuleText } from "./costs-form.ts";
import { COUNTRY_CODES } from "./country-codes.ts";

export interface RuleCardProps {
  readonly kind: CostKind;
  readonly text: KindText;
  /** What would be right in a field, by its name. */
  readonly faultOf: (field: string, typed: string) => string | undefined;
  readonly disabled: boolean;
  readonly onChange: (text: KindText) => void;
}

const NOTHING: RuleText = { fixed: "", share: "" };

/** What one kind of cost comes to: everywhere, and in countries that have a rule of their own. */
export function RuleCard({ kind, text, faultOf, disabled, onChange }: RuleCardProps) {
  const { t, format } = useLocale();
  const { countries } = text;
  const nameOf = (code: string) => format.country(code);
  const cost = t(`costs.${kind}`);
  const free = useFreeCountries(countries);
  const changeCountry = (code: string, part: Partial<RuleText>) =>
    onChange({ ...text, countries: countries.map((one) => (one.code === code ? { ...one, ...part } : one)) });
  return (
    <Card>
      <BlockStack gap="300">
        <Fields
          kind={kind}
          code=""
          country={t(countries.length === 0 ? "costs.everywhere" : "costs.everywhere.else")}
          text={text}
          faultOf={faultOf}
          disabled={disabled}
          onChange={(part) => onChange({ ...text, ...part })}
        />
        {countries.map((one: CountryText) => (
          <Fields
            key={one.code}
            kind={kind}
            code={one.code}
            country={nameOf(one.code)}
            text={one}
            faultOf={faultOf}
            disabled={disabled}
            onChange={(part) => changeCountry(one.code, part)}
            onRemove={() =>
              onChange({ ...text, countries: countries.filter(({ code }) => code !== one.code) })
            }
          />
        ))}
        <div className={styles.country}>
          <Select
            label={t("costs.country.add", { cost })}
            labelHidden
            disabled={disabled}
            options={[{ value: "", label: t("costs.country.choose") }, ...free]}
            value=""
            onChange={(code) =>
              code !== "" && onChange({ ...text, countries: [...countries, { code, ...NOTHING }] })
            }
          />
        </div>
      </BlockStack>
    </Card>
  );
}

/** Countries without a rule yet. Server and browser may call some of them by other names, so only the browser lists them. */
function useFreeCountries(taken: readonly CountryText[]) {
  const { format } = useLocale();
  const [isInBrowser, setInBrowser] = useState(false);
  useEffect(() => setInBrowser(true), []);
  if (!isInBrowser) return [];
  return COUNTRY_CODES.filter((code) => !taken.some((one) => one.code === code))
    .map((code) => ({ value: code, label: format.country(code) }))
    .sort((a, b) => a.label.localeCompare(b.label, format.locale));
}

interface FieldsProps {
  readonly kind: CostKind;
  readonly code: string;
  readonly country: string;
  readonly text: RuleText;
  readonly faultOf: RuleCardProps["faultOf"];
  readonly disabled: boolean;
  readonly onChange: (part: Partial<RuleText>) => void;
  readonly onRemove?: () => void;
}

function Fields({ kind, code, country, text, faultOf, disabled, onChange, onRemove }: FieldsProps) {
  const { t, format } = useLocale();
  const cost = t(`costs.${kind}`);
  const [fixed, share] = (["fixed", "share"] as const).map((part) => {
    const name = fieldName(kind, code, part);
    return (
      <TextField
        key={part}
        id={`costs ${name}`.replaceAll(" ", "-")}
        label={t(`costs.${part}.of`, { cost, country })}
        labelHidden
        autoComplete="off"
        inputMode="decimal"
        disabled={disabled}
        prefix={part === "fixed" ? format.currency : undefined}
        suffix={part === "share" ? "%" : undefined}
        placeholder="0"
        value={text[part]}
        error={faultOf(name, text[part])}
        onChange={(typed) => onChange({ [part]: typed })}
      />
    );
  });
  return (
    <BlockStack gap="100">
      <InlineStack align="space-between" blockAlign="center" wrap={false}>
        <Text as="h3" variant="bodyMd" fontWeight="medium">
          {country}
        </Text>
        {onRemove && (
          <Button
            variant="tertiary"
            icon={DeleteIcon}
            disabled={disabled}
            accessibilityLabel={t("costs.country.remove", { country, cost })}
            onClick={onRemove}
          />
        )}
      </InlineStack>
      <InlineGrid columns={2} gap="300">
        <BlockStack gap="050">
          <Box>
            <Text as="span" variant="bodySm" tone="subdued">
              {t("costs.fixed")}
            </Text>
          </Box>
          {fixed}
        </BlockStack>
        <BlockStack gap="050">
          <Box>
            <Text as="span" variant="bodySm" tone="subdued">
              {t("costs.share")}
            </Text>
          </Box>
          {share}
        </BlockStack>
      </InlineGrid>
    </BlockStack>
  );
}
