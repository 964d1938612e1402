import { isTooSmallToTell, smallestEffect } from "../../clv/experiment/smallest-effect.ts";
import type { ExperimentPlan } from "../../exports/experiment-plan.ts";
import { useLocale } from "../locale.tsx";

/** How small a difference groups of this size let one see. */
export function useEffectText(): (
  plan: ExperimentPlan,
  groups: { readonly sent: number; readonly heldOut: number },
) => string {
  const { t, format } = useLocale();
  return ({ spending }, { sent, heldOut }) => {
    if (!spending) return t("experiment.plan.unknown");
    const effect = smallestEffect(spending, sent, heldOut);
    return effect === null || isTooSmallToTell(spending, sent, heldOut)
      ? t("connecting.share.too_small")
      : t("experiment.plan.effect", { effect: format.money(effect), mean: format.money(spending.mean) });
  };
}
