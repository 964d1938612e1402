import { defineRound } from "../job-definition.ts";

/** Every shop whose dirty set has work that is due, or whose history is unfinished: what a lost wake-up left behind. */
export const sweepJob = defineRound("sync.sweep");
