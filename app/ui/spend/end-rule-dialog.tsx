import { Banner, BlockStack, Modal, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import type { SpendView } from "../../acquisition/spend-view.ts";
import { dayOfIso, monthOfDay } from "../../clv/calendar.ts";
import { channelName } from "../acquisition/channel-name.ts";
import { useLocale } from "../locale.tsx";
import type { SpendChanges } from "./changes.ts";
import { MONTHS_AHEAD, monthOptions } from "./month-options.ts";
import { useRuleAnswer } from "./use-rule-answer.ts";

interface EndRuleDialogProps {
  readonly rule: SpendView["rules"][number];
  readonly today: string;
  readonly changes: SpendChanges;
  readonly onClose: () => void;
}

/** Asks for the last month in which a rule of commission counts. */
export function EndRuleDialog({ rule, today, changes, onClose }: EndRuleDialogProps) {
  const { t, format } = useLocale();
  const [last, setLast] = useState(rule.lastMonth === null ? "" : String(rule.lastMonth));
  const { fault, ask } = useRuleAnswer(changes, onClose);
  const latest = Math.max(
    rule.firstMonth,
    rule.lastMonth ?? 0,
    monthOfDay(dayOfIso(today) ?? 0) + MONTHS_AHEAD,
  );
  const save = () =>
    ask({ change: "end_rule", ruleId: rule.ruleId, lastMonth: last === "" ? null : Number(last) });
  return (
    <Modal
      open
      size="small"
      title={t("spend.rules.end.title")}
      onClose={onClose}
      primaryAction={{ content: t("spend.form.save"), loading: changes.busy, onAction: save }}
      secondaryActions={[{ content: t("spend.cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {fault && <Banner tone="critical">{t(`spend.rules.fault.${fault}`)}</Banner>}
          <div style={{ overflowWrap: "anywhere" }}>
            <Text as="p">
              {t("spend.rules.end.body", {
                channel: channelName(rule.channel, t),
                first: format.month(rule.firstMonth),
              })}
            </Text>
          </div>
          <Select
            label={t("spend.rules.last")}
            options={[
              { value: "", label: t("spend.rules.last.none") },
              ...monthOptions(rule.firstMonth, latest, format),
            ]}
            value={last}
            onChange={setLast}
          />
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
