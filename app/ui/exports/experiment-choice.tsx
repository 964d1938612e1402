import { Banner, BlockStack, Select, Text } from "@shopify/polaris";
import { isTooSmallToTell, smallestEffect } from "../../clv/experiment/smallest-effect.ts";
import type { ExportPreview } from "../../exports/exports.ts";
import { useLocale } from "../locale.tsx";

const SHARES = [0, 500, 1_000, 2_000, 5_000];
const EVERYBODY_BP = 10_000;

/** How many are held out by lot, and how small a difference that lets one see. */
export function ExperimentChoice({
  preview: { included, plan, lastChoice },
  heldOutBp,
  onChange,
}: {
  readonly preview: Pick<ExportPreview, "included" | "plan" | "lastChoice">;
  readonly heldOutBp: number;
  readonly onChange: (heldOutBp: number) => void;
}) {
  const { t, format } = useLocale();
  const share = (bp: number) => format.percent(bp / EVERYBODY_BP, 0);
  const lastHeldOutBp = lastChoice?.heldOutBp ?? 0;
  const drawn = included * (1 - plan.alwaysHeldOutBp / EVERYBODY_BP);
  const heldOut = Math.round((drawn * heldOutBp) / EVERYBODY_BP);
  const sent = Math.round(drawn) - heldOut;
  const effectText = (): string => {
    const { spending } = plan;
    if (heldOutBp === 0) return t("experiment.plan.none");
    if (!spending) return t("experiment.plan.unknown");
    const effect = smallestEffect(spending, sent, heldOut);
    if (effect === null || isTooSmallToTell(spending, sent, heldOut)) return t("experiment.plan.too_small");
    return t("experiment.plan.effect", { effect: format.money(effect), mean: format.money(spending.mean) });
  };
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t("experiment.plan.title")}
      </Text>
      <Select
        label={t("experiment.plan.share")}
        helpText={t("experiment.plan.help")}
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
        onChange={(bp) => onChange(Number(bp))}
      />
      <Text as="p">
        {t("experiment.plan.people", { sent: format.number(sent), heldOut: format.number(heldOut) })}{" "}
        {effectText()}
      </Text>
      {lastHeldOutBp > heldOutBp && (
        <Banner tone="warning">
          <p>{t("experiment.plan.reaches", { share: share(lastHeldOutBp) })}</p>
        </Banner>
      )}
      {plan.alwaysHeldOutBp > 0 && (
        <Text as="p" tone="subdued">
          {t("experiment.plan.always", { share: share(plan.alwaysHeldOutBp) })}
        </Text>
      )}
    </BlockStack>
  );
}
