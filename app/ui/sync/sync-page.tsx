import {
  Banner,
  BlockStack,
  Card,
  EmptyState,
  InlineStack,
  Modal,
  Page,
  Spinner,
  Text,
} from "@shopify/polaris";
import { useState } from "react";
import type { SyncView } from "../../sync/status/read-sync-view.ts";
import type { NotableOrdersView } from "../../valuation/pages/notable-orders.ts";
import { useLocale } from "../locale.tsx";
import picture from "../states/nothing-here.svg";
import { StillReading } from "../states/still-reading.tsx";
import { Freshness } from "./freshness.tsx";
import { KindsOfChange } from "./kinds-of-change.tsx";
import { NotableOrders } from "./notable-orders.tsx";
import { RefusedRows } from "./refused-rows.tsx";
import { SliceRow } from "./slice-progress.tsx";
import { TroubleBanners } from "./trouble-banner.tsx";

export interface SyncPageProps {
  readonly view: SyncView;
  readonly notable: NotableOrdersView;
  readonly starting: boolean;
  readonly onStart: () => void;
}

export const isRunning = (view: SyncView) => view.state === "syncing" || view.state === "valuing";

function Running({ view }: { view: SyncView }) {
  const { t } = useLocale();
  const kind = view.state === "valuing" ? "valuing" : "running";
  return (
    <Card>
      <BlockStack gap="500">
        <InlineStack gap="300" blockAlign="start" wrap={false}>
          <Spinner size="small" />
          <BlockStack gap="050">
            <div role="status">
              <Text as="h2" variant="headingMd">
                {t(`sync.${kind}.title`)}
              </Text>
            </div>
            <Text as="p" tone="subdued">
              {t(`sync.${kind}.body`)}
            </Text>
          </BlockStack>
        </InlineStack>
        {view.slices.map((slice) => (
          <SliceRow key={slice.resource} slice={slice} />
        ))}
      </BlockStack>
    </Card>
  );
}

function Stopped({ view, starting, onStart }: Pick<SyncPageProps, "view" | "starting" | "onStart">) {
  const { t } = useLocale();
  return (
    <>
      <Banner
        tone="critical"
        title={t(view.problem ? `sync.problem.${view.problem.kind}.title` : "sync.failed.title")}
        action={{ content: t("sync.failed.retry"), onAction: onStart, loading: starting }}
      >
        <p>{t(view.problem ? `sync.problem.${view.problem.kind}.body` : "sync.failed.body")}</p>
        {view.problem && <p>{t("sync.problem.value", { value: view.problem.value })}</p>}
      </Banner>
      {view.slices.length > 0 && (
        <Card>
          <BlockStack gap="500">
            {view.slices.map((slice) => (
              <SliceRow key={slice.resource} slice={slice} />
            ))}
          </BlockStack>
        </Card>
      )}
    </>
  );
}

function Confirmation({
  open,
  onConfirm,
  onClose,
}: {
  readonly open: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useLocale();
  return (
    <Modal
      open={open}
      title={t("sync.again.title")}
      onClose={onClose}
      primaryAction={{ content: t("sync.again.confirm"), onAction: onConfirm }}
      secondaryActions={[{ content: t("sync.again.cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <Text as="p">{t("sync.again.body")}</Text>
      </Modal.Section>
    </Modal>
  );
}

/** Nothing has been read, or nothing may be read any more. */
function Outside({ view, starting, onStart }: Pick<SyncPageProps, "view" | "starting" | "onStart">) {
  const { t } = useLocale();
  const kind = view.state === "uninstalled" ? "uninstalled" : "never";
  return (
    <Card>
      <EmptyState
        heading={t(`sync.${kind}.title`)}
        image={picture}
        action={
          kind === "never" ? { content: t("sync.start"), onAction: onStart, loading: starting } : undefined
        }
      >
        <p>{t(`sync.${kind}.body`)}</p>
      </EmptyState>
    </Card>
  );
}

function GivenUp({
  givenUp,
  starting,
  onStart,
}: Pick<SyncPageProps, "starting" | "onStart"> & Pick<SyncView, "givenUp">) {
  const { t, format } = useLocale();
  return (
    <Banner
      tone="critical"
      title={t("sync.given_up.title")}
      action={{ content: t("sync.failed.retry"), onAction: onStart, loading: starting }}
    >
      <BlockStack gap="100">
        {givenUp.map(({ kind, at, reason }) => (
          <p key={`${kind} ${at} ${reason}`}>
            {t(`sync.given_up.${kind}`, { at: format.instant(at), reason })}
          </p>
        ))}
        <p>{t("sync.given_up.remedy")}</p>
      </BlockStack>
    </Banner>
  );
}

export function SyncPage({ view, notable, starting, onStart }: SyncPageProps) {
  const { t } = useLocale();
  const [asking, setAsking] = useState(false);
  const outside = view.state === "never" || view.state === "uninstalled";
  return (
    <Page
      title={t("sync.title")}
      subtitle={outside ? undefined : t("sync.subtitle")}
      secondaryActions={
        view.state === "current" ? [{ content: t("sync.compare"), url: "/app/compare" }] : undefined
      }
      // As a secondary action it would be hidden behind "…" on a phone.
      primaryAction={
        view.state === "current"
          ? { content: t("sync.again"), primary: false, onAction: () => setAsking(true), loading: starting }
          : undefined
      }
    >
      <BlockStack gap="400">
        {!outside && (
          <TroubleBanners troubles={view.troubles} action={{ onAction: onStart, loading: starting }} />
        )}
        {!outside && view.givenUp.length > 0 && (
          <GivenUp givenUp={view.givenUp} starting={starting} onStart={onStart} />
        )}
        {outside && <Outside view={view} starting={starting} onStart={onStart} />}
        {isRunning(view) && <Running view={view} />}
        {view.state === "failed" && (view.problem || view.troubles.length === 0) && (
          <Stopped view={view} starting={starting} onStart={onStart} />
        )}
        {view.state === "current" && view.problem && (
          <Stopped view={view} starting={starting} onStart={onStart} />
        )}
        {view.state === "current" && <StillReading />}
        {(view.state === "current" || view.state === "failed") && (
          <>
            <Freshness view={view} />
            <KindsOfChange kinds={view.kinds} />
          </>
        )}
        {!outside && (view.state === "current" || view.refusedTotal > 0) && <RefusedRows view={view} />}
        {view.state === "current" && <NotableOrders notable={notable} />}
      </BlockStack>
      <Confirmation
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          onStart();
        }}
      />
    </Page>
  );
}
