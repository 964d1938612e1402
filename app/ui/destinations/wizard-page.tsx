import { Page } from "@shopify/polaris";
import { useEffect, useRef } from "react";
import type { OfferedField } from "../../destinations/connections.ts";
import type { ToolName } from "../../destinations/tool.ts";
import type { SegmentName } from "../../segments/find.ts";
import { useLocale } from "../locale.tsx";
import { CheckStep, type DryRun, type Starting } from "./check-step.tsx";
import { FieldsStep } from "./fields-step.tsx";
import { ListStep, type MakingList, type ToolLists } from "./list-step.tsx";
import { type ShareBasis, ShareStep } from "./share-step.tsx";
import { type ConnectedTool, type Connecting, ToolStep } from "./tool-step.tsx";
import { onward, stepBefore, type WizardAt } from "./wizard-address.ts";
import { STEP_HEADING } from "./wizard-frame.tsx";

export interface WizardPageProps {
  readonly connected: readonly ConnectedTool[];
  readonly segments: readonly SegmentName[];
  readonly fields: Readonly<Record<ToolName, readonly OfferedField[]>>;
  readonly at: WizardAt;
  readonly connecting: Connecting;
  readonly lists: ToolLists;
  readonly making: MakingList;
  readonly basis: ShareBasis;
  readonly dryRun: DryRun;
  readonly starting: Starting;
  readonly onGo: (at: WizardAt) => void;
  readonly onAskLists: () => void;
  readonly onCountAgain: () => void;
}

/** From a key to a list that follows a segment; nothing is sent before the last button. */
export function WizardPage(props: WizardPageProps) {
  const { t } = useLocale();
  const { step } = props.at;
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    document.getElementById(STEP_HEADING)?.focus();
  }, [step]);
  return (
    <Page
      narrowWidth
      title={t("connecting.title")}
      backAction={{ content: t("destinations.title"), url: "/app/destinations" }}
    >
      <CurrentStep {...props} />
    </Page>
  );
}

function CurrentStep(props: WizardPageProps) {
  const { at, connected, segments, onGo } = props;
  const destination = connected.find(({ destinationId }) => destinationId === at.destinationId);
  const segment = segments.find(({ key }) => key === at.segment);
  if (at.step === "tool" || !destination) {
    const choose = (destinationId: string) =>
      // A list lies in one account.
      onGo(
        onward(
          { ...at, step: "tool" },
          destinationId === at.destinationId ? {} : { destinationId, list: null },
        ),
      );
    return (
      <ToolStep
        connected={connected}
        chosen={at.destinationId}
        connecting={props.connecting}
        onChoose={choose}
      />
    );
  }
  const { tool, destinationId } = destination;
  const before = stepBefore(at.step);
  const onBack = () => before && onGo({ ...at, step: before });
  if (at.step === "list" || !segment || at.list === null) {
    return (
      <ListStep
        key={destinationId}
        {...{ tool, segments, at, onBack }}
        lists={props.lists}
        making={props.making}
        onAskAgain={props.onAskLists}
        onChoose={(its, list) => onGo(onward({ ...at, step: "list" }, { segment: its, list }))}
      />
    );
  }
  switch (at.step) {
    case "fields":
      return (
        <FieldsStep
          {...{ tool, onBack }}
          table={props.fields[tool]}
          chosen={at.fields}
          onChoose={(fields) => onGo(onward(at, { fields }))}
        />
      );
    case "share":
      return (
        <ShareStep
          onBack={onBack}
          basis={props.basis}
          chosen={at.heldOutBp}
          onChoose={(heldOutBp) => onGo(onward(at, { heldOutBp }))}
        />
      );
    case "check":
      return (
        <CheckStep
          {...{ tool, segment, onBack }}
          listName={at.list.name}
          fields={at.fields}
          heldOutBp={at.heldOutBp}
          dryRun={props.dryRun}
          starting={props.starting}
          onCountAgain={props.onCountAgain}
        />
      );
  }
}
