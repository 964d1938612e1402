import { IntlMessageFormat } from "intl-messageformat";
import { type Language, languageOf, shownLocale } from "../shown-locale.ts";
import { en } from "./en/index.ts";
import { nl } from "./nl/index.ts";

export type MessageKey = keyof typeof en;
export type MessageValues = Readonly<Record<string, string | number>>;
export type Translate = (key: MessageKey, values?: MessageValues) => string;

/** Texts by language. A language is offered only when it has every key, which its type demands. */
export const catalogues: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { en, nl };

/** Texts in the language of `locale`, or in English where that is not offered, with the numbers inside them. */
export function translator(locale: string): Translate {
  const texts = catalogues[languageOf(locale)];
  const formatLocale = shownLocale(locale);
  const compiled = new Map<MessageKey, IntlMessageFormat>();
  return (key, values) => {
    let message = compiled.get(key);
    if (!message) {
      message = new IntlMessageFormat(texts[key], formatLocale, undefined, { ignoreTag: true });
      compiled.set(key, message);
    }
    return String(message.format(values));
  };
}
