import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { DEMO_PORTS } from "../../scripts/demo/programs.ts";
import { freePorts } from "./low-ports.ts";

const root = join(import.meta.dirname, "../..");
/** A log of its own, so that a demo that somebody runs beside the tests keeps its data. */
const log = join(root, "test/fixtures/corner-shop.csv");
const dataDir = join(root, ".data/corner-shop");
/** Of the admin; the app and the local mailing tools take the next ones. */
const PORT = await freePorts(4460, DEMO_PORTS);

interface Demo {
  readonly process: ChildProcess;
  readonly ended: Promise<number>;
  output(): string;
  /** Resolves when the text stands in the output, rejects when the demo ends without it. */
  says(text: string): Promise<void>;
}

function demo(...args: string[]): Demo {
  const child = spawn(
    process.execPath,
    [join(root, "scripts/demo.ts"), "--transactions", log, "--port", String(PORT), ...args],
    { cwd: root, stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  const take = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  const ended = once(child, "exit").then(([code]) => Number(code));
  return {
    process: child,
    ended,
    output: () => output,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => output.includes(text) && resolve();
        child.stdout.on("data", look);
        look();
        ended.then(() => reject(new Error(`the demo ended without saying "${text}":\n${output}`)));
      }),
  };
}

/** Command lines of living processes that have this checkout's log or its demo's data folder in them. */
function programs(): string[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")];
      } catch {
        return [];
      }
    })
    .filter((line) => (line.includes(log) || line.includes(dataDir)) && !line.includes("vitest"));
}

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test("the demo starts, says where to look, ends on Ctrl-C and leaves no process", async () => {
  const first = demo("--fresh");
  await first.says(`Open   http://127.0.0.1:${PORT}`);
  expect(first.output()).toContain("The shop has 3 customers and 6 orders.");
  expect((await fetch(`http://127.0.0.1:${PORT}/`)).ok).toBe(true);
  await first.says("key xkeysib-");
  for (const [offset, name] of ["Klaviyo", "Mailchimp", "Brevo"].entries()) {
    const address = `http://127.0.0.1:${PORT + 3 + offset}`;
    expect(first.output()).toContain(`${name.padEnd(10)} ${address}   key `);
    expect(await (await fetch(address)).text()).toContain(`Local ${name}`);
  }
  expect(await (await fetch(`http://127.0.0.1:${PORT + 1}/healthz`)).json()).toEqual({ status: "ok" });

  for (const second of [demo(), demo("--port", String(PORT + 10))]) {
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain("is already open in process");
  }

  first.process.kill("SIGINT");
  expect(await first.ended).toBe(0);
  expect(programs()).toEqual([]);
  expect(existsSync(join(dataDir, "postgres"))).toBe(true);
});

test("it starts again on the data that is there, also after it was killed", async () => {
  const killed = demo();
  await killed.says("Open   http");
  killed.process.kill("SIGKILL");
  await killed.ended;
  await expect.poll(programs).toEqual([]);
  const again = demo();
  await again.says("Open   http");
  again.process.kill("SIGTERM");
  expect(await again.ended).toBe(0);
  expect(programs()).toEqual([]);
});

test("a port that another program has is named with the remedy", async () => {
  const taken = createServer().listen(PORT, "127.0.0.1");
  await once(taken, "listening");
  const refused = demo();
  expect(await refused.ended).toBe(1);
  expect(refused.output()).toContain("choose others with --port");
  taken.close();
});
