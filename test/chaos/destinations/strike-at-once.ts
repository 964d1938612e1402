import type { LocalTool } from "../../tools/server/tool-server.ts";
import type { Mortal } from "./mortal-process.ts";
import type { StrikeAtOnce } from "./plan.ts";

type Faults = LocalTool["faults"];
/** What the tool says of somebody whom it refuses. */
export const REFUSAL = "Invalid email address";

/** Strikes the request that is about to reach the tool; `named`: somebody whom it is about. */
export function strikeAtOnce(
  strike: StrikeAtOnce,
  faults: Faults,
  mortal: Mortal,
  named: string | undefined,
): void {
  switch (strike) {
    case "killed at a request":
      return;
    case "killed after a request":
      mortal.dieAt("answer", 0);
      return;
    case "dropped before acceptance":
      faults.add({ kind: "drop", at: "before" });
      return;
    case "dropped after acceptance":
      faults.add({ kind: "drop", at: "after" });
      return;
    case "accepted, then errors":
      if (named !== undefined) faults.refusePeople.set(named, REFUSAL);
      return;
    case "a job ends late":
      faults.addJob({ kind: "late" });
      return;
    case "a job never ends":
      faults.addJob({ kind: "never" });
      return;
  }
}
