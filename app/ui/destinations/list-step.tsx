import { BlockStack, ChoiceList, InlineStack, Select, Spinner, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { OfferedList } from "../../destinations/start-list.ts";
import type { ToolName } from "../../destinations/tool.ts";
import type { SegmentName } from "../../segments/find.ts";
import { useLocale } from "../locale.tsx";
import { segmentName } from "../segments/segment-name.ts";
import { destinationAddress } from "./addresses.ts";
import type { Refusal } from "./refusal.ts";
import { RefusalBanner } from "./refusal-banner.tsx";
import type { WizardAt } from "./wizard-address.ts";
import { WizardFrame } from "./wizard-frame.tsx";

export type ToolLists =
  | { readonly state: "loading" }
  | { readonly state: "known"; readonly lists: readonly OfferedList[] }
  | { readonly state: "failed"; readonly refusal: Refusal };

export interface MakingList {
  readonly busy: boolean;
  readonly refusal: Refusal | null;
  readonly onMake: (segment: string, name: string, within: string | null) => void;
}

interface ListStepProps {
  readonly tool: ToolName;
  readonly segments: readonly SegmentName[];
  readonly at: WizardAt;
  readonly lists: ToolLists;
  readonly making: MakingList;
  readonly onAskAgain: () => void;
  readonly onChoose: (segment: string, list: NonNullable<WizardAt["list"]>) => void;
  readonly onBack: () => void;
}

type Missing = "segment" | "list" | "name";

/** Chooses the segment, and the list that is to follow it or the name of a new one. */
export function ListStep(props: ListStepProps) {
  const { tool, segments, at, lists, making, onAskAgain, onChoose, onBack } = props;
  const { t } = useLocale();
  const called = t(`destinations.tool.${tool}`);
  const offered = lists.state === "known" ? lists.lists : [];
  const audiences = [...new Set(offered.flatMap(({ within }) => (within === null ? [] : [within])))];
  const [segment, setSegment] = useState(at.segment ?? "");
  const [list, setList] = useState(at.list?.id ?? "");
  const [isNewChosen, setNewChosen] = useState(false);
  const [name, setName] = useState<string | null>(null);
  const [within, setWithin] = useState<string | null>(null);
  const [missing, setMissing] = useState<readonly Missing[]>([]);
  const isNew = isNewChosen || (lists.state === "known" && offered.length === 0);
  const named = segments.find(({ key }) => key === segment);
  const newName = name ?? (named ? segmentName(named, t) : "");
  const next = () => {
    const chosen = offered.find(({ id }) => id === list);
    const found: Missing[] = [
      ...(segment === "" ? (["segment"] as const) : []),
      ...(isNew && newName.trim() === "" ? (["name"] as const) : []),
      ...(!isNew && !chosen ? (["list"] as const) : []),
    ];
    setMissing(found);
    if (found.length > 0) return;
    if (isNew) making.onMake(segment, newName.trim(), within ?? audiences[0] ?? null);
    else if (chosen) onChoose(segment, { id: chosen.id, name: chosen.name });
  };
  const labelOf = ({ name: its, within: audience, people, takenBy }: OfferedList): string => {
    const whole = audience === null ? its : `${audience}: ${its}`;
    if (takenBy) return t("connecting.list.taken", { name: whole, segment: segmentName(takenBy, t) });
    return people === null ? whole : t("connecting.list.people", { name: whole, people });
  };
  return (
    <WizardFrame
      step="list"
      title={t("connecting.list.title")}
      next={t(isNew ? "connecting.list.make" : "connecting.next")}
      busy={making.busy}
      isWaiting={lists.state !== "known"}
      onNext={next}
      onBack={onBack}
    >
      <Select
        label={t("connecting.list.segment")}
        placeholder={t("connecting.list.segment.choose")}
        options={segments.map((one) => ({ value: one.key, label: segmentName(one, t) }))}
        value={segment}
        error={missing.includes("segment") ? t("connecting.list.segment.missing") : undefined}
        onChange={(value) => {
          setSegment(value);
          setMissing([]);
        }}
      />
      {lists.state === "loading" && (
        <InlineStack gap="200" blockAlign="center">
          <Spinner size="small" />
          <div role="status">
            <Text as="p" tone="subdued">
              {t("connecting.list.loading", { tool: called })}
            </Text>
          </div>
        </InlineStack>
      )}
      {lists.state === "failed" && (
        <RefusalBanner
          refusal={lists.refusal}
          tool={tool}
          title={t("connecting.list.failed")}
          action={
            lists.refusal.reason === "key_refused" && at.destinationId !== null
              ? {
                  content: t("destinations.problem.key_refused.action"),
                  url: destinationAddress(at.destinationId),
                }
              : { content: t("connecting.list.again"), onAction: onAskAgain }
          }
        />
      )}
      {lists.state === "known" && (
        <BlockStack gap="300">
          {offered.length === 0 ? (
            <Text as="p">{t("connecting.list.none", { tool: called })}</Text>
          ) : (
            <ChoiceList
              title={t("connecting.list.where", { tool: called })}
              choices={(["existing", "new"] as const).map((value) => ({
                value,
                label: t(`connecting.list.${value}`),
                helpText: t(`connecting.list.${value}.help`),
              }))}
              selected={[isNew ? "new" : "existing"]}
              onChange={([value]: string[]) => {
                setNewChosen(value === "new");
                setMissing([]);
              }}
            />
          )}
          {isNew ? (
            <>
              <RefusalBanner refusal={making.refusal} tool={tool} />
              {audiences.length > 1 && (
                <Select
                  label={t("connecting.list.audience")}
                  options={audiences.map((one) => ({ value: one, label: one }))}
                  value={within ?? audiences[0]}
                  onChange={setWithin}
                />
              )}
              <TextField
                label={t("connecting.list.name")}
                value={newName}
                maxLength={100}
                autoComplete="off"
                error={missing.includes("name") ? t("connecting.list.name.missing") : undefined}
                onChange={(value) => {
                  setName(value);
                  setMissing([]);
                }}
              />
            </>
          ) : (
            <Select
              label={t("connecting.list.where", { tool: called })}
              labelHidden
              placeholder={t("connecting.list.choose")}
              options={offered.map((one) => ({
                value: one.id,
                label: labelOf(one),
                disabled: one.takenBy !== null,
              }))}
              value={list}
              error={missing.includes("list") ? t("connecting.list.missing") : undefined}
              onChange={(value) => {
                setList(value);
                setMissing([]);
              }}
            />
          )}
        </BlockStack>
      )}
    </WizardFrame>
  );
}
