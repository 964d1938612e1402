import type { SingleReading } from "../../../app/sync/status/single-reading.ts";

/** Orders of which Shopify has not said yet what their refunds were for. */
export const singleReading: SingleReading = { waiting: 412, of: 1_730, secondsLeft: 190, isValuing: true };
