import type { CommissionRule, RuleOutcome } from "../../acquisition/commission.ts";
import type { SpendOutcome, TypedSpend } from "../../acquisition/spend.ts";

/** What the page asks for; the route parses it. */
export type SpendChange =
  | {
      readonly change: "save";
      readonly spend: TypedSpend;
      readonly replaces: string | null;
      readonly evenIfOverlapping: boolean;
    }
  | { readonly change: "remove"; readonly entryId: string }
  | { readonly change: "undo_import"; readonly importId: string }
  | { readonly change: "add_rule"; readonly rule: CommissionRule }
  | { readonly change: "end_rule"; readonly ruleId: string; readonly lastMonth: number | null }
  | { readonly change: "remove_rule"; readonly ruleId: string };

export type SpendChanged =
  | { readonly change: "save"; readonly outcome: SpendOutcome }
  | { readonly change: "add_rule" | "end_rule"; readonly outcome: RuleOutcome }
  | { readonly change: "remove" | "undo_import" | "remove_rule"; readonly done: boolean };

export interface SpendChanges {
  readonly busy: boolean;
  /** The answer to the last one. */
  readonly answer: SpendChanged | null;
  send(change: SpendChange): void;
}
