import {
  Badge,
  type BadgeProps,
  Banner,
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  EmptyState,
  InlineStack,
  Page,
  Text,
} from "@shopify/polaris";
import type { DataRequest, DataRequestsView, Mark } from "../../sync/privacy/data-requests.ts";
import { ExportKept } from "../exports/export-kept.tsx";
import { useLocale } from "../locale.tsx";
import { useStaffRights } from "../staff/staff-rights.ts";
import picture from "../states/nothing-here.svg";
import { ExportsOfErased } from "./exports-of-erased.tsx";
import { usePersonFile } from "./person-file.ts";

const tones: Readonly<Record<DataRequest["state"], BadgeProps["tone"]>> = {
  open: "attention",
  overdue: "critical",
  to_remove: "attention",
  done: "success",
};

export interface DataRequestsPageProps {
  readonly view: DataRequestsView;
  readonly saving: boolean;
  readonly onMark: (requestId: string, mark: Mark) => void;
}

function useTexts(request: DataRequest) {
  const { t, format } = useLocale();
  const { kind, state, customerId, email, phone, orders, daysLeft } = request;
  const known = [
    ...(email === null ? [] : [email]),
    ...(phone === null ? [] : [phone]),
    ...(customerId === null ? [] : [t("privacy.customer", { id: String(customerId) })]),
  ];
  const nobody = request.isErased ? t("privacy.erased") : t("privacy.of_orders", { orders });
  const ended = request.handledBy === null ? "erased_at" : "handed_over_at";
  const when =
    request.handledAt !== null
      ? t(`privacy.${ended}`, { when: format.instant(request.handledAt) })
      : t(state === "overdue" ? "privacy.overdue_since" : "privacy.due", {
          when: format.instant(request.dueAt),
          days: Math.max(0, daysLeft),
        });
  return {
    who: known.length === 0 ? nobody : format.list(known),
    kind: t(`privacy.kind.${kind}`),
    requested: t("privacy.requested", { when: format.instant(request.requestedAt) }),
    when,
    by: request.handledBy === null ? null : t("exports.who.staff", { id: request.handledBy }),
  };
}

function RequestCard({
  request,
  saving,
  onMark,
}: Pick<DataRequestsPageProps, "saving" | "onMark"> & { request: DataRequest }) {
  const { t } = useLocale();
  const { who, kind, requested, when, by } = useTexts(request);
  const { requestId, state } = request;
  const file = usePersonFile(requestId);
  const { mayExport } = useStaffRights();
  const hasFile = request.kind === "access" && !request.isErased;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          <div style={{ overflowWrap: "anywhere", flex: "1 1 12rem" }}>
            <Text as="h2" variant="headingMd">
              {who}
            </Text>
          </div>
          <Badge tone={tones[state]}>{t(`privacy.state.${state}`)}</Badge>
        </InlineStack>
        <BlockStack gap="100">
          <Text as="p">{kind}</Text>
          <Text as="p" tone={state === "overdue" ? "critical" : undefined}>
            {when}
            {by === null ? "" : ` (${by})`}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {requested}
          </Text>
        </BlockStack>
        {file.failed && <Banner tone="critical">{t("privacy.file.failed")}</Banner>}
        {hasFile && (
          <ButtonGroup>
            {mayExport && (
              <Button
                loading={file.loading}
                onClick={file.download}
                accessibilityLabel={t("privacy.file.of", { who })}
              >
                {t("privacy.file")}
              </Button>
            )}
            {state !== "done" && (
              <Button
                variant="primary"
                disabled={saving}
                onClick={() => onMark(requestId, "handed_over")}
                accessibilityLabel={t("privacy.mark.of", { who })}
              >
                {t("privacy.mark")}
              </Button>
            )}
          </ButtonGroup>
        )}
        {request.exports > 0 && (
          <ExportsOfErased request={request} saving={saving} onRemoved={() => onMark(requestId, "removed")} />
        )}
      </BlockStack>
    </Card>
  );
}

/** Who asked what is known of them, or to be erased, until when it has to be done, and what was done. */
export function DataRequestsPage({ view, saving, onMark }: DataRequestsPageProps) {
  const { t } = useLocale();
  const settings = { content: t("settings.title"), url: "/app/settings" };
  const { requests } = view;
  if (requests.length === 0) {
    return (
      <Page title={t("privacy.title")} backAction={settings}>
        <Card>
          <EmptyState heading={t("privacy.empty.title")} image={picture}>
            <p>{t("privacy.empty.body")}</p>
          </EmptyState>
        </Card>
      </Page>
    );
  }
  const overdue = requests.filter(({ kind, state }) => kind === "access" && state === "overdue").length;
  const toRemove = requests.filter(({ state }) => state === "to_remove").length;
  return (
    <Page title={t("privacy.title")} subtitle={t("privacy.subtitle")} backAction={settings}>
      <BlockStack gap="400">
        <ExportKept />
        {overdue > 0 && <Banner tone="critical">{t("privacy.overdue", { count: overdue })}</Banner>}
        {toRemove > 0 && <Banner tone="warning">{t("privacy.to_remove", { count: toRemove })}</Banner>}
        {requests.map((request) => (
          <RequestCard key={request.requestId} request={request} saving={saving} onMark={onMark} />
        ))}
      </BlockStack>
    </Page>
  );
}
