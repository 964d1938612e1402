import type { Log, LogFields } from "../../app/platform/log.ts";

export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly fields: LogFields;
}

/** A log that keeps its lines. */
export function recordedLog(): { log: Log; lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  const record =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      lines.push({ level, event, fields });
    };
  const log = {
    debug: record("debug"),
    info: record("info"),
    warn: record("warn"),
    error: record("error"),
  };
  return { log, lines };
}
