import { Banner, BlockStack, Box, Button, ButtonGroup, Card, Page, Text, TextField } from "@shopify/polaris";
import { LinkIcon, RedoIcon, UndoIcon } from "@shopify/polaris-icons";
import { useEffect, useMemo, useRef, useState } from "react";
import type { BuilderView } from "../../segments/builder.ts";
import { useLocale } from "../locale.tsx";
import type { Translate } from "../messages/catalogue.ts";
import { conditionText } from "../rule-words/condition-words.ts";
import { segmentName } from "../segments/segment-name.ts";
import { LearningBanner } from "../states/learning.tsx";
import { SaveBar, useLeaveGuard } from "../states/save-bar.tsx";
import styles from "./builder.module.css";
import { BuilderChoicesProvider, type FindChoices, factOf } from "./builder-context.ts";
import { type BuilderStart, isUnsaved } from "./builder-start.ts";
import { conditionsOf, type DraftRule, partsOf, ruleOfDraft } from "./draft.ts";
import { type Editing, EditorProvider, useEditing } from "./editor.ts";
import { GroupBox } from "./group-box.tsx";
import { isOfferedOrder, type OfferedOrder } from "./list-orders.ts";
import { OrderField } from "./order-field.tsx";
import { PreviewCard, useCountText } from "./preview-card.tsx";
import { problemOf } from "./questions.ts";
import { type AskPreview, partAtPath, usePreview } from "./use-preview.ts";
import { useTerms } from "./use-terms.ts";
import { useWayToList } from "./use-way-to-list.ts";

export type SaveRefusal =
  | {
      readonly reason:
        | "bad_name"
        | "name_taken"
        | "changed_meanwhile"
        | "not_found"
        | "too_many"
        | "unknown_segment"
        | "failed";
    }
  /** From the segment itself, in the order of use, by name or, of the app's, by key. */
  | { readonly reason: "cycle"; readonly through: readonly string[] }
  /** By name. */
  | { readonly reason: "uses_archived"; readonly by: readonly string[] }
  | { readonly reason: "bad_rule"; readonly path: string };

export interface AskedSave {
  readonly name: string;
  readonly rule: DraftRule;
  /** Absent where it is one that the page does not offer, which stays. */
  readonly order?: OfferedOrder;
}

export interface BuilderPageProps {
  readonly view: BuilderView;
  readonly title: string;
  readonly backUrl: string;
  readonly start: BuilderStart;
  /** The earlier day as of which the rule is asked first; today where absent. */
  readonly firstDay?: string | null;
  readonly onDay?: (day: string | null) => void;
  readonly saving: boolean;
  /** It was saved, and the page is being left. */
  readonly isSaved: boolean;
  readonly refusal: SaveRefusal | null;
  readonly ask: AskPreview;
  readonly findChoices: FindChoices;
  readonly onSave: (asked: AskedSave) => void;
  /** Gives the link to a draft; null where it is too long for one. */
  readonly onShare: (
    editing: Editing,
    day: string | null,
  ) => Promise<{ readonly link: string; readonly isCopied: boolean } | null>;
  /** Leads to the customers' list by the rule that was counted, and keeps the draft; false where they are too long for an address. */
  readonly onList: (editing: Editing, counted: DraftRule) => boolean;
}

const SAVE_BAR = "segment-save-bar";

/** A segment of the app is called by its key in the user's language. */
const segmentCalled = (name: string, { segments }: BuilderView, t: Translate): string => {
  const ofApp = segments.find((segment) => segment.name === null && segment.key === name);
  return ofApp ? segmentName(ofApp, t) : name;
};

type Shared = Awaited<ReturnType<BuilderPageProps["onShare"]>> | undefined;

function ShareNotice({ shared }: { readonly shared: Shared }) {
  const { t } = useLocale();
  if (shared === undefined) return null;
  if (shared === null) return <Banner tone="warning">{t("builder.share.too_long")}</Banner>;
  if (shared.isCopied) return <Banner tone="success">{t("builder.share.copied")}</Banner>;
  return (
    <TextField
      label={t("builder.share.by_hand")}
      value={shared.link}
      readOnly
      selectTextOnFocus
      autoComplete="off"
    />
  );
}

/** Builds the rule of a segment, with what it holds beside it. */
export function BuilderPage(props: BuilderPageProps) {
  const {
    view,
    title,
    backUrl,
    start,
    firstDay = null,
    onDay,
    saving,
    isSaved,
    refusal,
    ask,
    findChoices: find,
    onSave,
    onShare,
    onList,
  } = props;
  const { t, format } = useLocale();
  const editing = useEditing(start.first);
  const { present, editor } = editing;
  const { name, draft, order } = present;
  const [isTried, setTried] = useState(false);
  const [shared, setShared] = useState<Shared>();
  const nameField = useRef<HTMLDivElement>(null);
  const { terms, findChoices } = useTerms(view, find);
  const choices = useMemo(() => ({ view, terms, findChoices }), [view, terms, findChoices]);

  const unfinished = conditionsOf(draft).filter(
    ({ asked }) => problemOf(asked, factOf(view, asked.fact)) !== null,
  );
  const placed = useMemo(() => {
    const isFinished = new Set(unfinished.map(({ id }) => id));
    return ruleOfDraft(draft, ({ id }) => !isFinished.has(id));
  }, [draft, unfinished]);
  const [day, setDay] = useState<string | null>(firstDay);
  const preview = usePreview(placed, day, ask);
  const counted = useCountText(preview, day);

  const wayToList = useWayToList(!isSaved && isUnsaved(present, start));
  useLeaveGuard(wayToList.shouldAsk);

  const textOfPart = (id: number): string | null => {
    const part = partsOf(draft).find((each) => each.id === id);
    return part?.kind === "condition" ? conditionText(part.asked, { t, format, terms }) : null;
  };
  const nameError = () => {
    if (refusal?.reason === "name_taken" || refusal?.reason === "bad_name")
      return t(`builder.name.error.${refusal.reason}`);
    return isTried && name.trim() === "" ? t("builder.name.error.empty") : undefined;
  };
  const save = () => {
    setTried(true);
    const first = unfinished[0];
    if (name.trim() === "") nameField.current?.querySelector("input")?.focus();
    else if (first) editing.focusPart(first.id);
    else
      onSave({ name: name.trim(), rule: ruleOfDraft(draft).rule, ...(isOfferedOrder(order) && { order }) });
  };
  const refusedText = (): string | null => {
    if (refusal === null) return null;
    switch (refusal.reason) {
      case "name_taken":
      case "bad_name":
        return null;
      case "failed":
        return t("builder.failed");
      case "bad_rule": {
        const at = partAtPath(refusal.path, ruleOfDraft(draft));
        return t("builder.failed.bad_rule", { part: (at !== null && textOfPart(at)) || t("builder.rule") });
      }
      case "cycle": {
        const [itself = ""] = refusal.through;
        const names = refusal.through.map((name) => segmentCalled(name, view, t));
        return t("builder.failed.cycle", { through: [...names, itself].join(" → ") });
      }
      case "uses_archived":
        return t("builder.failed.uses_archived", { names: refusal.by.join(", ") });
      default:
        return t(`builder.failed.${refusal.reason}`);
    }
  };
  const refused = refusedText();
  useEffect(() => {
    if (refusal?.reason === "name_taken") nameField.current?.querySelector("input")?.focus();
  }, [refusal]);

  const rule = (
    <Card>
      <BlockStack gap="300">
        <div className={styles.tools}>
          <div>
            <Text as="h2" variant="headingSm">
              {t("builder.rule")}
            </Text>
            <span role="status">
              <Text as="span" tone="subdued" numeric>
                {counted}
              </Text>
            </span>
          </div>
          <ButtonGroup>
            <Button
              icon={UndoIcon}
              variant="tertiary"
              accessibilityLabel={t("builder.undo")}
              disabled={editing.past.length === 0}
              onClick={editing.undo}
            />
            <Button
              icon={RedoIcon}
              variant="tertiary"
              accessibilityLabel={t("builder.redo")}
              disabled={editing.future.length === 0}
              onClick={editing.redo}
            />
            <Button
              icon={LinkIcon}
              variant="tertiary"
              onClick={async () => setShared(await onShare(present, day))}
            >
              {t("builder.share")}
            </Button>
          </ButtonGroup>
        </div>
        {shared !== undefined && (
          <Box role="status">
            <ShareNotice shared={shared} />
          </Box>
        )}
        <GroupBox group={draft.root} level={0} number="" showProblems={isTried} figures={preview.figures} />
      </BlockStack>
    </Card>
  );

  return (
    <Page title={title} backAction={{ content: t("segments.title"), url: backUrl }}>
      <SaveBar
        id={SAVE_BAR}
        dirty={wayToList.isDirty}
        saving={saving}
        onSave={save}
        onDiscard={() => {
          setTried(false);
          editing.restart(start.saved ?? start.first);
        }}
      />
      <BuilderChoicesProvider value={choices}>
        <EditorProvider value={editor}>
          <div ref={editing.page} {...(wayToList.isKept && { inert: "" })}>
            <BlockStack gap="400">
              {refused && <Banner tone="critical">{refused}</Banner>}
              {start.notice && <Banner tone="warning">{t(`builder.${start.notice}`)}</Banner>}
              {start.formerCurrency !== null && (
                <Banner tone="warning">
                  {t("builder.former_currency", {
                    currency: start.formerCurrency,
                    present: view.shop.currency,
                  })}
                </Banner>
              )}
              {view.learning && <LearningBanner reason={view.learning} />}
              <Card>
                <div className={styles.named}>
                  <div ref={nameField}>
                    <TextField
                      label={t("builder.name")}
                      autoComplete="off"
                      maxLength={255}
                      value={name}
                      error={nameError()}
                      onChange={editing.rename}
                    />
                  </div>
                  <OrderField order={order} onChange={editing.orderBy} />
                </div>
              </Card>
              <div className={styles.layout}>
                {rule}
                <div className={styles.aside}>
                  <PreviewCard
                    preview={preview}
                    day={day}
                    earlierDays={view.earlierDays}
                    onDay={(chosen) => {
                      setDay(chosen);
                      onDay?.(chosen);
                    }}
                    minorDigits={view.shop.minorDigits}
                    unfinished={unfinished.length}
                    terms={terms}
                    textOfPart={textOfPart}
                    onShow={editing.focusPart}
                    onList={() => {
                      if (!wayToList.go(() => onList(present, placed.rule))) setShared(null);
                    }}
                  />
                </div>
              </div>
            </BlockStack>
          </div>
        </EditorProvider>
      </BuilderChoicesProvider>
    </Page>
  );
}
