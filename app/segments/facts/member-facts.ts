import sql from "sql-template-tag";
import { z } from "zod";
import { EVENT_DAYS } from "../../db/queries/segments/history.ts";
import { storableText } from "../operands.ts";
import type { Fact, FactRow } from "./fact.ts";

const ofSegment = z.object({ segment: storableText });
type OfSegment = z.infer<typeof ofSegment>;

function placeIn({ customer_id, segments }: FactRow, segment: string) {
  if (segments) return segments.find(({ key }) => key === segment);
  throw new Error(`customer ${customer_id} was read without segments, which the rule asks for`);
}

/**
 * Other segments, by the members that are stored of them: nobody, of a segment that is not in use. Segments that are used are looked
 * at before those that use them.
 */
export const MEMBER_FACTS = {
  member: {
    type: "flag",
    parameters: ofSegment,
    sql: ({ segment }: OfSegment) => sql`exists (select from segment_member m where m.shop_id = v.shop_id
      and m.segment_key = ${segment} and m.customer_id = v.customer_id)`,
    of: (row, { segment }: OfSegment) => placeIn(row, segment)?.isMember ?? false,
    missingFor: null,
  },
  enteredSegment: {
    type: "day",
    parameters: ofSegment,
    sql: ({
      segment,
    }: OfSegment) => sql`(select m.entered_day from segment_member m where m.shop_id = v.shop_id
      and m.segment_key = ${segment} and m.customer_id = v.customer_id)`,
    of: (row, { segment }: OfSegment) => placeIn(row, segment)?.enteredDay ?? null,
    missingFor: "customers who are not in the segment, and those who were in it when its history began",
  },
  leftSegment: {
    type: "day",
    parameters: ofSegment,
    sql: ({ segment }: OfSegment) => sql`(select max(e.day) from segment_event e where e.shop_id = v.shop_id
      and e.customer_id = v.customer_id and e.segment_key = ${segment} and not e.entered)`,
    of: (row, { segment }: OfSegment) => placeIn(row, segment)?.leftDay ?? null,
    missingFor: `customers who have not left the segment in the ${EVENT_DAYS} days of its history`,
  },
} as const satisfies Record<string, Fact>;
