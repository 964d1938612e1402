import type { CommissionRule } from "../../acquisition/commission.ts";
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
  | { readonly change: "remove_rule"; readonly ruleId: string };

export type SpendChanged =
  | { readonly change: "save"; readonly outcome: SpendOutcome }
  | { readonly change: Exclude<SpendChange["change"], "save">; readonly done: boolean };

export interface SpendChanges {
  readonly busy: boolean;
  /** The answer to the last one. */
  readonly answer: SpendChanged | null;
  send(change: SpendChange): void;
}
