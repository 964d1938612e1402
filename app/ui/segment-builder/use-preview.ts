import { useEffect, useRef, useState } from "react";
import type { PartFigures, PreviewAnswer, RulePreview } from "../../segments/preview.ts";
import type { DraftRule, PlacedRule } from "./draft.ts";

/** What the server says of a rule: a rule that it cannot read is refused with the path of what is wrong. */
export type AskedPreview = PreviewAnswer | { readonly state: "refused"; readonly path: string };

/** Of today, or of an earlier day. Rejects where there is no answer; ends early when it is aborted. */
export type AskPreview = (rule: DraftRule, day: string | null, signal: AbortSignal) => Promise<AskedPreview>;

/** The last answer stays while the next one is counted. */
export interface PreviewState {
  readonly isCounting: boolean;
  readonly answer: AskedPreview | { readonly state: "failed" } | null;
  /** The earlier day that was answered; null for today, and before the first answer. */
  readonly answeredDay: string | null;
  /** Of the parts of the draft, by their ids. */
  readonly figures: ReadonlyMap<number, PartFigures>;
  /** Where the answer names a path, the part of the draft that stands there. */
  readonly partAt: number | null;
  /** Where it names several, in their order. */
  readonly partsAt: readonly (number | null)[];
  readonly again: () => void;
}

const DELAY_MS = 350;
const NO_FIGURES: ReadonlyMap<number, PartFigures> = new Map();

export const previewOf = ({ answer }: PreviewState): RulePreview | null =>
  answer?.state === "full" ? answer.preview : null;

/**
 * Counts a rule whenever it says something else or another day is asked for, a moment after the last edit; a count that is overtaken is
 * given up.
 */
export function usePreview(placed: PlacedRule, day: string | null, ask: AskPreview): PreviewState {
  const [counted, setCounted] = useState<Omit<PreviewState, "isCounting" | "again">>({
    answer: null,
    answeredDay: null,
    figures: NO_FIGURES,
    partAt: null,
    partsAt: [],
  });
  const [isCounting, setCounting] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const said = JSON.stringify([placed.rule, [...placed.ids], day]);
  const latest = useRef({ placed, day, ask });
  latest.current = { placed, day, ask };
  const isFirst = useRef(true);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it counts when the rule or the attempt is another, and takes the rest as it is then
  useEffect(() => {
    const abort = new AbortController();
    setCounting(true);
    const timer = setTimeout(
      () => {
        isFirst.current = false;
        const { placed, day, ask } = latest.current;
        ask(placed.rule, day, abort.signal)
          .catch(() => ({ state: "failed" }) as const)
          .then((answer) => {
            if (abort.signal.aborted) return;
            setCounting(false);
            setCounted({
              answer,
              answeredDay: day,
              figures: figuresOf(answer, placed),
              partAt: partOf(answer, placed),
              partsAt: partsOf(answer, placed),
            });
          });
      },
      isFirst.current ? 0 : DELAY_MS,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [said, attempt]);

  return { ...counted, isCounting, again: () => setAttempt((before) => before + 1) };
}

type Answer = NonNullable<PreviewState["answer"]>;

function figuresOf(answer: Answer, { ids }: PlacedRule): ReadonlyMap<number, PartFigures> {
  if (answer.state !== "full") return NO_FIGURES;
  return new Map(
    answer.preview.parts.flatMap(({ path, ...figures }) => {
      const id = ids.get(path);
      return id === undefined ? [] : [[id, figures] as const];
    }),
  );
}

/** The part at a path, or the nearest one around it: a path can lead into what a condition asks, or through "not". */
export function partAtPath(path: string, { ids }: PlacedRule): number | null {
  for (let keys = path.split("."); ; keys = keys.slice(0, -1)) {
    const id = ids.get(keys.join("."));
    if (id !== undefined) return id;
    if (keys.length === 0) return null;
  }
}

function partOf(answer: Answer, placed: PlacedRule): number | null {
  if (answer.state === "refused") return partAtPath(answer.path, placed);
  const excludes = answer.state === "full" ? answer.preview.excludes : null;
  return excludes === null ? null : partAtPath(excludes, placed);
}

function partsOf(answer: Answer, placed: PlacedRule): (number | null)[] {
  if (answer.state !== "not_known_then") return [];
  return answer.conditions.map(({ path }) => partAtPath(path, placed));
}
