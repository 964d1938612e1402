/** What every evaluation of a model needs, several times: counted as a measure of work that does not depend on the machine. */
const COUNTED = ["exp", "expm1", "log", "log1p", "sqrt", "sinh"] as const;

/**
 * Runs `work` and returns its result with the number of elementary functions that it evaluated. Throws as soon as these are more than
 * `most`, so that a loop without an end is an error and not a test that hangs.
 */
export function countedMath<Result>(
  most: number,
  work: () => Result,
): { result: Result; evaluations: number } {
  const own = COUNTED.map((name) => Math[name]);
  let evaluations = 0;
  try {
    COUNTED.forEach((name, i) => {
      const original = own[i]!;
      Math[name] = (value: number): number => {
        evaluations += 1;
        if (evaluations > most) throw new Error(`more than ${most} evaluations`);
        return original(value);
      };
    });
    return { result: work(), evaluations };
  } finally {
    COUNTED.forEach((name, i) => {
      Math[name] = own[i]!;
    });
  }
}
