import { KeyRefused, ToolRefused } from "../tool.ts";
import type { Turn } from "./host.ts";

/** A key that may do everything but this one thing is refused that, and nothing else stops for it. */
export async function refusedAlone<T>({ tool, signal }: Turn, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof KeyRefused)) throw error;
    await tool.account(signal);
    throw new ToolRefused(403, error.words, { cause: error });
  }
}
