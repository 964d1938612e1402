import type { Sql } from "sql-template-tag";
import { isTransaction, type Queryable, type Tx } from "../../client.ts";

/** The protocol counts parameters in 16 bits. */
const MOST_PARAMETERS = 60_000;
/** Cardinality, data, syntax and access, limits of the program: what a statement brings about by itself. */
const OF_ITS_OWN = /^(21|22|42|54)/;

/** Whether a statement failed by what it says, and not by the connection, a time limit or another transaction. */
export function failedByItself(error: unknown): boolean {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" && code.length === 5 && OF_ITS_OWN.test(code);
}

/** Whether the server ended a statement at its time limit, and not because somebody asked for that; also as the cause of an error. */
export const tookTooLong = (error: unknown): boolean =>
  error instanceof Error &&
  (("code" in error && error.code === "57014" && /statement timeout/.test(error.message)) ||
    tookTooLong(error.cause));

/** Each further one takes the reader as long as the time limit again. */
const MOST_TIMEOUTS = 2;

/** Undone by itself where it fails, also inside of a transaction. */
async function undoable<T>(on: Queryable, work: () => Promise<T>): Promise<T> {
  if (!isTransaction(on)) return work();
  await on.query("savepoint part");
  try {
    const done = await work();
    await on.query("release savepoint part");
    return done;
  } catch (error) {
    await on.query("rollback to savepoint part; release savepoint part");
    throw error;
  }
}

export type Part = { readonly condition: Sql };

/**
 * Asks for all of them in one statement; where that has too many parameters or fails by what it says, in two, and so on until those
 * that fail stand alone: `onFailed` is told of each, and its answer is null. What takes too long is halved no more than twice, and then
 * fails together. Answers are in the order of the parts.
 */
export async function inParts<P extends Part, R>(
  on: Queryable | Tx,
  parts: readonly P[],
  ask: (some: readonly P[]) => Promise<readonly R[]>,
  onFailed: (part: P, error: unknown) => void,
  patience = { timeouts: MOST_TIMEOUTS },
): Promise<(R | null)[]> {
  const [first] = parts;
  if (!first) return [];
  const halves = async () => {
    const middle = Math.ceil(parts.length / 2);
    const before = await inParts(on, parts.slice(0, middle), ask, onFailed, patience);
    return [...before, ...(await inParts(on, parts.slice(middle), ask, onFailed, patience))];
  };
  const parameters = parts.reduce((sum, { condition }) => sum + condition.values.length, 0);
  if (parameters > MOST_PARAMETERS && parts.length > 1) return halves();
  try {
    return [...(await undoable(on, () => ask(parts)))];
  } catch (error) {
    const isTimeout = tookTooLong(error);
    if (!isTimeout && !failedByItself(error)) throw error;
    if (parts.length > 1 && (!isTimeout || patience.timeouts-- > 0)) return halves();
    for (const part of parts) onFailed(part, error);
    return parts.map(() => null);
  }
}
