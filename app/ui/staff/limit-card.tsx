import {
  Banner,
  BlockStack,
  Button,
  Card,
  Checkbox,
  ChoiceList,
  InlineStack,
  List,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import type { StaffAct, StaffChange, StaffView } from "../../exports/staff.ts";
import { useLocale } from "../locale.tsx";

const ID = /^\d{1,20}$/;

/** Adds somebody who has not done anything in the app yet. */
function AddStaff({ onAdd }: { readonly onAdd: (staffId: string) => void }) {
  const { t } = useLocale();
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  const add = () => {
    const staffId = typed.trim();
    setWrong(!ID.test(staffId));
    if (!ID.test(staffId)) return;
    onAdd(staffId);
    setTyped("");
  };
  return (
    <TextField
      label={t("staff.add")}
      helpText={t("staff.add.help")}
      inputMode="numeric"
      autoComplete="off"
      maxLength={20}
      value={typed}
      error={isWrong ? t("staff.add.error") : undefined}
      onChange={setTyped}
      connectedRight={<Button onClick={add}>{t("staff.add.button")}</Button>}
    />
  );
}

function Heading({ act }: { readonly act: StaffAct }) {
  const { t } = useLocale();
  return (
    <BlockStack gap="100">
      <Text as="h2" variant="headingMd">
        {t(`staff.${act}`)}
      </Text>
      <Text as="p" tone="subdued">
        {t(`staff.${act}.help`)}
      </Text>
    </BlockStack>
  );
}

export interface LimitCardProps {
  readonly act: StaffAct;
  readonly view: StaffView;
  readonly isSaving: boolean;
  readonly onSave: (change: StaffChange) => void;
}

/** Who may do one thing: everybody, or those who are ticked. */
export function LimitCard({ act, view, isSaving, onSave }: LimitCardProps) {
  const { t, format } = useLocale();
  const { staffIds } = view.limits[act];
  const { you, known } = view;
  const [isNamed, setNamed] = useState(staffIds !== null);
  const [ticked, setTicked] = useState<readonly string[]>([...new Set([...(staffIds ?? []), you])]);
  const [added, setAdded] = useState<readonly string[]>([]);
  const all = [...new Set([you, ...known.map(({ staffId }) => staffId), ...(staffIds ?? []), ...added])];
  const actedText = (staffId: string): string => {
    const acted = known.find((one) => one.staffId === staffId);
    return acted
      ? t("staff.member.acted", { when: format.instant(acted.lastActedAt) })
      : t("staff.member.never");
  };
  return (
    <Card>
      <BlockStack gap="400">
        <Heading act={act} />
        <ChoiceList
          title={t(`staff.${act}`)}
          titleHidden
          choices={[
            { value: "everybody", label: t("staff.everybody") },
            { value: "named", label: t("staff.named"), helpText: t("staff.once") },
          ]}
          selected={[isNamed ? "named" : "everybody"]}
          onChange={([chosen]) => setNamed(chosen === "named")}
        />
        {isNamed && (
          <BlockStack gap="300">
            <BlockStack gap="050">
              <Text as="h3" variant="headingSm">
                {t("staff.members")}
              </Text>
              <Text as="p" tone="subdued">
                {t("staff.you.help")}
              </Text>
            </BlockStack>
            {all.map((staffId) => (
              <Checkbox
                key={staffId}
                label={t(staffId === you ? "staff.member.you" : "staff.member", { id: staffId })}
                helpText={staffId === you ? undefined : actedText(staffId)}
                disabled={staffId === you}
                checked={ticked.includes(staffId)}
                onChange={(checked) =>
                  setTicked(checked ? [...ticked, staffId] : ticked.filter((one) => one !== staffId))
                }
              />
            ))}
            <AddStaff
              onAdd={(staffId) => {
                setAdded([...added, staffId]);
                setTicked([...new Set([...ticked, staffId])]);
              }}
            />
            <Text as="p" tone="subdued">
              {t("staff.again")}
            </Text>
          </BlockStack>
        )}
        <InlineStack>
          <Button
            variant="primary"
            loading={isSaving}
            accessibilityLabel={`${t("staff.save")}: ${t(`staff.${act}`)}`}
            onClick={() => onSave({ act, staffIds: isNamed ? [...ticked] : null })}
          >
            {t("staff.save")}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

/** The same for somebody who is not named, and so may not change it. */
export function KeptCard({ act, view }: Pick<LimitCardProps, "act" | "view">) {
  const { t } = useLocale();
  return (
    <Card>
      <BlockStack gap="400">
        <Heading act={act} />
        <Banner tone="info">{t("staff.not_yours")}</Banner>
        <List>
          {(view.limits[act].staffIds ?? []).map((staffId) => (
            <List.Item key={staffId}>{t("staff.member", { id: staffId })}</List.Item>
          ))}
        </List>
        <Text as="p" tone="subdued">
          {t("staff.again")}
        </Text>
      </BlockStack>
    </Card>
  );
}
