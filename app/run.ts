import { startSchedules } from "./jobs/schedules.ts";
import { readEnvironment } from "./platform/config.ts";
import { createLog, errorFields, type Log } from "./platform/log.ts";
import { connectParent, type Parent } from "./platform/parent.ts";
import { type StartedRuntime, startRuntime } from "./start-runtime.ts";

export interface Program {
  readonly worker: (env: ReturnType<typeof readEnvironment>) => boolean;
  /** Starts what the program is for; returns how to end it. */
  readonly serve: (started: StartedRuntime, parent: Parent, log: Log) => Promise<() => Promise<void>>;
}

/** Longer than requests and jobs are given to end; what does not end by then is found again by the next process. */
const STOP_LIMIT_MS = 30_000;

/** A process of the app: environment, runtime, the program itself; a signal or a gone parent ends all three in order. */
export async function run(program: Program): Promise<void> {
  let stopProgram = async () => {};
  let stopping = false;
  let stopLimitMs = STOP_LIMIT_MS;
  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => {
      log.error("stop.overdue", { afterMs: stopLimitMs });
      process.exit(1);
    }, stopLimitMs).unref();
    await stopProgram();
    process.exitCode = code;
    if (process.connected) process.disconnect();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop(0));
  let log = createLog("info");
  const parent = connectParent(() => stop(0));
  try {
    const env = readEnvironment(process.env);
    log = createLog(env.LOG_LEVEL);
    stopLimitMs += env.DRAIN_SECONDS * 1000;
    const worker = program.worker(env);
    const started = await startRuntime({
      env,
      log,
      worker,
      onProgress: (text) => parent.tell({ type: "progress", text }),
      onDatabaseLost: (error) => {
        log.error("db.lost", errorFields(error));
        stop(1);
      },
    });
    stopProgram = () => started.stop();
    if (worker) await startSchedules(started.runtime.jobs);
    // The signal came while the runtime was starting.
    if (stopping) return await started.stop();
    const stopServing = await program.serve(started, parent, log);
    stopProgram = async () => {
      await stopServing();
      await started.stop();
    };
  } catch (error) {
    log.error("start.failed", errorFields(error));
    parent.tell({ type: "failed", message: error instanceof Error ? error.message : String(error) });
    await stop(1);
  }
}
