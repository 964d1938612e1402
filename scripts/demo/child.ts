import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import { z } from "zod";

/** A program of the demo. It says `ready` over IPC, and ends when its channel closes: no program outlives the demo. */
export interface Child<Ready> {
  readonly ready: Ready;
  readonly pid: number;
  /** Resolves when the program has ended, however it ended. */
  readonly ended: Promise<void>;
  /** Most memory that the program has had, in bytes. */
  peakRssBytes(): Promise<number>;
  stop(): Promise<void>;
}

export interface ChildOptions<Ready> {
  readonly name: string;
  readonly file: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly readySchema: z.ZodType<Ready>;
  readonly onProgress?: (text: string) => void;
}

export class ChildFailed extends Error {
  constructor(name: string, reason: string, logFile: string) {
    super(`${name} did not start: ${reason}\nIts log: ${logFile}`);
    this.name = "ChildFailed";
  }
}

const failure = z.object({ type: z.literal("failed"), message: z.string() });
const progress = z.object({ type: z.literal("progress"), text: z.string() });
const memory = z.object({ type: z.literal("memory"), peakRssBytes: z.number() });

export async function startChild<Ready>(options: ChildOptions<Ready>): Promise<Child<Ready>> {
  const log = createWriteStream(options.logFile, { flags: "w" });
  await once(log, "open");
  const child = fork(options.file, [...(options.args ?? [])], {
    env: { ...process.env, ...options.env },
    stdio: ["ignore", log, log, "ipc"],
    // Ctrl-C goes to the demo alone, which then stops its programs in order.
    detached: true,
  });
  const ended = once(child, "exit").then(() => log.close());
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.on("message", (message) => {
      const failed = failure.safeParse(message);
      if (failed.success) reject(new ChildFailed(options.name, failed.data.message, options.logFile));
      const step = progress.safeParse(message);
      if (step.success) options.onProgress?.(step.data.text);
      const answer = options.readySchema.safeParse(message);
      if (answer.success) resolve(answer.data);
    });
    child.once("error", reject);
    child.once("exit", () =>
      reject(
        new ChildFailed(options.name, lastLines(options.logFile) || "it ended at once", options.logFile),
      ),
    );
  });
  return {
    ready,
    pid: child.pid ?? 0,
    ended,
    peakRssBytes: () => askMemory(child),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      if (child.connected) child.disconnect();
      const overdue = setTimeout(() => child.kill("SIGKILL"), 15_000);
      await ended;
      clearTimeout(overdue);
    },
  };
}

function askMemory(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const listen = (message: unknown) => {
      const answer = memory.safeParse(message);
      if (!answer.success) return;
      child.off("message", listen);
      resolve(answer.data.peakRssBytes);
    };
    child.on("message", listen);
    child.send({ type: "memory" }, (error) => error && reject(error));
  });
}

function lastLines(file: string): string {
  return readFileSync(file, "utf8").trim().split("\n").slice(-12).join("\n");
}
