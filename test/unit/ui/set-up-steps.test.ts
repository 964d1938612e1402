import { expect, test } from "vitest";
import { setUpSteps, willSoonSayMore } from "../../../app/ui/home/set-up-steps.ts";
import { fullHome, learningHome } from "../../gallery/views/home.ts";
import { syncViews } from "../../gallery/views/sync.ts";

const states = (sync: Parameters<typeof setUpSteps>[0]) =>
  Object.fromEntries(setUpSteps(sync).map(({ key, state }) => [key, state]));

test("right after installing, everything but the installation waits", () => {
  expect(states(syncViews.never)).toEqual({
    installed: "done",
    customers: "waiting",
    orders: "waiting",
    valuing: "waiting",
  });
});

test("customers that are in stay done while orders are being read, with the share that is read", () => {
  const steps = setUpSteps(syncViews.syncing);
  expect(states(syncViews.syncing)).toMatchObject({
    customers: "done",
    orders: "running",
    valuing: "waiting",
  });
  expect(steps.find(({ key }) => key === "orders")?.progress).toBeCloseTo(31_440 / 48_911, 12);
});

test("a shop that cannot be read has failed steps, though none was begun", () => {
  expect(states(syncViews.unusable)).toMatchObject({
    customers: "failed",
    orders: "failed",
    valuing: "waiting",
  });
});

test("computing customer value is the last step", () => {
  expect(states(syncViews.valuing)).toMatchObject({ customers: "done", orders: "done", valuing: "running" });
  expect(states(syncViews.current)).toMatchObject({ valuing: "done" });
});

test("a step that failed says so", () => {
  expect(states(syncViews.failed)).toMatchObject({ orders: "failed", valuing: "waiting" });
});

test("the overview goes on looking until the first fit has ended, and no longer", () => {
  const fitting = { ...fullHome, prediction: { state: "learning", reason: "not_fitted_yet" } } as const;
  expect(willSoonSayMore(fitting, syncViews.current)).toBe(true);
  expect(willSoonSayMore(fullHome, syncViews.current)).toBe(false);
  expect(willSoonSayMore(learningHome, syncViews.current)).toBe(false);
  expect(willSoonSayMore(fullHome, syncViews.valuing)).toBe(true);
});
