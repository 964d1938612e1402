import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { violationsOf } from "../setup/accessibility.ts";
import { hasBrowser, launchBrowser, patientContext, taken } from "./inspect.ts";

describe.skipIf(!hasBrowser)("pages under the hand", () => {
  const gallery = inject("gallery");
  let browser: Browser;
  /** One for all tests, so that the browser fetches and compiles the pages' code once. */
  let context: BrowserContext;

  beforeAll(async () => {
    browser = await launchBrowser();
    context = await patientContext(browser);
  });

  afterAll(() => browser?.close());

  /** Fails when the page writes to the console. */
  async function onPage(address: string, use: (tab: Page) => Promise<void>, width = 1280) {
    const tab = await context.newPage();
    await tab.setViewportSize({ width, height: 900 });
    const noise: string[] = [];
    tab.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") noise.push(message.text());
    });
    tab.on("pageerror", (error) => noise.push(error.message));
    try {
      await tab.goto(`${gallery.origin}/?${address}`);
      await taken(tab);
      await use(tab);
      expect(noise).toEqual([]);
    } finally {
      await tab.close();
    }
  }

  async function violations(tab: Page) {
    // What fades in has less contrast until it is there; what turns for ever does not fade.
    await tab.waitForFunction(() =>
      document
        .getAnimations()
        .every(
          ({ playState, effect }) =>
            playState !== "running" || effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY,
        ),
    );
    return violationsOf(tab);
  }

  test("what is against the rules of accessibility is found", async () => {
    const tab = await context.newPage();
    await tab.setContent(
      `<html lang="en"><title>Faults</title><img src="data:,"><p style="color: #ddd; background: #fff">pale</p></html>`,
    );
    expect(await violationsOf(tab)).toEqual([
      expect.stringMatching(/^color-contrast: .*pale/),
      expect.stringMatching(/^image-alt: .*<img/),
    ]);
    expect(await violationsOf(tab, { colors: false })).toEqual([expect.stringMatching(/^image-alt: /)]);
    await tab.close();
  });

  test("a chosen fact can be read whole, in its field or below it, at every width in both languages", async () => {
    for (const locale of ["en", "nl"])
      await onPage(`page=segment-builder&state=long_names&locale=${locale}`, async (tab) => {
        const facts = tab.getByRole("combobox", {
          name: locale === "en" ? /: What to ask$/ : /: Wat je vraagt$/,
        });
        for (const width of [1280, 1000, 768, 390, 320]) {
          await tab.setViewportSize({ width, height: 900 });
          const cut = () =>
            facts.evaluateAll((fields) =>
              (fields as HTMLInputElement[])
                .filter((field) => field.scrollWidth > field.clientWidth)
                .filter((field) => {
                  const below = document.getElementById(`${field.id}HelpText`);
                  return !below || below.textContent !== field.value || below.scrollWidth > below.clientWidth;
                })
                .map(({ value }) => value),
            );
          await expect.poll(cut, { timeout: 60_000, message: `${locale}, ${width}` }).toEqual([]);
        }
        // With room for it a name is in its field alone.
        await tab.setViewportSize({ width: 1280, height: 900 });
        const below = () => tab.locator("[id$=HelpText]").allTextContents();
        await expect
          .poll(below, { timeout: 60_000 })
          .not.toContainEqual(expect.stringMatching(/12 (months|maanden)$/));
        expect(await facts.count()).toBe(4);
      });
  });

  test("an export's format is in sight when the dialog opens on a phone, and columns about a person are named", async () => {
    const words = {
      en: { format: "Format", figures: "All figures", all: /^Everything/, phone: "Phone" },
      nl: { format: "Bestandsvorm", figures: "Alle cijfers", all: /^Alles/, phone: "Telefoon" },
    };
    for (const [locale, { format, figures, all, phone }] of Object.entries(words))
      await onPage(
        `page=segment&state=export_not_allowed&locale=${locale}`,
        async (tab) => {
          const dialog = tab.getByRole("dialog");
          const chosen = dialog.getByRole("combobox", { name: format, exact: true });
          await chosen.waitFor();
          const isInSight = () =>
            chosen.evaluate((field) => {
              const { bottom } = field.getBoundingClientRect();
              const scroller = field.closest("[data-polaris-scrollable]")?.getBoundingClientRect();
              return bottom <= Math.min(window.innerHeight, scroller?.bottom ?? window.innerHeight);
            });
          await expect.poll(isInSight, { timeout: 60_000 }).toBe(true);
          await chosen.selectOption("csv_excel");
          await dialog.getByRole("button", { name: figures, exact: true }).click();
          const ticked = () => dialog.getByRole("checkbox", { name: phone, exact: true }).isChecked();
          const said = dialog.getByRole("status").filter({ hasText: phone });
          expect([await ticked(), await said.count()]).toEqual([false, 0]);
          await dialog.getByRole("button", { name: all }).click();
          await said.waitFor();
          expect([await ticked(), await chosen.inputValue()]).toEqual([true, "csv_excel"]);
        },
        390,
      );
  });

  test("a customer's page says why she is in a segment and what keeps her out of another, when somebody asks", async () => {
    for (const [locale, width] of [
      ["en", 1280],
      ["nl", 390],
    ] as const)
      await onPage(
        `page=customer&state=full&locale=${locale}`,
        async (tab) => {
          const card = tab.locator(".Polaris-ShadowBevel, .Polaris-Card").filter({
            has: tab.getByRole("heading", { name: locale === "en" ? "Segments" : "Segmenten", exact: true }),
          });
          const ask = card.getByRole("button", {
            name: locale === "en" ? "Why in “VIP”" : "Waarom in “Vip”",
          });
          expect(await card.getByRole("status").count()).toBe(0);
          await ask.click();
          await card.getByText(/312[.,]40.*217[.,]80/).waitFor();
          expect(await ask.getAttribute("aria-expanded")).toBe("true");
          const other = card.getByRole("combobox");
          await other.selectOption("at_risk_high_value");
          await card.getByText(/70[.,]004\s?%/).waitFor();
          expect(await card.getByRole("status").last().getByRole("listitem").count()).toBe(4);
          await other.selectOption("lapsed");
          await card.getByText(locale === "en" ? /last looked at/ : /laatst (is )?bekeken/).waitFor();
          expect(await violations(tab)).toEqual([]);
          await ask.click();
          await card.getByText(/312[.,]40/).waitFor({ state: "detached" });
        },
        width,
      );
  });

  test("a segment's page says why a member is in it, on demand", async () => {
    await onPage("page=segment&state=by_stake", async (tab) => {
      const ask = tab.getByRole("button", { name: "Why Jérôme Lefèvre is in it" });
      await ask.click();
      const dialog = tab.getByRole("dialog", { name: "Why Jérôme Lefèvre: VIP" });
      await dialog.getByText("Net sales: €312.40, at least €217.80").waitFor();
      expect(await violations(tab)).toEqual([]);
      await tab.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
    });
  });

  test("the list of facts begins at the chosen one, and Enter leaves a finished condition as it is", async () => {
    await onPage("page=segment-builder&state=full", async (tab) => {
      const fact = tab.getByRole("combobox", { name: "Condition 2: What to ask" });
      const chosen = await fact.inputValue();
      const active = () =>
        fact.evaluate((input) => {
          const id = input.getAttribute("aria-activedescendant");
          return id === null ? null : (document.getElementById(id)?.textContent ?? "nothing that is there");
        });
      const said = () =>
        tab.locator("input, select").evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
      const before = await said();
      await fact.focus();
      await expect.poll(active).toBe(chosen);
      await tab.keyboard.press("Enter");
      expect(await said()).toEqual(before);
      await fact.blur();
      await fact.focus();
      await tab.keyboard.type("no such fact");
      await tab.getByText("Nothing by that name can be asked").waitFor();
      await expect.poll(active).toBe(null);
    });
  });

  test("from the first fact up is the last of all of them, and each says its place among them", async () => {
    await onPage("page=segment-builder&state=empty", async (tab) => {
      const fact = tab.getByRole("combobox", { name: "Condition 1: What to ask" });
      const active = () =>
        fact.evaluate((input) => {
          const option = document.getElementById(input.getAttribute("aria-activedescendant") ?? "");
          const rows = [...document.querySelectorAll('[role="option"]')];
          return {
            row: option && rows.indexOf(option) + 1,
            place: Number(option?.getAttribute("aria-posinset")),
            of: Number(option?.getAttribute("aria-setsize")),
            drawn: rows.length,
          };
        });
      await fact.focus();
      await expect.poll(active).toMatchObject({ row: 1, place: 1 });
      const { of, drawn } = await active();
      expect(drawn).toBeLessThan(of);
      await tab.keyboard.press("ArrowUp");
      await expect.poll(active).toEqual({ row: of, place: of, of, drawn: of });
      await tab.keyboard.press("ArrowUp");
      await expect.poll(active).toEqual({ row: of - 1, place: of - 1, of, drawn: of });
    });
  });

  test("what is built cannot be changed any more once it is on its way to the customers' list", async () => {
    await onPage("page=segment-builder&state=full", async (tab) => {
      const name = tab.getByRole("textbox", { name: "Name", exact: true });
      await name.fill("VIP");
      const field = await name.elementHandle();
      await tab.getByRole("button", { name: "See them in the customers’ list" }).click();
      // The gallery leads nowhere, so that the page stays as it is on the way.
      await tab.locator("[inert]").waitFor({ state: "attached" });
      await field?.focus();
      await tab.keyboard.type(" and more");
      expect(await field?.inputValue()).toBe("VIP");
    });
  });

  test("figures stand under the day that they are of, and today is chosen without losing the focus", async () => {
    await onPage("page=segment-builder&state=past", async (tab) => {
      const heading = tab.getByRole("heading", { name: /^Who that (is|was)/ });
      const count = tab.getByRole("status").filter({ hasText: /customer|Counting/ });
      await tab.getByRole("status").getByText("1,204 customers on Dec 28, 2025", { exact: true }).waitFor();
      expect(await heading.textContent()).toBe("Who that was on Dec 28, 2025");
      // A threshold of that day, in the words of why somebody was in the list.
      await tab
        .getByText(/^Net sales in .*164 days/)
        .first()
        .waitFor();
      const today = tab.getByRole("button", { name: "Today", exact: true });
      await today.focus();
      await tab.keyboard.press("Enter");
      expect(await count.textContent()).toBe("Counting…");
      expect(await heading.textContent()).toBe("Who that was on Dec 28, 2025");
      await tab.getByRole("status").getByText("1,204 customers", { exact: true }).waitFor();
      expect(await heading.textContent()).toBe("Who that is now");
      expect(await today.evaluate((button) => button === document.activeElement)).toBe(true);
    });
  });

  test("an erased person is marked as removed from where the files went, by keyboard on a phone", async () => {
    await onPage(
      "page=data-requests&state=to_remove",
      async (tab) => {
        await tab.getByText("2 erased people were in files that left the app").waitFor();
        const marks = tab.getByRole("button", { name: "Mark as removed there" });
        expect(await marks.count()).toBe(2);
        await marks.first().focus();
        await tab.keyboard.press("Enter");
        await tab.getByText("1 erased person was in files that left the app").waitFor();
        await marks.first().focus();
        await tab.keyboard.press("Space");
        await marks.waitFor({ state: "detached" });
        expect(await tab.getByText(/^Removed there Mar 31/).count()).toBe(2);
        expect(await violations(tab)).toEqual([]);
      },
      390,
    );
  });

  test("a figure opens its formula and inputs by keyboard, and Escape gives the focus back", async () => {
    await onPage("page=customer&state=full", async (tab) => {
      const question = tab.getByRole("button", { name: "How is this calculated: Next 12 months" });
      await question.focus();
      await tab.keyboard.press("Enter");
      await tab.getByText("Repeat order days (x)").waitFor();
      const popover = tab.locator(".Polaris-Popover");
      expect(await popover.textContent()).toMatch(/Weeks since the first order \(T\)\s*85\.3/);
      expect(await popover.textContent()).toMatch(/Result\s*€234\.10/);
      expect(await violations(tab)).toEqual([]);
      await tab.keyboard.press("Escape");
      await popover.waitFor({ state: "detached" });
      expect(await question.evaluate((button) => button === document.activeElement)).toBe(true);
      await question.click();
      await popover.waitFor();
    });
  });

  test("a group and a prediction that differ are explained beside each other, and so is a prediction that cannot differ", async () => {
    await onPage("page=customer&state=negative", async (tab) => {
      await tab.getByText("Goes by this customer’s own rhythm.", { exact: false }).waitFor();
      await tab
        .getByText("Compares past orders with those of your other customers.", { exact: false })
        .waitFor();
    });
    await onPage("page=customer&state=dormant", async (tab) => {
      await tab.getByText("Always 100% after one order day", { exact: false }).waitFor();
      expect(await tab.getByText("Goes by this customer’s own rhythm.").count()).toBe(0);
      await tab.getByText("None expected within 12 months", { exact: true }).waitFor();
      for (const [figure, sentence] of [
        ["Group", "An order that was returned whole still counts as an order"],
        ["Chance of still being a customer", "An order that was returned whole was still an order"],
      ] as const) {
        await tab.getByRole("button", { name: `How is this calculated: ${figure}` }).click();
        await tab.getByText(sentence, { exact: false }).waitFor();
        await tab.keyboard.press("Escape");
      }
    });
  });

  test("on a phone the action of the customer and of the sync is a button with its words", async () => {
    for (const [address, action] of [
      ["page=customer&state=full", { role: "link", name: "View in Shopify" }],
      ["page=sync&state=current", { role: "button", name: "Sync again" }],
    ] as const) {
      await onPage(
        address,
        async (tab) => {
          await tab.getByRole(action.role, { name: action.name, exact: true }).waitFor();
        },
        390,
      );
    }
  });

  test("the basis of the average CLV and of the average order value stands beside each", async () => {
    await onPage("page=home&state=full", async (tab) => {
      await tab.getByText("Net sales so far per customer who bought", { exact: true }).waitFor();
      await tab.getByText("All orders, also those without a customer", { exact: true }).waitFor();
      await tab.getByRole("button", { name: "How is this calculated: Average order value" }).click();
      await tab.getByText("Orders without a customer count here", { exact: false }).waitFor();
    });
  });

  test("a formula fits a phone", async () => {
    await onPage(
      "page=home&state=full",
      async (tab) => {
        await tab.getByRole("button", { name: "How is this calculated: Median CLV" }).click();
        await tab.getByText("Customers in order of value").waitFor();
        const scroll = await tab.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(scroll).toBe(0);
        expect(await violations(tab)).toEqual([]);
      },
      390,
    );
  });

  test("a chart is read with the arrow keys", async () => {
    await onPage("page=home&state=full", async (tab) => {
      const cursor = tab.getByRole("slider", { name: /^Net sales per month/ });
      await cursor.focus();
      expect(await cursor.getAttribute("aria-valuetext")).toMatch(
        /^Mar 2026 \(so far\), Returning customers €/,
      );
      await tab.keyboard.press("ArrowLeft");
      expect(await cursor.getAttribute("aria-valuetext")).toMatch(/^Feb 2026, .*Net sales €/);
      await tab.keyboard.press("Home");
      expect(await cursor.getAttribute("aria-valuetext")).toMatch(/^Apr 2024, /);
      expect(await cursor.getAttribute("aria-valuenow")).toBe("0");
      await cursor.hover({ position: { x: 300, y: 100 } });
    });
  });

  test("every chart has a table that says the same", async () => {
    await onPage(
      "page=customer&state=full",
      async (tab) => {
        await tab.getByRole("button", { name: "Show as table: Value over time" }).click();
        const table = tab.getByRole("table").first();
        const text = await table.textContent();
        expect(text).toContain("Mar 18, 2026");
        expect(text).toContain("€523.40");
        expect(text).toContain("€972.40");
        expect(await violations(tab)).toEqual([]);
        expect(
          await tab.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          ),
        ).toBe(0);
      },
      390,
    );
  });

  for (const width of [1280, 390]) {
    test(`the months and the cohorts of the cohort table stay in sight at ${width} pixels, and the page stays where it is`, async () => {
      await onPage(
        "page=cohorts&state=full",
        async (tab) => {
          const box = tab.getByRole("region", { name: "Cohort table, scrolls in its own box" });
          const placeOf = async (role: "columnheader" | "rowheader", name: string) => {
            const header = await box.getByRole(role, { name }).boundingBox();
            const frame = await box.boundingBox();
            return {
              x: Math.round((header?.x ?? 0) - (frame?.x ?? 0)),
              y: Math.round((header?.y ?? 0) - (frame?.y ?? 0)),
            };
          };
          const before = [await placeOf("columnheader", "Month 9"), await placeOf("rowheader", "Jun 2025")];
          const scrolled = await box.evaluate((element) => {
            element.scrollTo({ left: 200, top: 100, behavior: "instant" });
            return { left: element.scrollLeft, top: element.scrollTop };
          });
          const after = [await placeOf("columnheader", "Month 9"), await placeOf("rowheader", "Jun 2025")];
          expect(scrolled.left).toBeGreaterThan(0);
          expect(scrolled.top).toBeGreaterThan(0);
          // A header cell keeps to its edge of the box, but for the spacing that scrolls away, and goes along the other one.
          expect(Math.abs((after[0]?.y ?? 0) - (before[0]?.y ?? 0))).toBeLessThanOrEqual(2);
          expect(Math.abs((after[1]?.x ?? 0) - (before[1]?.x ?? 0))).toBeLessThanOrEqual(2);
          expect((before[0]?.x ?? 0) - (after[0]?.x ?? 0)).toBe(scrolled.left);
          expect((before[1]?.y ?? 0) - (after[1]?.y ?? 0)).toBe(scrolled.top);
          const page = await tab.evaluate(() => ({
            left: window.scrollX,
            wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          }));
          expect(page).toEqual({ left: 0, wider: 0 });
          expect(await violations(tab)).toEqual([]);
        },
        width,
      );
    });
  }

  for (const width of [1280, 390]) {
    test(`what a statistician asks of the model opens by keyboard and fits ${width} pixels`, async () => {
      await onPage(
        "page=model&state=full",
        async (tab) => {
          const opener = tab.getByRole("button", { name: "For statisticians" });
          expect(await opener.getAttribute("aria-expanded")).toBe("false");
          await opener.focus();
          await tab.keyboard.press("Enter");
          const candidates = tab.getByRole("region", { name: "Orders per customer, hidden weeks" });
          await candidates.waitFor();
          expect(await tab.locator("[aria-expanded=true]").textContent()).toMatch(/^Hide the details/);
          expect(await candidates.getByRole("row").count()).toBe(1 + 10);
          expect(await candidates.getByRole("row", { name: "MBG/NBD (in use)" }).textContent()).toContain(
            "80.7%",
          );
          expect(await tab.getByRole("row", { name: "alpha (transactions)" }).textContent()).toContain(
            "4.9911 to 5.6876",
          );
          expect(
            await tab.evaluate(
              () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
            ),
          ).toBe(0);
          expect(await violations(tab)).toEqual([]);
          await candidates.scrollIntoViewIfNeeded();
        },
        width,
      );
    });
  }

  test("the calibration of the model is read from the lowest group to the highest, and as a table", async () => {
    await onPage("page=model&state=full", async (tab) => {
      const cursor = tab.getByRole("slider", { name: /^Predicted against actual/ });
      await cursor.focus();
      await tab.keyboard.press("End");
      expect(await cursor.getAttribute("aria-valuetext")).toBe(
        "Group 1 of 10, Predicted €218.40, Came €226.10, Customers 362",
      );
      await tab.keyboard.press("Home");
      expect(await cursor.getAttribute("aria-valuetext")).toMatch(/^Group 10 of 10, Predicted €2\.40/);
      await tab.getByRole("button", { name: "Show as table: Predicted against actual" }).click();
      const highest = tab.getByRole("row", { name: "1 (highest)" });
      expect(await highest.textContent()).toMatch(/362€218\.40€226\.10/);
    });
  });

  test("where a plain rule did better, the page says so and draws no ranking", async () => {
    await onPage("page=model&state=baseline", async (tab) => {
      await tab.getByText("No model predicted better than the average", { exact: true }).waitFor();
      expect(await tab.getByText("The average customer (in use)").count()).toBe(2);
      expect(await tab.getByRole("heading", { name: "Finding the best" }).count()).toBe(0);
    });
    await onPage("page=customer&state=average", async (tab) => {
      await tab.getByText("The same for everybody: no model predicted better", { exact: false }).waitFor();
      await tab.getByRole("button", { name: "How is this calculated: Next 12 months" }).click();
      await tab.getByText("as often as the average customer did", { exact: false }).waitFor();
    });
  });

  test("a shop with too few customers is told how many are missing", async () => {
    await onPage("page=model&state=few_customers", async (tab) => {
      await tab
        .getByText("20 customers with an order are needed, and there are 12 so far.", { exact: false })
        .waitFor();
      expect(await tab.getByText("Not yet").count()).toBe(1);
    });
  });

  test("search, filter, sort and paging of customers are in the address", async () => {
    await onPage("page=customers&state=full", async (tab) => {
      const becomes = (expected: string) =>
        tab.waitForFunction((text) => document.querySelector("output")?.textContent === text, expected);
      await tab.getByRole("button", { name: "Next", exact: true }).click();
      await becomes("/app/customers?cursor=next");
      await tab.getByPlaceholder("Search by name or e-mail address").pressSequentially("lind", { delay: 20 });
      await becomes("/app/customers?q=lind");
      await tab.getByRole("button", { name: "E-mail consent" }).click();
      await tab.getByRole("checkbox", { name: "Subscribed", exact: true }).check();
      await becomes("/app/customers?q=lind&consent=SUBSCRIBED");
      await tab.keyboard.press("Escape");
      await tab.getByRole("columnheader", { name: "Orders" }).getByRole("button").click();
      await becomes("/app/customers?q=lind&sort=orders&consent=SUBSCRIBED");
      await tab.getByRole("columnheader", { name: "Orders" }).getByRole("button").click();
      await becomes("/app/customers?q=lind&sort=orders&direction=asc&consent=SUBSCRIBED");
      await tab.getByRole("button", { name: "Clear all" }).click();
      await becomes("/app/customers?sort=orders&direction=asc");
      await tab.getByRole("link", { name: "Elias Lindqvist" }).first().click();
      // The customer's page knows which list its back arrow leads to.
      await tab.waitForFunction(() => {
        const [path, search] = document.querySelector("output")?.textContent?.split("?") ?? [];
        const from = new URLSearchParams(search).get("from");
        return (
          /^\/app\/customers\/\d+$/.test(path ?? "") && from === "/app/customers?sort=orders&direction=asc"
        );
      });
    });
  });

  const WRITTEN = [
    {
      locale: "en",
      grouped: "10,000",
      decimals: "1,234.50",
      kept: "1234.50",
      share: "12,125",
      value: "Condition 2: Value",
      undo: "Undo",
      redo: "Redo",
      filter: "Next 12 months",
      from: "From",
      margin: "Default margin",
      amount: "Type an amount in EUR, such as 12.50.",
      twoWays: "can be read in two ways. Type thousands without a point or comma",
    },
    {
      locale: "nl",
      grouped: "10.000",
      decimals: "€ 1.234,50",
      kept: "1234,50",
      share: "12.125",
      value: "Voorwaarde 2: Waarde",
      undo: "Ongedaan maken",
      redo: "Opnieuw doen",
      filter: "Komende 12 maanden",
      from: "Van",
      margin: "Standaardmarge",
      amount: "Typ een bedrag in EUR, zoals 12,50.",
      twoWays: "kun je op twee manieren lezen. Typ duizendtallen zonder punt of komma",
    },
  ] as const;
  for (const { locale, ...written } of WRITTEN) {
    test(`numbers are read as they are typed in ${locale}, and what cannot be read is said beside its field`, async () => {
      await onPage(`page=segment-builder&state=full&locale=${locale}`, async (tab) => {
        const field = tab.getByLabel(written.value, { exact: true });
        // Coming back by redo, the field shows the value that was read.
        const isRead = async (text: string, shown: string) => {
          await field.fill(text);
          await tab.getByRole("button", { name: written.undo, exact: true }).click();
          await tab.getByRole("button", { name: written.redo, exact: true }).click();
          await expect.poll(() => field.inputValue()).toBe(shown);
        };
        await isRead(written.grouped, "10000");
        await isRead(written.decimals, written.kept);
        await field.fill("$ 5");
        await tab.getByText(written.amount, { exact: true }).waitFor();
        await field.fill("5");
        await tab.getByText(written.amount, { exact: true }).waitFor({ state: "detached" });
      });
      await onPage(`page=customers&state=full&locale=${locale}`, async (tab) => {
        const becomes = (expected: string) =>
          tab.waitForFunction((text) => document.querySelector("output")?.textContent === text, expected);
        await tab.getByRole("button", { name: written.filter, exact: true }).first().click();
        await tab.getByLabel(written.from, { exact: true }).fill(written.grouped);
        await becomes("/app/customers?expected=1000000..");
        await tab.getByLabel(written.from, { exact: true }).fill(written.decimals);
        await becomes("/app/customers?expected=123450..");
      });
      await onPage(`page=costs&state=full&locale=${locale}`, async (tab) => {
        await tab.getByLabel(written.margin, { exact: true }).fill(written.share);
        await tab.getByLabel(written.margin, { exact: true }).blur();
        await tab.getByText(`“${written.share}” ${written.twoWays}`, { exact: false }).waitFor();
        expect(await violations(tab)).toEqual([]);
      });
    });
  }
});
