import { Banner, BlockStack, Button, Card, DropZone, InlineStack, List, Text } from "@shopify/polaris";
import type { CostsFileReading } from "../../valuation/costs/product-file.ts";
import { useLocale } from "../locale.tsx";

const MOST_SHOWN = 20;

export type FileProblem =
  | Extract<CostsFileReading, { ok: false }>["problem"]
  | "no_currency"
  | "too_large"
  | "failed";

/** What is known of a given file. */
export type GivenCosts =
  | { readonly state: "none" }
  | { readonly state: "reading" }
  | { readonly state: "unusable"; readonly problem: FileProblem }
  | { readonly state: "read"; readonly reading: Extract<CostsFileReading, { ok: true }> };

export interface FileCardProps {
  readonly given: GivenCosts;
  readonly downloading: "idle" | "loading" | "failed";
  readonly disabled: boolean;
  readonly onDownload: () => void;
  readonly onGive: (file: File) => void;
  readonly onLook: () => void;
}

/** The costs of many products at once, as a file out and in. */
export function FileCard({ given, downloading, disabled, onDownload, onGive, onLook }: FileCardProps) {
  const { t } = useLocale();
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingSm">
            {t("costs.file.title")}
          </Text>
          <Text as="p" tone="subdued">
            {t("costs.file.help")}
          </Text>
        </BlockStack>
        <InlineStack>
          <Button loading={downloading === "loading"} disabled={disabled} onClick={onDownload}>
            {t("costs.file.download")}
          </Button>
        </InlineStack>
        {downloading === "failed" && <Banner tone="critical">{t("costs.file.download.failed")}</Banner>}
        <DropZone
          label={t("costs.file.give")}
          labelHidden
          accept=".csv,text/csv,text/plain"
          type="file"
          allowMultiple={false}
          disabled={disabled || given.state === "reading"}
          onDrop={(files) => files[0] && onGive(files[0])}
        >
          <DropZone.FileUpload actionTitle={t("costs.file.give")} />
        </DropZone>
        <div role="status">
          {given.state === "reading" && <Text as="p">{t("costs.file.reading")}</Text>}
          {given.state === "unusable" && (
            <Banner tone="critical">{t(`costs.file.problem.${given.problem}`)}</Banner>
          )}
          {given.state === "read" && <Read reading={given.reading} onLook={onLook} />}
        </div>
      </BlockStack>
    </Card>
  );
}

function Read({
  reading,
  onLook,
}: {
  readonly reading: Extract<CostsFileReading, { ok: true }>;
  readonly onLook: () => void;
}) {
  const { t, format } = useLocale();
  const { changes, same, empty, refused } = reading;
  const rest = refused.length - MOST_SHOWN;
  return (
    <BlockStack gap="300">
      <Banner
        tone={refused.length > 0 ? "warning" : "info"}
        title={t("costs.file.changes", { count: changes.length })}
        action={changes.length > 0 ? { content: t("costs.file.see"), onAction: onLook } : undefined}
      >
        <p>
          {t("costs.file.rest", {
            same: format.number(same),
            empty: format.number(empty),
            refused: format.number(refused.length),
          })}
        </p>
      </Banner>
      {refused.length > 0 && (
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            {t("costs.file.refused")}
          </Text>
          <List>
            {refused.slice(0, MOST_SHOWN).map(({ line, product, value, reason }) => (
              <List.Item key={line}>
                <span style={{ overflowWrap: "anywhere" }}>
                  {t("costs.file.line", { line: format.number(line) })}
                  {": "}
                  {[product, value].filter((text) => text !== "").join(", ")}
                  {". "}
                  {t(`costs.file.reason.${reason}`)}
                </span>
              </List.Item>
            ))}
          </List>
          {rest > 0 && (
            <Text as="p" tone="subdued">
              {t("costs.file.refused.more", { count: format.number(rest) })}
            </Text>
          )}
        </BlockStack>
      )}
    </BlockStack>
  );
}
