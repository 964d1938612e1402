import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

export class AddressInUse extends Error {
  readonly retry = "later";
  constructor(host: string, port: number, variable: string) {
    super(`${host}:${port} is in use by another program; stop it, or choose another port (${variable})`);
    this.name = "AddressInUse";
  }
}

/** `variable`: which one of the environment says the port. Returns the server's address. Throws AddressInUse. */
export function listenAt(
  server: Server,
  { host, port, variable }: { readonly host: string; readonly port: number; readonly variable: string },
): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new AddressInUse(host, port, variable) : error),
    );
    server.listen(port, host, () => resolve(`http://${host}:${(server.address() as AddressInfo).port}`));
  });
}
