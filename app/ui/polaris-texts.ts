import en from "@shopify/polaris/locales/en.json";
import nl from "@shopify/polaris/locales/nl.json";
import { languageOf } from "./shown-locale.ts";

/** What Polaris itself says, in the language of the page: in English whatever its Dutch lacks. */
export function polarisTexts(locale: string) {
  return languageOf(locale) === "nl" ? [nl, en] : en;
}
