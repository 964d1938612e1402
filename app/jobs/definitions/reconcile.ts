import { byShop, defineJob, defineRound, ofShop } from "../job-definition.ts";

/** Looks for changes that no webhook reported. */
export const reconcileJob = defineJob({
  name: "sync.reconcile",
  payload: ofShop,
  singletonKey: byShop,
  policy: "in_turn",
});

export const reconcileAllJob = defineRound("sync.reconcile-all");
