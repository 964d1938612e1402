import { Button, InlineStack, Text } from "@shopify/polaris";
import { PlusIcon } from "@shopify/polaris-icons";
import { Fragment, memo } from "react";
import type { PartFigures } from "../../segments/preview.ts";
import { useLocale } from "../locale.tsx";
import { WholeSelect } from "../whole-select.tsx";
import styles from "./builder.module.css";
import { ConditionRow, NotBadge } from "./condition-row.tsx";
import type { DraftGroup, DraftPart } from "./draft.ts";
import { DEEPEST_GROUP, useEditor } from "./editor.ts";
import { PartMenu } from "./part-menu.tsx";

interface GroupBoxProps {
  readonly group: DraftGroup;
  readonly level: number;
  /** "2.1" for the first part of the second; empty for the root. */
  readonly number: string;
  readonly showProblems: boolean;
  readonly figures: ReadonlyMap<number, PartFigures>;
}

function useFiguresText(figures: ReadonlyMap<number, PartFigures>) {
  const { t } = useLocale();
  return (part: DraftPart, group: DraftGroup): string | null => {
    const counted = figures.get(part.id);
    if (!counted) return null;
    const meeting = t("builder.meeting", { count: counted.meeting });
    if (group.parts.length < 2) return meeting;
    const key = group.by === "all" ? "builder.removes" : "builder.adds";
    return t(key, { meeting, count: counted.deciding });
  };
}

/** A group of conditions and groups, and how they are joined. */
export const GroupBox = memo(function GroupBox(props: GroupBoxProps) {
  const { group, level, number, showProblems, figures } = props;
  const { t } = useLocale();
  const editor = useEditor();
  const figuresText = useFiguresText(figures);
  const isRoot = level === 0;
  const name = isRoot ? t("builder.rule") : t("builder.group", { number });
  return (
    <fieldset className={isRoot ? styles.root : styles.group} data-part={group.id} aria-label={name}>
      <div className={styles.head}>
        <InlineStack gap="200" blockAlign="center">
          <NotBadge nots={group.nots} />
          {isRoot && <Text as="span">{t("builder.customers_who")}</Text>}
          <div className={styles.by}>
            <WholeSelect
              label={`${name}: ${t("builder.group.by")}`}
              labelHidden
              options={(["all", "any"] as const).map((by) => ({ value: by, label: t(`builder.by.${by}`) }))}
              value={group.by}
              onChange={(by: DraftGroup["by"]) => editor.joinBy(group.id, by)}
            />
          </div>
        </InlineStack>
      </div>
      {!isRoot && (
        <div className={styles.menu} data-menu>
          <PartMenu part={group} name={name} />
        </div>
      )}
      <div className={styles.parts}>
        {group.parts.length === 0 && (
          <Text as="p" tone="subdued">
            {t(group.by === "all" ? "builder.everybody" : "builder.nobody")}
          </Text>
        )}
        {group.parts.map((part, at) => {
          const its = number === "" ? String(at + 1) : `${number}.${at + 1}`;
          return (
            <Fragment key={part.id}>
              {at > 0 && (
                <div className={styles.joint}>
                  <Text as="span" variant="bodySm" tone="subdued" fontWeight="medium">
                    {t(group.by === "all" ? "builder.and" : "builder.or")}
                  </Text>
                </div>
              )}
              {part.kind === "condition" ? (
                <ConditionRow
                  condition={part}
                  name={t("builder.condition", { number: its })}
                  showProblem={showProblems}
                  figures={figuresText(part, group)}
                />
              ) : (
                <div>
                  <GroupBox
                    group={part}
                    level={level + 1}
                    number={its}
                    showProblems={showProblems}
                    figures={figures}
                  />
                  {figures.has(part.id) && (
                    <div className={styles.groupFigures}>
                      <Text as="p" variant="bodySm" tone="subdued">
                        {figuresText(part, group)}
                      </Text>
                    </div>
                  )}
                </div>
              )}
            </Fragment>
          );
        })}
      </div>
      <div className={styles.foot} data-add={isRoot ? "" : undefined}>
        <InlineStack gap="200">
          <Button icon={PlusIcon} onClick={() => editor.addCondition(group.id)}>
            {t("builder.add.condition")}
          </Button>
          {level < DEEPEST_GROUP && (
            <Button icon={PlusIcon} variant="tertiary" onClick={() => editor.addGroup(group.id)}>
              {t("builder.add.group")}
            </Button>
          )}
        </InlineStack>
      </div>
    </fieldset>
  );
});
