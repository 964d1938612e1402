import { BlockStack, ChoiceList, FormLayout, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { ToolName } from "../../destinations/tool.ts";
import { useLocale } from "../locale.tsx";
import type { Refusal } from "./refusal.ts";
import { RefusalBanner } from "./refusal-banner.tsx";
import { TOOLS } from "./tool-order.ts";
import { WizardFrame } from "./wizard-frame.tsx";

export interface Connecting {
  readonly busy: boolean;
  /** Why the last key was not taken. */
  readonly refusal: Refusal | null;
  readonly onConnect: (tool: ToolName, key: string) => void;
}

export interface ConnectedTool {
  readonly destinationId: string;
  readonly tool: ToolName;
  readonly account: string;
}

interface ToolStepProps {
  readonly connected: readonly ConnectedTool[];
  readonly chosen: string | null;
  readonly connecting: Connecting;
  readonly onChoose: (destinationId: string) => void;
}

/** Chooses a connection that is there, or makes one with a key, which is checked before anything else is asked. */
export function ToolStep({ connected, chosen, connecting, onChoose }: ToolStepProps) {
  const { t } = useLocale();
  const [first] = connected;
  const [choice, setChoice] = useState<string>(chosen ?? first?.destinationId ?? "klaviyo");
  const [key, setKey] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  // The tool that the last key was of.
  const [asked, setAsked] = useState<ToolName | null>(null);
  const tool = TOOLS.find((name) => name === choice) ?? null;
  const next = () => {
    if (tool === null) return onChoose(choice);
    const given = key.trim();
    setEmpty(given === "");
    if (given === "") return;
    setAsked(tool);
    connecting.onConnect(tool, given);
  };
  return (
    <WizardFrame
      step="tool"
      title={t("connecting.tool.title")}
      next={t(tool === null ? "connecting.next" : "connecting.tool.connect")}
      busy={connecting.busy}
      onNext={next}
      onBack={null}
    >
      <ChoiceList
        title={t("connecting.tool.choose")}
        titleHidden
        choices={[
          ...connected.map(({ destinationId, tool: its, account }) => ({
            value: destinationId,
            label: t(`destinations.tool.${its}`),
            helpText: t("connecting.tool.connected", { account }),
          })),
          ...TOOLS.map((name) => ({
            value: name,
            label: t(`destinations.tool.${name}`),
            helpText: connected.some((its) => its.tool === name) ? t("connecting.tool.another") : undefined,
          })),
        ]}
        selected={[choice]}
        onChange={([value]: string[]) => {
          setChoice(value ?? choice);
          setKey("");
          setEmpty(false);
        }}
      />
      {tool !== null && (
        <BlockStack gap="300">
          <RefusalBanner refusal={asked === tool ? connecting.refusal : null} tool={tool} />
          <FormLayout>
            <TextField
              label={t(`connecting.tool.${tool}.key`)}
              helpText={t(`connecting.tool.${tool}.where`)}
              type="password"
              value={key}
              onChange={(value) => {
                setKey(value);
                setEmpty(false);
              }}
              error={isEmpty ? t("connecting.tool.key.empty") : undefined}
              autoComplete="off"
              spellCheck={false}
              maxLength={500}
            />
          </FormLayout>
          <Text as="p" variant="bodySm" tone="subdued">
            {t("connecting.tool.key.stored")}
          </Text>
        </BlockStack>
      )}
    </WizardFrame>
  );
}
