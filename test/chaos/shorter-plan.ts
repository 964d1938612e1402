/** A shorter plan that goes wrong too: halves, quarters and so on are left out as long as it still does, at most `tries` lives. */
export async function shorterPlan<Plan extends { readonly steps: readonly unknown[] }>(
  plan: Plan,
  tries: number,
  goesWrong: (plan: Plan) => Promise<boolean>,
): Promise<Plan> {
  let shortest = plan;
  let left = tries;
  for (let size = Math.ceil(plan.steps.length / 2); size >= 1 && left > 0; ) {
    let shorter: Plan | null = null;
    for (let from = 0; from < shortest.steps.length && left > 0; from += size) {
      const steps = shortest.steps.filter((_, at) => at < from || at >= from + size);
      left--;
      const candidate = { ...shortest, steps };
      if (await goesWrong(candidate)) {
        shorter = candidate;
        break;
      }
    }
    if (shorter) shortest = shorter;
    else size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return shortest;
}
