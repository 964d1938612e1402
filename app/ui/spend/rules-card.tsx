import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import type { SpendView } from "../../acquisition/spend-view.ts";
import { channelName } from "../acquisition/channel-name.ts";
import { useLocale } from "../locale.tsx";
import type { SpendChanges } from "./changes.ts";
import { Confirm, type Confirmation } from "./confirm.tsx";
import { Line } from "./line.tsx";

interface RulesCardProps {
  readonly view: SpendView;
  readonly changes: SpendChanges;
  readonly onAdd: () => void;
  readonly onEnd: (rule: SpendView["rules"][number]) => void;
}

/** How affiliates are paid, and until when. */
export function RulesCard({ view, changes, onAdd, onEnd }: RulesCardProps) {
  const { t, format } = useLocale();
  const [asking, setAsking] = useState<Confirmation | null>(null);
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {t("spend.rules.title")}
          </Text>
          <Button disabled={changes.busy} onClick={onAdd}>
            {t("spend.rules.add")}
          </Button>
        </InlineStack>
        <Text as="p" tone="subdued">
          {t("spend.rules.body")}
        </Text>
        {view.rules.length > 0 && (
          <BlockStack as="ul" gap="300">
            {view.rules.map((rule) => {
              const { ruleId, channel: key, commission, firstMonth, lastMonth } = rule;
              const channel = channelName(key, t);
              return (
                <Line
                  key={ruleId}
                  title={channel}
                  notes={[
                    commission.by === "first_order_share"
                      ? t("spend.rules.share", { share: format.percent(commission.shareBp / 10_000, 2) })
                      : t("spend.rules.fixed", { amount: format.money(commission.amountMinor) }),
                    lastMonth === null
                      ? t("spend.rules.since", { month: format.month(firstMonth) })
                      : t("spend.rules.between", {
                          first: format.month(firstMonth),
                          last: format.month(lastMonth),
                        }),
                  ]}
                >
                  <Button
                    disabled={changes.busy}
                    accessibilityLabel={t("spend.rules.end.of", { channel })}
                    onClick={() => onEnd(rule)}
                  >
                    {t("spend.rules.end")}
                  </Button>
                  <Button
                    disabled={changes.busy}
                    accessibilityLabel={t("spend.rules.remove.of", { channel })}
                    onClick={() =>
                      setAsking({
                        title: t("spend.rules.remove.title"),
                        body: t("spend.rules.remove.body", { channel }),
                        confirm: t("spend.rules.remove"),
                        onConfirm: () => changes.send({ change: "remove_rule", ruleId }),
                      })
                    }
                  >
                    {t("spend.rules.remove")}
                  </Button>
                </Line>
              );
            })}
          </BlockStack>
        )}
      </BlockStack>
      <Confirm asking={asking} onClose={() => setAsking(null)} />
    </Card>
  );
}
