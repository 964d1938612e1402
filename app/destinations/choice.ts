import { z } from "zod";
import { heldOutBp } from "../exports/records.ts";
import { segmentKey } from "../segments/segment-key.ts";
import type { ListChoice } from "./start-list.ts";
import { destinationFields } from "./tool.ts";

/** What a merchant chose for a list, as it stands in an address. */
const chosen = z
  .object({
    destinationId: z.uuid(),
    segment: segmentKey,
    list: z.string().min(1).max(200),
    fields: z
      .string()
      .transform((names) => (names === "" ? [] : names.split(",")))
      .pipe(destinationFields),
    as: z.uuid().optional(),
    held_out: z.string().regex(/^\d+$/).transform(Number).pipe(heldOutBp),
  })
  .transform(
    ({ destinationId, segment, list, fields, held_out, as }): ListChoice => ({
      destinationId,
      segmentKey: segment,
      toolListId: list,
      fields,
      heldOutBp: held_out,
      listId: as,
    }),
  );

/** Null for an address that no page leads to. */
export function choiceOf(url: string, destinationId: string | undefined): ListChoice | null {
  const query = Object.fromEntries(new URL(url).searchParams);
  return chosen.safeParse({ ...query, destinationId }).data ?? null;
}
