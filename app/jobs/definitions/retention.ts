import { defineRound } from "../job-definition.ts";

/** Deletes what is kept longer than it has to be. */
export const retentionJob = defineRound("privacy.retention");
