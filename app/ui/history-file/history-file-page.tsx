import { Banner, BlockStack, Card, DropZone, Page, ProgressBar, Spinner, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { HistoryFilesView, HistoryFileView } from "../../sync/history-file/view.ts";
import type { Format } from "../format.ts";
import { useLocale } from "../locale.tsx";
import { AddedFiles } from "./added-files.tsx";
import type { Deciding } from "./deciding.ts";
import { PreviewCard } from "./preview-card.tsx";
import { RefusedRowsCard } from "./refused-rows-card.tsx";
import type { Sending } from "./use-given-file.ts";

interface HistoryFilePageProps extends Deciding {
  readonly view: HistoryFilesView;
  readonly mostBytes: number;
  readonly sending: Sending;
  readonly onGive: (file: File) => void;
}

const MIB = 1024 * 1024;

/** Names of columns as Shopify has them, or figures. */
function detailText({ code, detail }: { code: string; detail: string }, format: Format): string {
  return code === "no_export" ? detail : detail.replace(/\d+/g, (digits) => format.number(Number(digits)));
}

function Going({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card>
      <BlockStack gap="300">
        <div role="status">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
        </div>
        {children}
      </BlockStack>
    </Card>
  );
}

function Progress({ title, text, share }: { title: string; text: string; share: number }) {
  return (
    <Going title={title}>
      <ProgressBar progress={Math.round(100 * share)} size="small" ariaLabelledBy="history-progress" />
      <Text as="p" tone="subdued" id="history-progress" numeric>
        {text}
      </Text>
    </Going>
  );
}

/** The file that is on its way, being worked on, or waits for a decision. */
function Current({ file, saving, onDecide }: { file: HistoryFileView } & Deciding) {
  const { t, format } = useLocale();
  const { name } = file;
  switch (file.state) {
    case "uploading": {
      const [received, size] = [file.receivedBytes, file.sizeBytes].map((bytes) =>
        format.number(bytes / MIB, 1),
      );
      return (
        <Banner tone="warning" title={t("history.left.title")}>
          <p>{t("history.left.body", { received: received ?? "", size: size ?? "", name })}</p>
        </Banner>
      );
    }
    case "reading":
      return (
        <Going title={t("history.reading.title", { name })}>
          <Spinner size="small" />
          <Text as="p" tone="subdued">
            {t("history.reading.body")}
          </Text>
        </Going>
      );
    case "refused":
      return (
        <>
          <Banner tone="critical" title={t("history.refused.title", { name })}>
            <p>{t(`history.refused.${file.code}`, { detail: detailText(file, format) })}</p>
          </Banner>
          <RefusedRowsCard fileId={file.fileId} refusals={file.refusals} total={file.refused} />
        </>
      );
    case "preview":
      return (
        <>
          <PreviewCard file={file} saving={saving} onDecide={onDecide} />
          <RefusedRowsCard
            fileId={file.fileId}
            refusals={file.refusals}
            total={file.preview.refused + file.preview.otherCurrency}
          />
        </>
      );
    case "importing":
      return (
        <Progress
          title={t("history.importing.title", { name })}
          text={t("history.importing.progress", {
            done: format.number(file.lookedAt),
            orders: format.number(file.orders),
          })}
          share={file.orders === 0 ? 0 : file.lookedAt / file.orders}
        />
      );
    case "undoing":
      return (
        <Going title={t("history.undoing.title", { name })}>
          <Spinner size="small" />
          <Text as="p" tone="subdued">
            {t("history.undoing.body")}
          </Text>
        </Going>
      );
    default:
      return null;
  }
}

function Choose({
  mostBytes,
  again,
  onGive,
}: Pick<HistoryFilePageProps, "mostBytes" | "onGive"> & { again: boolean }) {
  const { t, format } = useLocale();
  const label = t(again ? "history.choose.again" : "history.choose");
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("history.how.title")}
        </Text>
        <Text as="p">{t("history.how.body")}</Text>
        <DropZone
          label={label}
          labelHidden
          allowMultiple={false}
          type="file"
          variableHeight
          onDrop={(files) => {
            const [file] = files;
            if (file) onGive(file);
          }}
        >
          <DropZone.FileUpload
            actionTitle={label}
            actionHint={t("history.choose.hint", { size: format.number(mostBytes / MIB) })}
          />
        </DropZone>
      </BlockStack>
    </Card>
  );
}

/** Takes an order export for the past that Shopify does not show, says what is in it, adds it and takes it out again. */
export function HistoryFilePage({
  view,
  mostBytes,
  sending,
  saving,
  onGive,
  onDecide,
}: HistoryFilePageProps) {
  const { t, format } = useLocale();
  const [latest] = view.files;
  const isSending = sending.state === "sending";
  const current =
    latest && latest.state !== "done" && latest.state !== "undone" && !isSending ? latest : undefined;
  const busy = view.files.some(({ state }) => state === "importing" || state === "undoing");
  return (
    <Page
      title={t("history.title")}
      subtitle={
        view.historyFrom === null
          ? t("history.subtitle.all")
          : t("history.subtitle", { instant: format.instant(view.historyFrom) })
      }
      backAction={{ content: t("sync.title"), url: "/app/sync" }}
    >
      <BlockStack gap="400">
        {sending.state === "failed" && (
          <Banner tone="critical" title={t("history.failed.title")}>
            <p>{t(`history.failed.${sending.why}`, { size: format.number(mostBytes / MIB) })}</p>
          </Banner>
        )}
        {isSending && (
          <Progress
            title={t("history.sending", { name: sending.name })}
            text={t("history.sending.progress", {
              sent: format.number(sending.sentBytes / MIB, 1),
              size: format.number(sending.sizeBytes / MIB, 1),
            })}
            share={sending.sentBytes / sending.sizeBytes}
          />
        )}
        {current && <Current file={current} saving={saving} onDecide={onDecide} />}
        {view.historyFrom === null && !current && (
          <Banner title={t("history.all.title")}>
            <p>{t("history.all.body")}</p>
          </Banner>
        )}
        {view.historyFrom !== null && !busy && !isSending && (
          <Choose mostBytes={mostBytes} again={current !== undefined} onGive={onGive} />
        )}
        <AddedFiles files={view.files} saving={saving} onDecide={onDecide} />
      </BlockStack>
    </Page>
  );
}
