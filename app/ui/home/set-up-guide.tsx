import {
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  Icon,
  InlineStack,
  ProgressBar,
  Spinner,
  Text,
} from "@shopify/polaris";
import { AlertCircleIcon, CheckCircleIcon, ClockIcon } from "@shopify/polaris-icons";
import { useId } from "react";
import type { SyncProgress } from "../../sync/status/read-sync-view.ts";
import { useLocale } from "../locale.tsx";
import { TroubleBanners } from "../sync/trouble-banner.tsx";
import { type SetUpStep, type StepState, setUpSteps } from "./set-up-steps.ts";

function StepMark({ state }: { state: StepState }) {
  const { t } = useLocale();
  const label = t(`home.guide.${state}`);
  if (state === "running") return <Spinner size="small" accessibilityLabel={label} />;
  if (state === "done") return <Icon source={CheckCircleIcon} tone="success" accessibilityLabel={label} />;
  if (state === "failed") return <Icon source={AlertCircleIcon} tone="critical" accessibilityLabel={label} />;
  return <Icon source={ClockIcon} tone="subdued" accessibilityLabel={label} />;
}

function useStepDetail({ slice, state }: SetUpStep): string | null {
  const { t, format } = useLocale();
  if (!slice || state === "waiting") return null;
  if (state === "failed") {
    return slice.failure && t(`sync.stopped.${slice.failure.kind}`, { code: slice.failure.code });
  }
  const read = format.number(slice.objectsRead);
  if (state === "done" || slice.objectsExpected === null) return t("home.guide.read", { read });
  const expected = format.number(slice.objectsExpected);
  const seconds = slice.secondsLeft;
  if (seconds === null) return t("home.guide.read_of", { read, expected });
  return seconds < 90
    ? t("home.guide.left", { read, expected, seconds: Math.ceil(seconds) })
    : t("home.guide.left_minutes", { read, expected, minutes: Math.ceil(seconds / 60) });
}

function Step({ step }: { step: SetUpStep }) {
  const { t } = useLocale();
  const id = useId();
  const detail = useStepDetail(step);
  const title = t(`home.guide.${step.key}`);
  return (
    <InlineStack gap="300" wrap={false} blockAlign="start">
      <Box minWidth="20px">
        <StepMark state={step.state} />
      </Box>
      <Box width="100%">
        <BlockStack gap="100">
          <Text
            as="h3"
            id={id}
            variant="bodyMd"
            fontWeight={step.state === "running" ? "semibold" : "regular"}
          >
            {title}
          </Text>
          {detail && (
            <Text as="p" variant="bodySm" tone="subdued" numeric>
              {detail}
            </Text>
          )}
          {step.state === "running" && step.slice && (
            <ProgressBar
              size="small"
              tone="primary"
              progress={Math.round(step.progress * 100)}
              ariaLabelledBy={id}
            />
          )}
        </BlockStack>
      </Box>
    </InlineStack>
  );
}

/** How far the app is with reading the shop; goes away once everything is in. */
export function SetUpGuide({ sync, firstTime }: { sync: SyncProgress; firstTime: boolean }) {
  const { t } = useLocale();
  const steps = setUpSteps(sync);
  const done = steps.filter((step) => step.state === "done").length;
  if (sync.troubles.length > 0 && (sync.state === "failed" || !firstTime)) {
    return <TroubleBanners troubles={sync.troubles} action={{ url: "/app/sync" }} />;
  }
  if (sync.state === "failed") {
    return (
      <Banner
        tone="critical"
        title={t("home.guide.failed.title")}
        action={{ content: t("home.guide.failed.action"), url: "/app/sync" }}
      >
        <p>{t("home.guide.failed.body")}</p>
      </Banner>
    );
  }
  const never = sync.state === "never";
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              {t(never ? "home.guide.never.title" : "home.guide.title")}
            </Text>
            <Text as="p" tone="subdued">
              {t(never ? "home.guide.never.body" : "home.guide.body")}
            </Text>
          </BlockStack>
          <Button url="/app/sync" variant={firstTime ? "secondary" : "plain"}>
            {t("home.guide.details")}
          </Button>
        </InlineStack>
        <Text as="p" variant="bodySm" tone="subdued">
          {t("home.guide.progress", { done, all: steps.length })}
        </Text>
        <BlockStack gap="300">
          {steps.map((step) => (
            <Step key={step.key} step={step} />
          ))}
        </BlockStack>
        {firstTime && (
          <Text as="p" tone="subdued">
            {t("home.guide.first_figures")}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
