import { pino } from "pino";

export type LogFields = Readonly<Record<string, unknown>>;

/** One structured event per outcome. Fields never hold an e-mail address, a name or a token. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

export function createLog(level: LogLevel): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  return {
    debug: (event, fields) => logger.debug(fields ?? {}, event),
    info: (event, fields) => logger.info(fields ?? {}, event),
    warn: (event, fields) => logger.warn(fields ?? {}, event),
    error: (event, fields) => logger.error(fields ?? {}, event),
  };
}

/** The same log with these fields in each line. */
export function withFields(log: Log, always: LogFields): Log {
  return {
    debug: (event, fields) => log.debug(event, { ...always, ...fields }),
    info: (event, fields) => log.info(event, { ...always, ...fields }),
    warn: (event, fields) => log.warn(event, { ...always, ...fields }),
    error: (event, fields) => log.error(event, { ...always, ...fields }),
  };
}

/** Webhooks and requests that a row keeps; a line of the log names as many and says how many there were in all that are known. */
export const ORIGINS_KEPT = 5;

/** What a line says of what it follows from, where that is known. */
export function originFields(origins: Iterable<string>): LogFields {
  const all = [...new Set(origins)];
  return all.length === 0 ? {} : { origins: all.slice(0, ORIGINS_KEPT), originCount: all.length };
}

/** What a log line may say of an error: its class and message, not its data. Some libraries throw plain objects. */
export function errorFields(error: unknown): LogFields {
  if (error instanceof Error) return { error: error.name, message: error.message, stack: error.stack };
  const message = typeof error === "object" && error !== null && "message" in error ? error.message : error;
  return { error: typeof error, message: String(message) };
}
