import { Agent, request } from "node:http";

export interface Shot {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface LoadResult {
  readonly seconds: number;
  /** Milliseconds from the start of each request to the end of its answer. */
  readonly latenciesMs: readonly number[];
}

/**
 * Posts every shot once, over `connections` connections that are kept open: each sends its next request as soon as it has its
 * answer. Throws at an answer other than 200.
 */
export async function fire(url: string, shots: readonly Shot[], connections: number): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latenciesMs: number[] = [];
  let next = 0;
  const startedMs = performance.now();
  const run = async () => {
    while (next < shots.length) {
      const shot = shots[next++];
      if (!shot) return;
      const sentMs = performance.now();
      const status = await post(url, agent, shot);
      if (status !== 200) throw new Error(`${url} answered ${status}`);
      latenciesMs.push(performance.now() - sentMs);
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, run));
  } finally {
    agent.destroy();
  }
  return { seconds: (performance.now() - startedMs) / 1000, latenciesMs };
}

function post(url: string, agent: Agent, { body, headers }: Shot): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", agent, headers }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? 0));
      answer.once("error", reject);
    });
    sent.once("error", reject);
    sent.setHeader("Content-Length", Buffer.byteLength(body));
    sent.end(body);
  });
}
