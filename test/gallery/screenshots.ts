/**
 * node test/gallery/screenshots.ts [page] [state]   pictures of the pages in test/e2e/screenshots/gallery/
 * LOCALE=nl node test/gallery/screenshots.ts ...   the same in Dutch
 * node test/gallery/screenshots.ts --serve          the gallery on a port, to look at in a browser
 */
import { inspectState, launchBrowser, openTab, patientContext } from "./inspect.ts";
import { startGallery } from "./start.ts";

const [only, onlyState] = process.argv.slice(2);
const gallery = await startGallery(only === "--serve" ? undefined : only);
if (only === "--serve") {
  console.log(gallery.origin);
} else {
  const browser = await launchBrowser();
  const tab = await openTab(await patientContext(browser), process.env.LOCALE ?? "en");
  let failed = 0;
  try {
    for (const { name, states } of gallery.pages) {
      for (const state of states) {
        if (onlyState && onlyState !== state) continue;
        const faults = await inspectState(
          tab,
          gallery,
          { page: name, state },
          { axe: "all", pictures: true },
        );
        console.log(`${faults.length === 0 ? "ok  " : "FAIL"} ${name} ${state}`);
        for (const fault of faults) console.log(`     ${fault.slice(0, 1_000)}`);
        if (faults.length > 0) failed += 1;
      }
    }
  } finally {
    await browser.close();
    await gallery.close();
  }
  process.exitCode = failed === 0 ? 0 : 1;
}
