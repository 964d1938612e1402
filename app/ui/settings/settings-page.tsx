import {
  Banner,
  BlockStack,
  Box,
  Card,
  Checkbox,
  ChoiceList,
  InlineStack,
  Link,
  Page,
  Select,
  Spinner,
  Text,
} from "@shopify/polaris";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useHeaderActions } from "../layout/header-actions.ts";
import { Section } from "../layout/section.tsx";
import { useLocale } from "../locale.tsx";
import { SaveBar } from "../states/save-bar.tsx";
import { type AllSettings, fieldsOf, type SettingsFields, sameFields } from "./settings-form.ts";

export interface SettingsPageProps {
  readonly view: AllSettings;
  /** The last attempt did not reach the database. */
  readonly failed: boolean;
  readonly saving: boolean;
  readonly onSave: (fields: SettingsFields) => void;
}

/** Shares to choose from, in basis points; what is stored is one of them even where it is not. */
const SHARES = [0, 200, 500, 1_000, 2_000];
const sharesWith = (stored: number): number[] => [...new Set([...SHARES, stored])].sort((a, b) => a - b);

const SAVE_BAR = "settings-save-bar";

function Fact({ label, value, help }: { label: string; value: string; help: string }) {
  return (
    <BlockStack gap="050">
      <InlineStack align="space-between" gap="200">
        <Text as="span" fontWeight="medium">
          {label}
        </Text>
        <Text as="span">{value}</Text>
      </InlineStack>
      <Text as="p" variant="bodySm" tone="subdued">
        {help}
      </Text>
    </BlockStack>
  );
}

function Recomputing({ state }: { state: "running" | "done" }) {
  const { t } = useLocale();
  return (
    <Box role="status">
      {state === "running" ? (
        <Banner tone="info" title={t("settings.recomputing.title")}>
          <InlineStack gap="200" blockAlign="center" wrap={false}>
            <Spinner size="small" />
            <p>{t("settings.recomputing.body")}</p>
          </InlineStack>
        </Banner>
      ) : (
        <Banner tone="success">{t("settings.recomputed")}</Banner>
      )}
    </Box>
  );
}

/** True once a recomputation that was seen running has ended. */
function useHasFinished(running: boolean): boolean {
  const [seen, setSeen] = useState(running);
  useEffect(() => {
    if (running) setSeen(true);
  }, [running]);
  return seen && !running;
}

export function SettingsPage({ view, failed, saving, onSave }: SettingsPageProps) {
  const { t, format } = useLocale();
  const saved = fieldsOf(view);
  const [fields, setFields] = useState(saved);
  const savedKey = JSON.stringify(saved);
  const lastSaved = useRef(savedKey);
  // What was saved has been read back: the form starts again from there. A poll that brings nothing new leaves edits alone.
  useEffect(() => {
    if (lastSaved.current === savedKey) return;
    lastSaved.current = savedKey;
    setFields(fieldsOf(view));
  }, [savedKey, view]);
  const finished = useHasFinished(view.recomputing);
  const change = (part: Partial<SettingsFields>) => setFields((before) => ({ ...before, ...part }));
  const save = () => onSave(fields);
  const discard = () => setFields(saved);
  const headerActions = useHeaderActions([
    { content: t("staff.title"), url: "/app/settings/staff" },
    { content: t("privacy.title"), url: "/app/data-requests" },
    { content: t("audit.title"), url: "/app/audit-log" },
  ]);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  return (
    <Page title={t("settings.title")} {...headerActions}>
      <SaveBar
        id={SAVE_BAR}
        dirty={!sameFields(fields, saved)}
        saving={saving}
        onSave={save}
        onDiscard={discard}
      />
      <form onSubmit={onSubmit} noValidate>
        <BlockStack gap="400">
          {failed && <Banner tone="critical">{t("settings.failed")}</Banner>}
          {(view.recomputing || finished) && <Recomputing state={view.recomputing ? "running" : "done"} />}
          <BlockStack gap="600">
            <Section title={t("settings.shop")} help={t("settings.shop.help")}>
              <Card>
                <BlockStack gap="400">
                  <Fact
                    label={t("settings.currency")}
                    value={view.shop.currency}
                    help={t("settings.currency.help")}
                  />
                  <Fact
                    label={t("settings.time_zone")}
                    value={view.shop.timeZone}
                    help={t("settings.time_zone.help")}
                  />
                  <Link url="/app/compare">{t("settings.compare")}</Link>
                </BlockStack>
              </Card>
            </Section>
            <Section title={t("settings.orders")} help={t("settings.orders.help")}>
              <Card>
                <BlockStack gap="400">
                  <Checkbox
                    label={t("settings.zero")}
                    helpText={t("settings.zero.help")}
                    checked={fields.countZeroValueOrders}
                    onChange={(countZeroValueOrders) => change({ countZeroValueOrders })}
                  />
                  <ChoiceList
                    title={t("settings.refunds")}
                    choices={(["order", "refund"] as const).map((value) => ({
                      value,
                      label: t(`settings.refunds.${value}`),
                      helpText: t(`settings.refunds.${value}.help`),
                    }))}
                    selected={[fields.refundDating]}
                    onChange={(selected: SettingsFields["refundDating"][]) =>
                      change({ refundDating: selected[0] ?? fields.refundDating })
                    }
                  />
                </BlockStack>
              </Card>
            </Section>
            <Section title={t("settings.identity")} help={t("settings.identity.help")}>
              <Card>
                <BlockStack gap="400">
                  <Checkbox
                    label={t("settings.guests")}
                    helpText={t("settings.guests.help")}
                    checked={fields.joinGuestsByEmail}
                    onChange={(joinGuestsByEmail) => change({ joinGuestsByEmail })}
                  />
                  <Link url="/app/addresses">{t("settings.shared_addresses")}</Link>
                </BlockStack>
              </Card>
            </Section>
            <Section title={t("settings.costs")} help={t("settings.costs.help")}>
              <Card>
                <BlockStack gap="200">
                  <InlineStack align="space-between" gap="200">
                    <Text as="span" fontWeight="medium">
                      {t("settings.costs.margin")}
                    </Text>
                    <Text as="span">
                      {view.defaultMarginBp === null
                        ? t("settings.costs.margin.none")
                        : format.percent(view.defaultMarginBp / 10_000)}
                    </Text>
                  </InlineStack>
                  <Link url="/app/costs">{t("settings.costs.open")}</Link>
                </BlockStack>
              </Card>
            </Section>
            <Section title={t("experiment.settings.title")} help={t("experiment.settings.help")}>
              <Card>
                <Select
                  label={t("experiment.settings.share")}
                  helpText={t("experiment.settings.share.help")}
                  options={sharesWith(fields.alwaysHeldOutBp).map((bp) => ({
                    value: String(bp),
                    label:
                      bp === 0
                        ? t("experiment.settings.share.none")
                        : t("experiment.plan.share.some", { share: format.percent(bp / 10_000, 0) }),
                  }))}
                  value={String(fields.alwaysHeldOutBp)}
                  onChange={(bp) => change({ alwaysHeldOutBp: Number(bp) })}
                />
              </Card>
            </Section>
          </BlockStack>
        </BlockStack>
      </form>
    </Page>
  );
}
