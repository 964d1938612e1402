import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import type { Download, Locator } from "playwright-core";
import { expect } from "vitest";
import type { Merchant } from "./merchant.ts";

/** The rows of a downloaded file, by the names of its columns. */
export async function fileRows(download: Download): Promise<Record<string, string>[]> {
  const text = await readFile(await download.path(), "utf8");
  expect(text.endsWith("\r\n")).toBe(true);
  return parse(text, { columns: true });
}

/** Opens the dialog of the page, waits until those who may go are counted, and holds none of them out. */
export async function openExportDialog({ app }: Merchant): Promise<Locator> {
  await app.getByRole("button", { name: "Export CSV" }).click();
  const dialog = app.getByRole("dialog");
  await dialog.getByText(/customers? may be e-mailed/).waitFor();
  await dialog.getByLabel("Held out of this export by lot").selectOption({ label: "Nobody" });
  return dialog;
}

/** The file that the open dialog gives. */
export async function download({ page }: Merchant, dialog: Locator): Promise<Download> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download CSV" }).click(),
  ]);
  return file;
}
