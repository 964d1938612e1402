// Takes the README's pictures of the real pages, in a generated shop of 5,000 customers: npm run pictures
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { removeEmbeddedPostgres } from "../app/db/embedded/embedded.ts";
import { launchChromium, openPage } from "../test/shopify/admin/stage.ts";
import { buildApp, buildIsStale } from "./demo/build.ts";
import { parseDemoOptions } from "./demo/options.ts";
import { startPrograms } from "./demo/programs.ts";
import { makeSecrets } from "./demo/secrets.ts";
import { createSteps } from "./demo/steps.ts";

const root = join(import.meta.dirname, "..");
const PICTURES = join(root, "docs/pictures");
const WIDTH = 1_280;
const MOST_HEIGHT = 1_100;

const options = { ...parseDemoOptions(["--port", "3556"], root), dataDir: join(root, ".data/pictures") };
const steps = createSteps(process.stdout);

async function clear(): Promise<void> {
  await removeEmbeddedPostgres(join(options.dataDir, "postgres"));
  rmSync(options.dataDir, { recursive: true, force: true });
}

await clear();
mkdirSync(join(options.dataDir, "logs"), { recursive: true });
mkdirSync(PICTURES, { recursive: true });
if (buildIsStale(root)) await steps.run("Building the app", async () => buildApp(root));
const programs = await startPrograms(options, makeSecrets(), steps);
const browser = await launchChromium();
try {
  const { page } = await openPage(browser, { width: WIDTH });
  const admin = `${programs.shopify.ready.url}/store/demo`;
  const app = page.frameLocator("#app-frame");
  const heading = (name: string | RegExp) => app.getByRole("heading", { name, exact: true, level: 1 });

  await page.goto(admin);
  await page.getByRole("button", { name: "Install Klantwaarde" }).click();
  await app.getByRole("heading", { name: "Average CLV", exact: true }).waitFor({ timeout: 120_000 });
  await app.getByText("Estimated net sales", { exact: false }).waitFor({ timeout: 120_000 });

  // Orders with refunds are read one by one after that.
  const reading = app.getByText("still being read in detail", { exact: false });
  await reading.waitFor({ state: "detached", timeout: 900_000 });

  const take = async (name: string) => {
    await page.waitForLoadState("networkidle");
    const height = await app.locator("html").evaluate((html) => html.scrollHeight);
    await page.setViewportSize({ width: WIDTH, height: Math.min(height + 80, MOST_HEIGHT) });
    await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: "disabled" });
  };
  const open = async (path: string, title: string) => {
    await page.goto(`${admin}/apps/klantwaarde${path}`);
    await heading(title).waitFor();
  };
  await take("home");
  await open("/app/customers", "Customers");
  await app.locator("a[href*='/app/customers/']").first().click();
  await app.getByText("Value over time").waitFor();
  await take("customer");
  await open("/app/segments/vip", "VIP");
  await take("segment");
  await open("/app/model", "Model");
  await take("model");
  await open("/app/cohorts", "Cohorts");
  await take("cohorts");
  console.log(`  Pictures are in ${PICTURES}`);
} finally {
  await browser.close();
  await programs.stop();
  await clear();
}
