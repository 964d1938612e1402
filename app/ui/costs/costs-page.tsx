import {
  Banner,
  BlockStack,
  Box,
  Card,
  InlineStack,
  Link,
  Page,
  Spinner,
  Text,
  TextField,
} from "@shopify/polaris";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { COST_KINDS } from "../../clv/historic/cost-rules.ts";
import type { CostsView } from "../../valuation/costs/read-costs.ts";
import { Section } from "../layout/section.tsx";
import { useLocale } from "../locale.tsx";
import { SaveBar } from "../states/save-bar.tsx";
import { useTypedNumber } from "../use-typed-number.ts";
import styles from "./costs.module.css";
import { type CostsText, type CostsTyping, readCostsText, sameCosts, textOfCosts } from "./costs-form.ts";
import { LeftCard } from "./left-card.tsx";
import { PreviewDialog } from "./preview-dialog.tsx";
import { RuleCard } from "./rule-card.tsx";
import type { CostChanging } from "./use-cost-change.ts";

const SAVE_BAR = "costs-save-bar";

export interface CostsPageProps {
  readonly view: CostsView;
  readonly changing: CostChanging;
}

/** What an order costs beside its price, and what that leaves; a change shows what it moves before it is saved. */
export function CostsPage({ view, changing }: CostsPageProps) {
  const { t, format } = useLocale();
  const { currency, minorDigits } = view.shop;
  const typing: CostsTyping = { locale: format.locale, currency, minorDigits };
  const saved = textOfCosts(view, typing);
  const [text, setText] = useState(saved);
  const [isChecked, setChecked] = useState(false);
  const savedKey = JSON.stringify(saved);
  const lastSaved = useRef(savedKey);
  // What was saved has been read back: the form starts again from there.
  useEffect(() => {
    if (lastSaved.current === savedKey) return;
    lastSaved.current = savedKey;
    setText(JSON.parse(savedKey) as CostsText);
    setChecked(false);
  }, [savedKey]);
  const reading = readCostsText(text, typing);
  const faults = isChecked && !reading.ok ? reading.faults : null;
  const money = useTypedNumber("money", minorDigits);
  const share = useTypedNumber("share", minorDigits);
  const faultOf = (field: string, typed: string): string | undefined => {
    const fault = faults?.get(field);
    const example = field.endsWith("fixed") ? money.example : share.example;
    return fault && t(fault, { text: typed.trim(), example });
  };
  const change = (part: Partial<CostsText>) => setText((before) => ({ ...before, ...part }));
  const look = () => {
    setChecked(true);
    if (reading.ok) changing.look({ rules: reading.meant });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    look();
  };
  return (
    <Page
      title={t("costs.title")}
      subtitle={t("costs.subtitle")}
      backAction={{ content: t("settings.title"), url: "/app/settings" }}
    >
      <SaveBar
        id={SAVE_BAR}
        dirty={!sameCosts(text, saved, typing)}
        saving={changing.saving}
        onSave={look}
        onDiscard={() => {
          setText(saved);
          setChecked(false);
        }}
      />
      <PreviewDialog changing={changing} />
      <form onSubmit={onSubmit} noValidate>
        <BlockStack gap="600">
          <Notices view={view} failed={changing.failed} hasFaults={(faults?.size ?? 0) > 0} />
          <LeftCard steps={view.steps} />
          <Section title={t("costs.goods")} help={t("costs.goods.help")}>
            <Card>
              <BlockStack gap="400">
                <div className={styles.percentage}>
                  <TextField
                    label={t("costs.margin")}
                    suffix="%"
                    helpText={t("costs.margin.help")}
                    inputMode="decimal"
                    autoComplete="off"
                    value={text.defaultMargin}
                    error={faultOf("defaultMargin", text.defaultMargin)}
                    onChange={(defaultMargin) => change({ defaultMargin })}
                    onBlur={() => setChecked(true)}
                  />
                </div>
                <BlockStack gap="050">
                  <Text as="p">{t("costs.goods.products", { count: view.statedProducts })}</Text>
                  <Link url="/app/costs/products">{t("costs.goods.products.open")}</Link>
                </BlockStack>
              </BlockStack>
            </Card>
          </Section>
          {COST_KINDS.map((kind) => (
            <Section key={kind} title={t(`costs.${kind}`)} help={t(`costs.${kind}.help`)}>
              <RuleCard
                kind={kind}
                text={text[kind]}
                faultOf={faultOf}
                disabled={!view.canState}
                onChange={(next) => change({ [kind]: next })}
              />
            </Section>
          ))}
        </BlockStack>
        <button type="submit" hidden />
      </form>
    </Page>
  );
}

function Notices({
  view,
  failed,
  hasFaults,
}: {
  readonly view: CostsView;
  readonly failed: boolean;
  readonly hasFaults: boolean;
}) {
  const { t } = useLocale();
  const { canState, formerCurrency, recomputing, shop } = view;
  if (canState && !formerCurrency && !recomputing && !failed && !hasFaults) return null;
  return (
    <BlockStack gap="300">
      {failed && <Banner tone="critical">{t("costs.failed")}</Banner>}
      {hasFaults && <Banner tone="critical">{t("costs.error.none_stated")}</Banner>}
      {!canState && <Banner tone="info">{t("costs.no_currency")}</Banner>}
      {formerCurrency && (
        <Banner tone="warning">
          {t("costs.former_currency", { former: formerCurrency, currency: shop.currency })}
        </Banner>
      )}
      {recomputing && (
        <Box role="status">
          <Banner tone="info" title={t("settings.recomputing.title")}>
            <InlineStack gap="200" blockAlign="center" wrap={false}>
              <Spinner size="small" />
              <p>{t("settings.recomputing.body")}</p>
            </InlineStack>
          </Banner>
        </Box>
      )}
    </BlockStack>
  );
}
