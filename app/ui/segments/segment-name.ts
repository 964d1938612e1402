import type { SegmentName } from "../../segments/find.ts";
import type { Translate } from "../messages/catalogue.ts";

/** A segment of the app is called by its key in the user's language, one of the shop as the shop calls it. */
export const segmentName = (segment: SegmentName, t: Translate): string =>
  segment.name ?? t(`segments.${segment.key}.name`);
