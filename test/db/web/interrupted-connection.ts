import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Stands between the app and its database, and can do what networks and servers do. */
export interface InterruptedConnection {
  readonly connectionString: string;
  /** `hangs`: nothing gets through, and no connection ends. `refuses`: every connection ends, and none is taken. */
  set(state: "works" | "hangs" | "refuses"): void;
  close(): Promise<void>;
}

export async function interruptible(connectionString: string): Promise<InterruptedConnection> {
  const address = new URL(connectionString);
  const folder = address.searchParams.get("host") ?? (address.hostname ? null : "/tmp");
  const port = Number(address.port || 5432);
  const open = () =>
    folder?.startsWith("/") ? connect(`${folder}/.s.PGSQL.${port}`) : connect(port, address.hostname);
  let state: "works" | "hangs" | "refuses" = "works";
  const sockets = new Set<Socket>();
  const server = createServer((inside) => {
    if (state === "refuses") return inside.destroy();
    const outside = open();
    for (const [from, to] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      sockets.add(from);
      from.on("error", () => {});
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on("data", (chunk) => to.write(chunk));
      if (state === "hangs") from.pause();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const through = new URL(connectionString);
  through.searchParams.delete("host");
  through.searchParams.delete("port");
  through.hostname = "127.0.0.1";
  through.port = String((server.address() as AddressInfo).port);
  return {
    connectionString: through.href,
    set(next) {
      state = next;
      for (const socket of sockets) {
        if (next === "refuses") socket.destroy();
        else if (next === "hangs") socket.pause();
        else socket.resume();
      }
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
