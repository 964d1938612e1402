import { once } from "node:events";
import { createServer } from "node:net";

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}

/**
 * The first of so many ports beside each other that nobody has: another checkout may run the same test now. Below the ports that the system gives away by
 * itself, so that they are there again for a program that is started anew.
 */
export async function freePorts(from: number, count: number): Promise<number> {
  for (let port = from; port < from + 1_000; port += 20) {
    const row = Array.from({ length: count }, (_, offset) => port + offset);
    if ((await Promise.all(row.map(isFree))).every(Boolean)) return port;
  }
  throw new Error(`no ${count} ports beside each other are free from ${from} on`);
}
