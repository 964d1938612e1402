/** What a merchant can have done with a file. */
type Decision = "confirm" | "discard" | "undo";

export interface Deciding {
  /** A decision is on its way. */
  readonly saving: boolean;
  readonly onDecide: (decision: Decision, fileId: string) => void;
}
