import {
  Badge,
  type BadgeProps,
  BlockStack,
  InlineError,
  InlineStack,
  ProgressBar,
  Text,
} from "@shopify/polaris";
import { useId } from "react";
import type { SliceProgress } from "../../sync/status/read-sync-view.ts";
import type { Format } from "../format.ts";
import { useLocale } from "../locale.tsx";
import type { Translate } from "../messages/catalogue.ts";
import { timeLeft } from "../states/time-left.ts";

const tones: Readonly<Record<SliceProgress["status"], BadgeProps["tone"]>> = {
  requested: undefined,
  running: "info",
  reading: "info",
  merging: "info",
  done: "success",
  failed: "critical",
};

/** From 0 to 100. Shopify tells how much there is only once its file is ready, so nothing is drawn before. */
function percentOf(slice: SliceProgress): number {
  if (slice.status === "done") return 100;
  const [done, all] = slice.bytesExpected
    ? [slice.bytesRead, slice.bytesExpected]
    : [slice.objectsRead, slice.objectsExpected];
  return all ? Math.min(100, Math.round((done / all) * 100)) : 0;
}

function rowsText(slice: SliceProgress, t: Translate, format: Format): string | null {
  if (slice.objectsExpected !== null && slice.status !== "done") {
    return t("sync.rows.of", {
      read: format.number(slice.objectsRead),
      expected: format.number(slice.objectsExpected),
    });
  }
  return slice.objectsRead > 0 ? t("sync.rows", { read: format.number(slice.objectsRead) }) : null;
}

function appliedText(slice: SliceProgress, t: Translate, format: Format): string | null {
  if (slice.status !== "done") return null;
  const applied = format.number(slice.applied);
  return slice.refused === 0
    ? t("sync.applied", { applied })
    : t("sync.applied.refused", { applied, refused: format.number(slice.refused) });
}

/** How far the customers or the orders have got. */
export function SliceRow({ slice }: { slice: SliceProgress }) {
  const { t, format } = useLocale();
  const labelId = useId();
  const facts = [
    rowsText(slice, t, format),
    appliedText(slice, t, format),
    slice.rowsPerSecond === null
      ? null
      : t("sync.rate", { rate: format.number(Math.round(slice.rowsPerSecond)) }),
    slice.secondsLeft === null ? null : timeLeft(slice.secondsLeft, t),
  ].filter((fact) => fact !== null);
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <Text as="h3" variant="headingSm" id={labelId}>
          {t(`sync.resource.${slice.resource}`)}
        </Text>
        <Badge tone={tones[slice.status]}>{t(`sync.stage.${slice.status}`)}</Badge>
      </InlineStack>
      <ProgressBar
        size="small"
        animated={false}
        tone={slice.status === "failed" ? "critical" : slice.status === "done" ? "success" : "primary"}
        progress={percentOf(slice)}
        ariaLabelledBy={labelId}
      />
      {facts.length > 0 && (
        <Text as="p" variant="bodySm" tone="subdued" numeric>
          {format.list(facts)}
        </Text>
      )}
      {slice.failure && (
        <InlineError
          fieldID={labelId}
          message={t(`sync.stopped.${slice.failure.kind}`, { code: slice.failure.code })}
        />
      )}
    </BlockStack>
  );
}
