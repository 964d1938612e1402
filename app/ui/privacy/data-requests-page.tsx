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
import { ChoosePerson } from "./choose-person.tsx";
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
  /** Null: none of the candidates. */
  readonly onChoose: (requestId: string, customerId: number | null) => void;
}

function useTexts(request: DataRequest) {
  const { t, format } = useLocale();
  const { kind, state, customerId, email, phone, orders, daysLeft } = request;
  const known = [
    ...(email === null ? [] : [email]),
    ...(phone === null ? [] : [phone]),
    ...(customerId === null ? [] : [t("privacy.customer", { id: String(customerId) })]),
  ];
  const isUnknown = kind === "erasure" && request.handledBy !== null;
  const nobody = isUnknown
    ? t("privacy.unknown")
    : request.isErased
      ? t("privacy.erased")
      : t("privacy.of_orders", { orders });
  const ended = isUnknown ? "ended_at" : request.handledBy === null ? "erased_at" : "handed_over_at";
  const when =
    request.handledAt !== null
      ? t(`privacy.${ended}`, { when: format.instant(request.handledAt) })
      : t(state === "overdue" ? "privacy.overdue_since" : "privacy.due", {
          when: format.instant(request.dueAt),
          days: Math.max(0, daysLeft),
        });
  return {
    who: known.length === 0 ? nobody : format.list(known),
    kind: t(request.candidates.length > 0 ? `privacy.kind.${kind}.unclear` : `privacy.kind.${kind}`),
    requested: t("privacy.requested", { when: format.instant(request.requestedAt) }),
    when,
    by: request.handledBy === null ? null : t("exports.who.staff", { id: request.handledBy }),
  };
}

function RequestCard({
  request,
  saving,
  onMark,
  onChoose,
}: Pick<DataRequestsPageProps, "saving" | "onMark" | "onChoose"> & { request: DataRequest }) {
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
        {request.candidates.length > 0 && (
          <ChoosePerson
            request={request}
            saving={saving}
            onChoose={(customerId) => onChoose(requestId, customerId)}
          />
        )}
        {hasFile && (
          <ButtonGroup>
            {mayExport && request.candidates.length === 0 && (
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
                variant={request.candidates.length === 0 ? "primary" : undefined}
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
export function DataRequestsPage({ view, saving, onMark, onChoose }: DataRequestsPageProps) {
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
  const toChoose = requests.filter(
    ({ kind, candidates }) => kind === "erasure" && candidates.length > 0,
  ).length;
  return (
    <Page title={t("privacy.title")} subtitle={t("privacy.subtitle")} backAction={settings}>
      <BlockStack gap="400">
        <ExportKept />
        {overdue > 0 && <Banner tone="critical">{t("privacy.overdue", { count: overdue })}</Banner>}
        {toChoose > 0 && <Banner tone="warning">{t("privacy.to_choose", { count: toChoose })}</Banner>}
        {toRemove > 0 && <Banner tone="warning">{t("privacy.to_remove", { count: toRemove })}</Banner>}
        {requests.map((request) => (
          <RequestCard
            key={request.requestId}
            request={request}
            saving={saving}
            onMark={onMark}
            onChoose={onChoose}
          />
        ))}
      </BlockStack>
    </Page>
  );
}
