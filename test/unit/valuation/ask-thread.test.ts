import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { askThread } from "../../../app/valuation/compute/ask-thread.ts";

const spins = new URL("../../builders/threads/spins.ts", import.meta.url);
const leaves = new URL("../../builders/threads/leaves.ts", import.meta.url);
const never = () => new AbortController().signal;

function counter(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4));
}

/** Resolves once the thread has been seen to compute. */
async function spinning(turns: Int32Array): Promise<void> {
  while (Atomics.load(turns, 0) === 0) await setImmediate();
}

async function expectStill(turns: Int32Array): Promise<void> {
  const before = Atomics.load(turns, 0);
  for (let turn = 0; turn < 2_000; turn++) await setImmediate();
  expect(Atomics.load(turns, 0)).toBe(before);
}

describe("a thread that never pauses", () => {
  test("is ended when its time is over, and says so; the process goes on meanwhile and afterwards", async () => {
    const turns = counter();
    const time = new AbortController();
    const outcome = askThread({ url: spins, limit: () => time.signal }, turns, []);
    // That this ends is the process going on.
    await spinning(turns);
    time.abort();
    expect(await outcome).toEqual({ ok: false, reason: "took_too_long" });
    await expectStill(turns);
  });

  test("is ended when its job is aborted", async () => {
    const turns = counter();
    const job = new AbortController();
    const outcome = askThread({ url: spins, limit: never }, turns, [], job.signal);
    const rejected = expect(outcome).rejects.toThrow("the job expired");
    await spinning(turns);
    job.abort(new Error("the job expired"));
    await rejected;
    await expectStill(turns);
  });
});

test("a job that was aborted before asks no thread", async () => {
  const turns = counter();
  const asked = askThread({ url: spins, limit: never }, turns, [], AbortSignal.abort(new Error("too late")));
  await expect(asked).rejects.toThrow("too late");
  expect(Atomics.load(turns, 0)).toBe(0);
});

test("a thread that fails or leaves is an error with its reason", async () => {
  const program = { url: leaves, limit: never };
  await expect(askThread(program, "fail", [])).rejects.toThrow("the thread failed as it was told to");
  await expect(askThread(program, "leave", [])).rejects.toThrow("ended with code 0 and no answer");
});
