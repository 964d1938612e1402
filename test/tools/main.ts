import { parseArgs } from "node:util";
import { startLocalTools } from "./local-tools.ts";

const USAGE = `npm run tools -- [options]

  --port N     first of four ports on 127.0.0.1 (default 4410): Klaviyo, Mailchimp, Brevo, and the address that the app
               takes as TOOLS_EMULATOR_URL; 0 takes free ones
  --data DIR   keep what the tools hold there`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "4410" },
      data: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const first = Number(values.port);
  if (!Number.isInteger(first) || first < 0 || first > 65_531)
    throw new Error(`--port takes the first of four ports, not "${values.port}"`);
  const port = (offset: number) => (first === 0 ? 0 : first + offset);
  const tools = await startLocalTools({
    port: port(3),
    ...(values.data === undefined ? {} : { dataDir: values.data }),
    keepRequests: 1_000,
    klaviyo: { port: port(0) },
    mailchimp: { port: port(1) },
    brevo: { port: port(2) },
  });
  for (const tool of tools.all) console.log(`Local ${tool.title}: ${tool.url}/  key ${tool.keys[0]}`);
  console.log(`TOOLS_EMULATOR_URL=${tools.url}`);
  const stop = () => {
    tools.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error instanceof Error ? error.message : error);
        process.exit(1);
      },
    );
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
