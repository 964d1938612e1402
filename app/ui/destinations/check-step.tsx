import {
  Banner,
  BlockStack,
  Box,
  Button,
  Divider,
  InlineGrid,
  InlineStack,
  Spinner,
  Text,
} from "@shopify/polaris";
import type { Sampled } from "../../destinations/left-out.ts";
import type { ListPreview } from "../../destinations/preview.ts";
import type { DestinationField, ToolName } from "../../destinations/tool.ts";
import type { SegmentName } from "../../segments/find.ts";
import { Fact } from "../figures/fact.tsx";
import { useLocale } from "../locale.tsx";
import { segmentName } from "../segments/segment-name.ts";
import { StillReadingExport } from "../states/still-reading.tsx";
import { useEffectText } from "./effect-text.ts";
import { LeftOutPeople } from "./left-out-people.tsx";
import { PeopleSamples } from "./people-samples.tsx";
import type { Refusal } from "./refusal.ts";
import { RefusalBanner } from "./refusal-banner.tsx";
import { WizardFrame } from "./wizard-frame.tsx";

export type DryRun =
  | { readonly state: "loading" }
  | { readonly state: "known"; readonly preview: ListPreview }
  | { readonly state: "failed"; readonly refusal: Refusal };

export interface Starting {
  readonly busy: boolean;
  readonly refusal: Refusal | null;
  readonly onStart: () => void;
}

interface CheckStepProps {
  readonly tool: ToolName;
  readonly segment: SegmentName;
  readonly listName: string;
  readonly fields: readonly DestinationField[];
  readonly heldOutBp: number;
  readonly dryRun: DryRun;
  readonly starting: Starting;
  readonly onCountAgain: () => void;
  readonly onBack: () => void;
}

/** Says who would be added, updated, removed and left out, and starts only then. */
export function CheckStep(props: CheckStepProps) {
  const { tool, segment, listName, dryRun, starting, onCountAgain, onBack } = props;
  const { t } = useLocale();
  const called = t(`destinations.tool.${tool}`);
  return (
    <WizardFrame
      step="check"
      title={t("connecting.check.title")}
      help={t("connecting.check.what", { segment: segmentName(segment, t), list: listName, tool: called })}
      next={t("connecting.check.start")}
      busy={starting.busy}
      isWaiting={dryRun.state !== "known"}
      onNext={starting.onStart}
      onBack={onBack}
    >
      <Summary {...props} />
      <Divider />
      {dryRun.state === "loading" && (
        <InlineStack gap="200" blockAlign="center" wrap={false}>
          <Spinner size="small" />
          <div role="status">
            <Text as="p" tone="subdued">
              {t("connecting.check.loading", { tool: called })}
            </Text>
          </div>
        </InlineStack>
      )}
      {dryRun.state === "failed" && (
        <RefusalBanner
          refusal={dryRun.refusal}
          tool={tool}
          title={t("connecting.check.failed")}
          action={{ content: t("connecting.check.again"), onAction: onCountAgain }}
        />
      )}
      {dryRun.state === "known" && (
        <>
          <Counted preview={dryRun.preview} tool={tool} onCountAgain={onCountAgain} />
          <RefusalBanner refusal={starting.refusal} tool={tool} />
          <Text as="p">{t("connecting.check.then")}</Text>
        </>
      )}
    </WizardFrame>
  );
}

function Summary({ fields, heldOutBp }: Pick<CheckStepProps, "fields" | "heldOutBp">) {
  const { t, format } = useLocale();
  const named = fields.map((field) => t(`exports.column.${field}`));
  const lines = [
    {
      label: t("connecting.fields.summary"),
      value: format.list([t("exports.column.email"), ...named]),
    },
    {
      label: t("connecting.share.summary"),
      value: heldOutBp === 0 ? t("connecting.share.none") : format.percent(heldOutBp / 10_000, 0),
    },
  ];
  return (
    <BlockStack gap="100">
      {lines.map(({ label, value }) => (
        <Text key={label} as="p">
          <Text as="span" tone="subdued">
            {label}:
          </Text>{" "}
          {value}
        </Text>
      ))}
    </BlockStack>
  );
}

interface CountedProps {
  readonly preview: ListPreview;
  readonly tool: ToolName;
  readonly onCountAgain: () => void;
}

function Counted({ preview, tool, onCountAgain }: CountedProps) {
  const { t, format } = useLocale();
  const called = t(`destinations.tool.${tool}`);
  const effectText = useEffectText();
  const { compared, plan } = preview;
  const leftOut = preview.leftOut.reduce((sum, { people }) => sum + people, 0);
  const figures = [
    { key: "added", people: preview.added.people },
    { key: "updated", people: preview.updated.people },
    { key: "unchanged", people: preview.unchanged },
    { key: "removed", people: preview.removed.people },
    { key: "left_out", people: leftOut },
  ] as const;
  return (
    <BlockStack gap="400">
      <InlineStack gap="200" blockAlign="center" align="space-between">
        <div role="status">
          <Text as="p" tone="subdued">
            {t("connecting.check.dry", { tool: called })}
          </Text>
        </div>
        <Button variant="plain" onClick={onCountAgain}>
          {t("connecting.check.again")}
        </Button>
      </InlineStack>
      <InlineGrid columns={{ xs: 2, sm: 3, md: 5 }} gap="400">
        {figures.map(({ key, people }) => (
          <Fact
            key={key}
            label={t(`connecting.check.${key}`)}
            value={format.number(people)}
            help={t(`connecting.check.${key}.help`)}
          />
        ))}
      </InlineGrid>
      {preview.lookedUp < preview.toLookUp && (
        <Banner tone="info">
          {t("connecting.check.partial", {
            ...{ looked: format.number(preview.lookedUp), of: format.number(preview.toLookUp) },
            tool: called,
          })}
        </Banner>
      )}
      {preview.added.people + preview.updated.people + preview.unchanged === 0 && (
        <Banner tone="warning">{t("connecting.check.nobody")}</Banner>
      )}
      <StillReadingExport />
      {(["added", "updated", "removed"] as const).map((key) => (
        <Who key={key} title={t(`connecting.check.${key}.who`)} sampled={preview[key]} />
      ))}
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm">
          {t("connecting.check.left_out.title")}
        </Text>
        {leftOut === 0 ? (
          <Text as="p">{t("connecting.check.left_out.none")}</Text>
        ) : (
          <LeftOutPeople leftOut={preview.leftOut} tool={tool} />
        )}
      </BlockStack>
      {compared !== null && (
        <Text as="p">
          {compared.before.sent + compared.before.heldOut > 0 &&
            `${t("connecting.check.before", { tool: called, ...compared.before })} `}
          {effectText(plan, compared)}
        </Text>
      )}
      {preview.others !== 0 && (
        <Text as="p" tone="subdued">
          {preview.others === null
            ? t("connecting.check.others.unknown", { tool: called })
            : t("connecting.check.others", { count: preview.others })}
        </Text>
      )}
    </BlockStack>
  );
}

function Who({ title, sampled }: { readonly title: string; readonly sampled: Sampled }) {
  if (sampled.people === 0) return null;
  return (
    <Box>
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      <PeopleSamples {...sampled} />
    </Box>
  );
}
