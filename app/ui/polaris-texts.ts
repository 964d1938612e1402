import nl from "@shopify/polaris/locales/nl.json";
import { languageOf } from "./shown-locale.ts";

/** What Polaris itself says, in the language of the page, as properties of its AppProvider, which speaks English by itself. */
export function polarisTexts(locale: string) {
  return languageOf(locale) === "nl" ? { i18n: nl } : {};
}
