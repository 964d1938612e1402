import fc from "fast-check";
import { expect } from "vitest";

/** The same for everybody, so that a suite that passed passes again; "random" for the runs that look for what nobody has drawn yet. */
const { FC_SEED = "1", FC_PATH } = process.env;

fc.configureGlobal({
  ...(FC_SEED === "random" ? {} : { seed: Number(FC_SEED) }),
  ...(FC_PATH ? { path: FC_PATH, endOnFailure: true } : {}),
  reporter(run) {
    if (!run.failed) return;
    const { testPath = "", currentTestName = "" } = expect.getState();
    const file = testPath.slice(process.cwd().length + 1);
    const name = currentTestName
      .split(" > ")
      .at(-1)
      ?.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const again = `FC_SEED=${run.seed} FC_PATH=${run.counterexamplePath} npx vitest run ${file} -t ${JSON.stringify(name)}`;
    throw new Error(`${fc.defaultReportMessage(run)}\n\nRun it again: ${again}`, {
      cause: run.errorInstance,
    });
  },
});
