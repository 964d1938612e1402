import { afterAll, beforeAll, expect, test } from "vitest";
import { catalogues } from "../../../app/ui/messages/catalogue.ts";
import { openWebStack, type WebStack } from "./web-stack.ts";

const SHOP = "language.myshopify.com";
const { en, nl } = catalogues;

let stack: WebStack;

beforeAll(async () => {
  stack = await openWebStack({ shops: [SHOP] });
});
afterAll(() => stack?.close());

async function read(path: string, languages: string, token: string | null = null) {
  const answer = await stack.fetch(path, { token, headers: { "Accept-Language": languages } });
  const text = (await answer.text()).replaceAll("&#x27;", "'").replaceAll("&amp;", "&");
  return { status: answer.status, lang: /<html lang="([^"]*)"/.exec(text)?.[1], text };
}

test.each([
  ["/", 200, "landing.title"],
  ["/", 200, "landing.install.body"],
  ["/auth/login", 400, "login.missing"],
  ["/nothing/here", 404, "landing.not_found"],
] as const)(
  "%s answers %i with %s in the language of the browser, if it is offered",
  async (path, status, key) => {
    for (const [languages, lang, texts] of [
      ["nl-NL,nl;q=0.9,en;q=0.8", "nl-NL", nl],
      ["nl-BE", "nl-BE", nl],
      ["en-GB", "en-GB", en],
      ["de-DE,de;q=0.9", "en", en],
      ["no language at all", "en", en],
    ] as const) {
      const answer = await read(path, languages);
      expect([answer.status, answer.lang]).toEqual([status, lang]);
      expect(answer.text).toContain(texts[key]);
    }
  },
);

test("the language of the Shopify admin counts more than the browser's", async () => {
  expect((await read("/?locale=nl", "en-US,en")).text).toContain(nl["landing.title"]);
  expect((await read("/?locale=en", "nl-NL,nl")).text).toContain(en["landing.title"]);
  expect(await read("/?locale=de", "nl-NL,nl")).toMatchObject({ lang: "en" });
});

test("a link that is over says so in the language in which its file was asked for", async () => {
  const path = `/exports/00000000-0000-7000-8000-000000000000?shop=${SHOP}&token=none`;
  expect(await read(`${path}&locale=nl`, "en")).toMatchObject({
    status: 403,
    text: nl["exports.link.refused"],
  });
  expect(await read(path, "en")).toMatchObject({ status: 403, text: en["exports.link.refused"] });
});
