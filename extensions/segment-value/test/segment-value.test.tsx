// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { render } from "preact";
import { afterEach, expect, test } from "vitest";
import { type ActionHost, SegmentValue } from "../src/segment-value.tsx";

const FILES = { en: "en.default.json", nl: "nl.json" } as const;
type Language = keyof typeof FILES;
const textsOf = (language: Language): Record<string, unknown> =>
  JSON.parse(readFileSync(join(import.meta.dirname, "../locales", FILES[language]), "utf8"));

/** A missing text is an error. */
const translator =
  (language: Language) =>
  (key: string, values: Record<string, string | number> = {}): string => {
    const found = key
      .split(".")
      .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], textsOf(language));
    if (typeof found !== "string") throw new Error(`no text for ${key}`);
    return found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
  };

type Answer = () => Promise<Response>;
const json =
  (body: unknown, status = 200): Answer =>
  async () =>
    Response.json(body, { status });

function show(answers: Answer[], language: Language = "en") {
  const asked: string[] = [];
  let closed = 0;
  const host: ActionHost = {
    segmentGid: "gid://shopify/Segment/51",
    close: () => closed++,
    i18n: {
      translate: translator(language) as ActionHost["i18n"]["translate"],
      formatNumber: (value) => new Intl.NumberFormat(language).format(Number(value)),
      formatCurrency: (value, options) =>
        new Intl.NumberFormat(language, { style: "currency", ...options }).format(Number(value)),
    },
    fetch: (path) => {
      asked.push(path);
      return (answers.length > 1 ? answers.shift()! : answers[0]!)();
    },
  };
  render(<SegmentValue host={host} />, document.body);
  return {
    asked,
    text: () => (document.body.textContent ?? "").replaceAll("\u00a0", " "),
    closed: () => closed,
  };
}

const card = {
  ...{ currency: "EUR", minorDigits: 2, customers: 1_200, netSalesMinor: 48_000_000 },
  ...{ expectedValueMinor: 9_600_000, reachable: 840, isPartial: false, segmentKey: "vip" },
};
const until = (condition: () => boolean) =>
  expect.poll(condition, { timeout: 2_000, interval: 5 }).toBe(true);
const primary = () => document.querySelector("s-button[slot='primary-action']")?.getAttribute("href");

afterEach(() => render(null, document.body));

test("while the app has not answered, a labelled spinner stands in the action", () => {
  show([() => new Promise(() => {})]);
  expect(document.querySelector("s-spinner")?.getAttribute("accessibilitylabel")).toBe(
    "Reading the value of this segment",
  );
});

test("sums, averages and reach are shown, and the app's own segment is led to", async () => {
  const action = show([json(card)]);
  await until(() => action.text().includes("€480,000.00"));
  expect(action.asked).toEqual(["/api/segment-card?segmentId=51"]);
  for (const part of ["€400.00 a customer", "€96,000.00", "€80.00 a customer", "840 of 1,200 customers"])
    expect(action.text()).toContain(part);
  expect(primary()).toBe("app:app/segments/vip");
  document.querySelector("s-button[slot='secondary-actions']")?.dispatchEvent(new Event("click"));
  expect(action.closed()).toBe(1);
});

test("another segment leads to the app's segments; a large one says that it is cut; nothing learned is said", async () => {
  const action = show([json({ ...card, segmentKey: null, isPartial: true, expectedValueMinor: null })], "nl");
  await until(() => action.text().includes("€ 480.000,00"));
  expect(primary()).toBe("app:app/segments");
  expect(action.text()).toContain("dit zijn de eerste 1.200 klanten");
  expect(action.text()).toContain("leert nog");
});

test("nobody, a segment that is gone, and a refused session are each named", async () => {
  const nobody = show([json({ ...card, customers: 0 })]);
  await until(() => nobody.text().includes("none of this segment's customers"));
  render(null, document.body);
  const gone = show([json({}, 404)]);
  await until(() => gone.text().includes("not there any more"));
  render(null, document.body);
  const signedOut = show([json({}, 401)]);
  await until(() => signedOut.text().includes("Open Klantwaarde once"));
});

test("a failure can be tried again, and an answer of another shape is a failure", async () => {
  const action = show([json({ ...card, customers: "12" }), json(card)]);
  await until(() => action.text().includes("could not be read"));
  document.querySelector("s-banner s-button")?.dispatchEvent(new Event("click"));
  await until(() => action.text().includes("€480,000.00"));
});

test("Dutch has every text that English has, with the same values", () => {
  const shape = (node: object, prefix = ""): string[] =>
    Object.entries(node).flatMap(([name, child]: [string, unknown]) =>
      typeof child === "object" && child !== null
        ? shape(child, `${prefix}${name}.`)
        : [`${prefix}${name} ${(String(child).match(/\{\{\w+\}\}/g) ?? []).sort().join(" ")}`],
    );
  expect(shape(textsOf("nl")).sort()).toEqual(shape(textsOf("en")).sort());
});
