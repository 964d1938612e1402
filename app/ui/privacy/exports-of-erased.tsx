import { BlockStack, Button, InlineStack, List, Text } from "@shopify/polaris";
import type { DataRequest } from "../../sync/privacy/data-requests.ts";
import { useLocale } from "../locale.tsx";
import { recordedAudience } from "./recorded-audience.ts";

/** The files that held an erased person, and whether somebody has removed the person from where they went. */
export function ExportsOfErased({
  request,
  saving,
  onRemoved,
}: {
  readonly request: DataRequest;
  readonly saving: boolean;
  readonly onRemoved: () => void;
}) {
  const { t, format } = useLocale();
  const { exports: count, latestExports, removedAt, removedBy, handledAt, requestedAt } = request;
  const staff = (id: string) => t("exports.who.staff", { id });
  return (
    <BlockStack gap="200">
      <Text as="p">{t(removedAt === null ? "privacy.files" : "privacy.files.removed", { count })}</Text>
      <div style={{ overflowWrap: "anywhere" }}>
        <List type="bullet">
          {latestExports.map(({ exportId, segment, segmentName, isWhole, ...asked }) => (
            <List.Item key={exportId}>
              {t("privacy.files.one", {
                audience:
                  segment === null ? t("privacy.files.list") : recordedAudience(segment, segmentName, t),
                when: format.instant(asked.requestedAt),
                who: staff(asked.requestedBy),
              })}
              {!isWhole && (
                <Text as="p" variant="bodySm" tone="subdued">
                  {t("privacy.files.part")}
                </Text>
              )}
            </List.Item>
          ))}
          {count > latestExports.length && (
            <List.Item>{t("privacy.files.older", { count: count - latestExports.length })}</List.Item>
          )}
        </List>
      </div>
      {removedAt === null ? (
        <InlineStack>
          <Button
            variant="primary"
            disabled={saving}
            onClick={onRemoved}
            accessibilityLabel={t("privacy.remove.of", { when: format.instant(handledAt ?? requestedAt) })}
          >
            {t("privacy.remove")}
          </Button>
        </InlineStack>
      ) : (
        <Text as="p">
          {t("privacy.removed_at", { when: format.instant(removedAt), who: staff(removedBy ?? "") })}
        </Text>
      )}
    </BlockStack>
  );
}
