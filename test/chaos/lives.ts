/** Where lives of one kind are lived, one after the other. */
export interface Lives<Plan> {
  /** What was wrong with a life, a line each, and what else is to be said of it. */
  live(plan: Plan): Promise<{ readonly wrong: readonly string[]; readonly remark: string | null }>;
  /** A shorter plan that goes wrong too, after at most so many lives. */
  shorten(plan: Plan, tries: number): Promise<Plan>;
  close(): Promise<void>;
}
