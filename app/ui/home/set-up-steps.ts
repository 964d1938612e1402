import type { SliceProgress, SyncProgress } from "../../sync/status/read-sync-view.ts";
import type { HomeView } from "../../valuation/pages/home.ts";

export type StepState = "waiting" | "running" | "done" | "failed";

export interface SetUpStep {
  readonly key: "installed" | "customers" | "orders" | "valuing";
  readonly state: StepState;
  readonly slice: SliceProgress | null;
  /** 0 to 1. */
  readonly progress: number;
}

function sliceStep(key: "customers" | "orders", sync: SyncProgress): SetUpStep {
  const slice = sync.slices.find((candidate) => candidate.resource === key) ?? null;
  if (sync.state === "current" || sync.state === "valuing" || slice?.status === "done") {
    return { key, state: "done", slice, progress: 1 };
  }
  if (sync.problem || slice?.status === "failed") return { key, state: "failed", slice, progress: 0 };
  if (slice === null) return { key, state: "waiting", slice, progress: 0 };
  const expected = slice.objectsExpected ?? 0;
  const progress = expected > 0 ? Math.min(1, slice.objectsRead / expected) : 0;
  return { key, state: "running", slice, progress };
}

/** What has to happen between installing and the first figures, and how far each part is. */
export function setUpSteps(sync: SyncProgress): readonly SetUpStep[] {
  const valuing: StepState =
    sync.state === "current" ? "done" : sync.state === "valuing" ? "running" : "waiting";
  return [
    { key: "installed", state: "done", slice: null, progress: 1 },
    sliceStep("customers", sync),
    sliceStep("orders", sync),
    { key: "valuing", state: valuing, slice: null, progress: valuing === "done" ? 1 : 0 },
  ];
}

/** Whether the shop is being read or valued. */
export function isSettingUp(view: HomeView, sync: SyncProgress): boolean {
  const working = sync.state === "syncing" || sync.state === "valuing";
  return working || (sync.state !== "failed" && (view.state === "never_synced" || view.state === "syncing"));
}

/** Whether the overview will say something else by itself before long: the first fit ends after the first figures stand. */
export function willSoonSayMore(view: HomeView, sync: SyncProgress): boolean {
  const fitting =
    view.state === "full" &&
    view.prediction.state === "learning" &&
    view.prediction.reason === "not_fitted_yet";
  return fitting || isSettingUp(view, sync);
}
