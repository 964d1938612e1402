import { Select, SkeletonBodyText, Text } from "@shopify/polaris";
import { useState } from "react";
import type { ExportPreview } from "../../exports/exports.ts";
import { useLocale } from "../locale.tsx";
import { useEffectText } from "./effect-text.ts";
import { WizardFrame } from "./wizard-frame.tsx";

const SHARES = [0, 500, 1_000, 2_000, 5_000];
const EVERYBODY_BP = 10_000;

/** Who may be written to, and what they are expected to spend; null while it is being counted. */
export type ShareBasis = Pick<ExportPreview, "included" | "plan"> | null;

interface ShareStepProps {
  readonly basis: ShareBasis;
  readonly chosen: number;
  readonly onChoose: (heldOutBp: number) => void;
  readonly onBack: () => void;
}

/** Chooses how many the lot holds out, and says how small a difference that lets one see. */
export function ShareStep({ basis, chosen, onChoose, onBack }: ShareStepProps) {
  const { t, format } = useLocale();
  const [heldOutBp, setHeldOutBp] = useState(chosen);
  const share = (bp: number) => format.percent(bp / EVERYBODY_BP, 0);
  return (
    <WizardFrame
      step="share"
      title={t("connecting.share.title")}
      help={t("connecting.share.help")}
      next={t("connecting.next")}
      onNext={() => onChoose(heldOutBp)}
      onBack={onBack}
    >
      <Select
        label={t("connecting.share")}
        options={[...new Set([...SHARES, heldOutBp])]
          .sort((a, b) => a - b)
          .map((bp) => ({
            value: String(bp),
            label:
              bp === 0
                ? t("experiment.plan.share.none")
                : t("experiment.plan.share.some", { share: share(bp) }),
          }))}
        value={String(heldOutBp)}
        onChange={(bp) => setHeldOutBp(Number(bp))}
      />
      {basis ? <Outlook basis={basis} heldOutBp={heldOutBp} /> : <SkeletonBodyText lines={2} />}
    </WizardFrame>
  );
}

function Outlook({
  basis: { included, plan },
  heldOutBp,
}: {
  readonly basis: NonNullable<ShareBasis>;
  readonly heldOutBp: number;
}) {
  const { t, format } = useLocale();
  const drawn = included * (1 - plan.alwaysHeldOutBp / EVERYBODY_BP);
  const heldOut = Math.round((drawn * heldOutBp) / EVERYBODY_BP);
  const sent = Math.round(drawn) - heldOut;
  const effectText = useEffectText();
  return (
    <>
      <div role="status">
        <Text as="p">
          {t("connecting.share.people", { sent: format.number(sent), heldOut: format.number(heldOut) })}{" "}
          {heldOutBp === 0 ? t("connecting.share.nobody") : effectText(plan, { sent, heldOut })}
        </Text>
      </div>
      {plan.alwaysHeldOutBp > 0 && (
        <Text as="p" tone="subdued">
          {t("connecting.share.always", { share: format.percent(plan.alwaysHeldOutBp / EVERYBODY_BP, 0) })}
        </Text>
      )}
    </>
  );
}
