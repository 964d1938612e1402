import { Banner, BlockStack, Card, EmptyState, Page } from "@shopify/polaris";
import { useCallback, useState } from "react";
import type { SpendView, TypedSpendView } from "../../acquisition/spend-view.ts";
import { useLocale } from "../locale.tsx";
import picture from "../states/nothing-here.svg";
import { StillReading } from "../states/still-reading.tsx";
import type { SpendChanges } from "./changes.ts";
import { EndRuleDialog } from "./end-rule-dialog.tsx";
import { FileCard } from "./file-card.tsx";
import { RuleDialog } from "./rule-dialog.tsx";
import { RulesCard } from "./rules-card.tsx";
import { SpendDialog } from "./spend-dialog.tsx";
import { ImportsCard, TypedCard } from "./stored-cards.tsx";
import { type SpendPeriod, TotalsCard } from "./totals-card.tsx";
import type { SpendFileUse } from "./use-spend-file.ts";

export interface SpendPageProps {
  readonly view: SpendView;
  readonly mostBytes: number;
  readonly period: SpendPeriod;
  readonly changes: SpendChanges;
  readonly file: SpendFileUse;
  readonly exporting: "idle" | "loading" | "failed";
  readonly onExport: () => void;
  readonly onPeriod: (period: SpendPeriod) => void;
  readonly onPage: (list: "typed" | "files", page: number) => void;
  /** Opened when the page is: for new spend or a new rule, the end of the first one, a file. */
  readonly opened?: "spend" | "rule" | "end" | "file";
}

type Dialog =
  | { readonly of: "spend"; readonly entry: TypedSpendView | null }
  | { readonly of: "rule" }
  | { readonly of: "end"; readonly rule: SpendView["rules"][number] }
  | null;

function dialogOf(opened: SpendPageProps["opened"], { rules: [rule] }: SpendView): Dialog {
  if (opened === "spend") return { of: "spend", entry: null };
  if (opened === "end" && rule) return { of: "end", rule };
  return opened === "rule" ? { of: "rule" } : null;
}

/** What is spent to win customers, and the ways to enter it. */
export function SpendPage(props: SpendPageProps) {
  const { view, mostBytes, period, changes, file, exporting, onExport, onPeriod, onPage, opened } = props;
  const { t } = useLocale();
  const [dialog, setDialog] = useState<Dialog>(() => dialogOf(opened, view));
  const [hasFile, setHasFile] = useState(opened === "file");
  const close = useCallback(() => setDialog(null), []);
  const { minorDigits } = view.shop;
  const forms = { today: view.today, minorDigits, channels: view.channels, changes, onClose: close };
  const add = { content: t("spend.add"), onAction: () => setDialog({ of: "spend", entry: null }) };
  const importing = { content: t("spend.import"), onAction: () => setHasFile(true) };
  const isGone = changes.answer !== null && "done" in changes.answer && !changes.answer.done;
  return (
    <Page
      title={t("spend.title")}
      subtitle={t("spend.subtitle")}
      backAction={{ content: t("nav.acquisition"), url: "/app/acquisition" }}
      primaryAction={add}
      secondaryActions={[
        importing,
        ...(view.isEmpty
          ? []
          : [{ content: t("spend.export"), loading: exporting === "loading", onAction: onExport }]),
      ]}
    >
      <BlockStack gap="400">
        <StillReading />
        {exporting === "failed" && <Banner tone="critical">{t("spend.export.failed")}</Banner>}
        {isGone && !changes.busy && <Banner tone="warning">{t("spend.gone")}</Banner>}
        {(hasFile || file.now.state !== "idle") && (
          <FileCard use={file} mostBytes={mostBytes} today={view.today} channels={view.channels} />
        )}
        {view.isEmpty ? (
          <Card>
            <EmptyState
              heading={t("spend.empty.title")}
              image={picture}
              action={importing}
              secondaryAction={add}
            >
              <p>{t("spend.empty.body")}</p>
            </EmptyState>
          </Card>
        ) : (
          <TotalsCard view={view} period={period} onPeriod={onPeriod} />
        )}
        <TypedCard
          view={view}
          changes={changes}
          onEdit={(entry) => setDialog({ of: "spend", entry })}
          onPage={(page) => onPage("typed", page)}
        />
        <ImportsCard view={view} changes={changes} onPage={(page) => onPage("files", page)} />
        <RulesCard
          view={view}
          changes={changes}
          onAdd={() => setDialog({ of: "rule" })}
          onEnd={(rule) => setDialog({ of: "end", rule })}
        />
      </BlockStack>
      {dialog?.of === "spend" && (
        <SpendDialog key={dialog.entry?.entryId ?? "new"} entry={dialog.entry} {...forms} />
      )}
      {dialog?.of === "rule" && <RuleDialog {...forms} />}
      {dialog?.of === "end" && (
        <EndRuleDialog rule={dialog.rule} today={view.today} changes={changes} onClose={close} />
      )}
    </Page>
  );
}
