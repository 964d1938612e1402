/** Whoever may do it is a setting of the shop; what is not allowed changes nothing. */
type NotAllowed = "not_allowed";
/** What any act with a tool can end in. */
export type ToolFailure = "key_refused" | "tool_unavailable" | "tool_refused";
export type Refused<Reason extends string> = {
  readonly ok: false;
  readonly reason: Reason | NotAllowed;
  /** The tool's own words, where it has refused. */
  readonly words: string | null;
};
