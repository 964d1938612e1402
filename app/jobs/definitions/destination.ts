import { z } from "zod";
import { defineJob, defineRound, ofShop } from "../job-definition.ts";

/** Brings the lists of a destination in step: removes, adds and updates people, and passes on erasures. */
export const destinationJob = defineJob({
  name: "destinations.turn",
  payload: ofShop.extend({ destinationId: z.uuid() }),
  singletonKey: ({ shop, destinationId }) => `${shop} ${destinationId}`,
  policy: "in_turn",
});

/** Every destination of which something is due by now. */
export const destinationSweepJob = defineRound("destinations.sweep");
