import { Banner, BlockStack, Button, ButtonGroup, Card, DropZone, Spinner, Text } from "@shopify/polaris";
import type { ShopChannels } from "../../acquisition/spend-view.ts";
import { useLocale } from "../locale.tsx";
import { FilePreview } from "./file-preview.tsx";
import { FileQuestion } from "./file-question.tsx";
import type { SpendFileUse } from "./use-spend-file.ts";

interface FileCardProps {
  readonly use: SpendFileUse;
  readonly mostBytes: number;
  readonly today: string;
  readonly channels: ShopChannels;
}

const MIB = 1024 * 1024;

/** Takes a report of ads, says what is in it, and stores it once that is confirmed. */
export function FileCard({ use, mostBytes, today, channels }: FileCardProps) {
  const { t, format } = useLocale();
  const { now } = use;
  const size = format.number(mostBytes / MIB);
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {t("spend.file.title")}
          </Text>
          <Text as="p">{t("spend.file.body")}</Text>
          {now.state === "failed" && (
            <Banner tone="critical">
              {t(now.why === "too_large" ? "spend.file.too_large" : "spend.file.failed", { size })}
            </Banner>
          )}
          {now.state === "unsure" && (
            <Banner
              tone="warning"
              title={t("spend.file.unsure.title")}
              action={{ content: t("spend.file.unsure.again"), onAction: use.store }}
            >
              <p style={{ overflowWrap: "anywhere" }}>{t("spend.file.unsure.body", { name: now.name })}</p>
            </Banner>
          )}
          {now.state === "stored" && (
            <Banner tone={now.answer.state === "stored" ? "success" : "info"}>
              {now.answer.state === "stored"
                ? t("spend.file.stored", { entries: now.answer.entries })
                : t(`spend.file.${now.answer.state}`)}
            </Banner>
          )}
          {now.state === "busy" ? (
            <div role="status">
              <Spinner size="small" accessibilityLabel={t("spend.file.reading")} />
            </div>
          ) : (
            <DropZone
              label={t("spend.file.choose")}
              labelHidden
              allowMultiple={false}
              type="file"
              variableHeight
              onDrop={([file]) => {
                if (file) use.give(file);
              }}
            >
              <DropZone.FileUpload
                actionTitle={t("spend.file.choose")}
                actionHint={t("spend.file.hint", { size })}
              />
            </DropZone>
          )}
        </BlockStack>
      </Card>
      {now.state === "read" && (
        <Card>
          <BlockStack gap="400">
            {now.answer.state === "refused" ? (
              <FileQuestion
                name={now.name}
                refusal={now.answer}
                use={use}
                today={today}
                channels={channels}
              />
            ) : (
              <FilePreview name={now.name} preview={now.answer.preview} use={use} />
            )}
            <ButtonGroup>
              <Button onClick={use.close}>{t("spend.file.close")}</Button>
            </ButtonGroup>
          </BlockStack>
        </Card>
      )}
    </BlockStack>
  );
}
