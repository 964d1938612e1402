import { BlockStack, Button, Card, Text } from "@shopify/polaris";
import { useState } from "react";
import type { SpendImportView, SpendView, TypedSpendView } from "../../acquisition/spend-view.ts";
import { channelName } from "../acquisition/channel-name.ts";
import { useLocale } from "../locale.tsx";
import type { SpendChanges } from "./changes.ts";
import { Confirm, type Confirmation } from "./confirm.tsx";
import { Line } from "./line.tsx";
import { ListPages } from "./list-pages.tsx";
import { RefusedSpend } from "./refused-spend.tsx";

interface CardProps {
  readonly view: SpendView;
  readonly changes: SpendChanges;
  readonly onPage: (page: number) => void;
}

const HOURS = 1_000;

export function TypedCard({
  view,
  changes,
  onEdit,
  onPage,
}: CardProps & { onEdit: (entry: TypedSpendView) => void }) {
  const { t, format } = useLocale();
  const [asking, setAsking] = useState<Confirmation | null>(null);
  if (view.typed.inAll === 0) return null;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("spend.typed.title")}
        </Text>
        <BlockStack as="ul" gap="300">
          {view.typed.rows.map((entry) => {
            const period = t("spend.typed.period", {
              first: format.day(entry.firstDay),
              last: format.day(entry.lastDay),
            });
            const channel = channelName(entry.channel, t);
            const amount = format.money(entry.amountMinor);
            return (
              <Line
                key={entry.entryId}
                title={`${amount} · ${channel}`}
                notes={[
                  period,
                  ...(entry.campaign === "" ? [] : [entry.campaign.slice(0, 200)]),
                  ...(entry.hoursMilli !== null && entry.rateMinor !== null
                    ? [
                        t("spend.typed.hours", {
                          hours: format.significant(entry.hoursMilli / HOURS, 6),
                          rate: format.money(entry.rateMinor),
                        }),
                      ]
                    : []),
                ]}
              >
                <Button
                  disabled={changes.busy}
                  accessibilityLabel={t("spend.typed.edit.of", { channel, period })}
                  onClick={() => onEdit(entry)}
                >
                  {t("spend.typed.edit")}
                </Button>
                <Button
                  disabled={changes.busy}
                  accessibilityLabel={t("spend.typed.remove.of", { channel, period })}
                  onClick={() =>
                    setAsking({
                      title: t("spend.remove.title"),
                      body: t("spend.remove.body", { amount, channel, period }),
                      confirm: t("spend.remove.confirm"),
                      onConfirm: () => changes.send({ change: "remove", entryId: entry.entryId }),
                    })
                  }
                >
                  {t("spend.typed.remove")}
                </Button>
              </Line>
            );
          })}
        </BlockStack>
        <ListPages list={view.typed} name={t("spend.typed.title")} onPage={onPage} />
      </BlockStack>
      <Confirm asking={asking} onClose={() => setAsking(null)} />
    </Card>
  );
}

export function ImportsCard({ view, changes, onPage }: CardProps) {
  const { t, format } = useLocale();
  const [asking, setAsking] = useState<Confirmation | null>(null);
  if (view.imports.inAll === 0) return null;
  const notes = (one: SpendImportView) =>
    one.undoneAt === null
      ? [
          t("spend.imports.stored", {
            amount: format.money(one.amountMinor),
            entries: one.entries,
            first: format.day(one.firstDay),
            last: format.day(one.lastDay),
            when: format.instant(one.importedAt),
          }),
          ...(one.refusedRows === 0 ? [] : [t("spend.imports.refused", { rows: one.refusedRows })]),
        ]
      : [t("spend.imports.undone", { when: format.instant(one.undoneAt) })];
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("spend.imports.title")}
        </Text>
        <BlockStack as="ul" gap="300">
          {view.imports.rows.map((one) => (
            <Line key={one.importId} title={one.name} notes={notes(one)}>
              {one.undoneAt === null && (
                <Button
                  disabled={changes.busy}
                  accessibilityLabel={t("spend.imports.undo.of", { name: one.name })}
                  onClick={() =>
                    setAsking({
                      title: t("spend.imports.undo.title"),
                      body: t("spend.imports.undo.body", {
                        amount: format.money(one.amountMinor),
                        name: one.name,
                      }),
                      confirm: t("spend.imports.undo"),
                      onConfirm: () => changes.send({ change: "undo_import", importId: one.importId }),
                    })
                  }
                >
                  {t("spend.imports.undo")}
                </Button>
              )}
            </Line>
          ))}
        </BlockStack>
        <ListPages list={view.imports} name={t("spend.imports.title")} onPage={onPage} />
        {view.imports.rows
          .filter(({ undoneAt, refused }) => undoneAt === null && refused.length > 0)
          .slice(0, 1)
          .map((one) => (
            <RefusedSpend key={one.importId} rows={one.refusedRows} refused={one.refused} name={one.name} />
          ))}
      </BlockStack>
      <Confirm asking={asking} onClose={() => setAsking(null)} />
    </Card>
  );
}
