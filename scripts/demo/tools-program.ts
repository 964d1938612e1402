import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { connectParent } from "../../app/platform/parent.ts";
import { startLocalTools } from "../../test/tools/local-tools.ts";
import { fillTools, shopPeople } from "../../test/tools/shop-people.ts";

const optionsSchema = z.object({
  /** Of the address of all tools; each tool takes one of the next three. */
  port: z.number(),
  /** Customers of the shop, of whom the tools know some from the first start on. */
  peopleFile: z.string(),
  dataDir: z.string(),
});
type Options = z.infer<typeof optionsSchema>;

/** A demo that is killed loses no more than this of what the tools held. */
const SAVE_EVERY_MS = 5_000;

async function main({ port, peopleFile, dataDir }: Options): Promise<void> {
  let close = async () => {};
  const parent = connectParent(() => close());
  try {
    const isNew = !existsSync(join(dataDir, "klaviyo.json"));
    const tools = await startLocalTools({
      port,
      dataDir,
      keepRequests: 1_000,
      keepBodies: false,
      klaviyo: { port: port + 1 },
      mailchimp: { port: port + 2 },
      brevo: { port: port + 3 },
    });
    const saving = setInterval(() => tools.save(), SAVE_EVERY_MS);
    close = async () => {
      clearInterval(saving);
      await tools.close();
    };
    if (!process.connected) return await close();
    if (isNew) {
      fillTools(tools, shopPeople.parse(JSON.parse(readFileSync(peopleFile, "utf8"))));
      tools.save();
    }
    parent.tell({
      type: "ready",
      url: tools.url,
      tools: tools.all.map(({ title, url, keys }) => ({ title, url, key: keys[0] })),
    });
  } catch (error) {
    parent.tell({ type: "failed", message: error instanceof Error ? error.message : String(error) });
    await close();
    if (process.connected) process.disconnect();
    process.exitCode = 1;
  }
}

await main(optionsSchema.parse(JSON.parse(process.argv[2] ?? "{}")));
