import { noteListProblem } from "../../db/queries/destinations/lists.ts";
import type { ToolRefused } from "../tool.ts";
import type { ListTask, Turn } from "./host.ts";

/** What is refused of a list keeps no other waiting. */
export async function stopList(turn: Turn, task: ListTask, { words }: ToolRefused): Promise<void> {
  const { host, shop } = turn;
  if (await isListGone(turn, task)) return;
  const problem = { code: "tool_refused", words, at: host.clock() };
  await noteListProblem(host.db.pool, shop.shopId, task.row.listId, problem);
  task.stopped = true;
}

/** Whether the merchant deleted the list in the tool; noted, so that the page says so. */
export async function isListGone({ host, shop, tool, signal }: Turn, task: ListTask): Promise<boolean> {
  if (task.isKnownThere) return false;
  const lists = await tool.lists(signal);
  task.isKnownThere = lists.some(({ id }) => id === task.row.toolListId);
  if (task.isKnownThere) return false;
  const at = host.clock();
  await noteListProblem(host.db.pool, shop.shopId, task.row.listId, { code: "list_gone", words: null, at });
  task.stopped = true;
  return true;
}
