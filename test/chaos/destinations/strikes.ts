import type { Merchant } from "./merchant.ts";
import { POINTS } from "./mortal-process.ts";
import type { StepOf, ToolFault } from "./plan.ts";
import { REFUSAL } from "./strike-at-once.ts";
import type { LifeWorld } from "./world.ts";

export async function strikeTool(
  world: LifeWorld,
  merchant: Merchant,
  fault: ToolFault,
  times: number,
): Promise<void> {
  const { faults } = world.lifeTool.tool;
  switch (fault) {
    case "429 with headers":
      return faults.add({ kind: "too many", retryAfterSeconds: 30, times });
    case "429 without headers":
      return faults.add({ kind: "too many", retryAfterSeconds: null, times });
    case "bare 403":
      return faults.add({ kind: "bare 403", times });
    case "500":
      return faults.add({ kind: "status", status: 500, times });
    case "dropped before acceptance":
      return faults.add({ kind: "drop", at: "before", times });
    case "dropped after acceptance":
      return faults.add({ kind: times > 1 ? "cut" : "drop", at: "after", times });
    case "accepted, then errors": {
      const somebody = world.lifeTool.tool.people().at(times)?.address;
      if (somebody) faults.refusePeople.set(somebody, REFUSAL);
      return;
    }
    case "a job ends late":
      return faults.addJob({ kind: times > 2 ? "half" : "late" });
    case "a job never ends":
      return faults.addJob({ kind: "never" });
    case "the key is revoked":
      return world.lifeTool.tool.revokeKey();
    case "the key is good again":
      return merchant.giveKey();
  }
}

/** What strikes the process from now on. */
export function strikeApp(world: LifeWorld, { fault, after }: StepOf<"app fault">): void {
  const { mortal } = world.struck;
  switch (fault) {
    case "killed at a request":
      mortal.dieAt("request", after);
      return;
    case "killed after a request":
      mortal.dieAt("answer", after);
      return;
    case "killed before a commit":
      mortal.dieAt("before commit", after * 3);
      return;
    case "killed after a commit":
      mortal.dieAt("after commit", after * 3);
      return;
    case "connections lost":
      mortal.loseConnectionsAt(POINTS[after % POINTS.length] ?? "request", after);
      return;
    case "two workers":
      world.twoWorkers = true;
  }
}
