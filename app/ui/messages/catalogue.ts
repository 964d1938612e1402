import { IntlMessageFormat } from "intl-messageformat";
import { en } from "./en/index.ts";

export type MessageKey = keyof typeof en;
export type MessageValues = Readonly<Record<string, string | number>>;
export type Translate = (key: MessageKey, values?: MessageValues) => string;

/** Texts by language. A language is offered only when it has every key, which its type demands. */
const catalogues: Readonly<Record<string, Readonly<Record<MessageKey, string>>>> = { en };

export function supportedLanguage(locale: string): string {
  const language = locale.split("-")[0] ?? "en";
  return language in catalogues ? language : "en";
}

/** Texts in the language of `locale`; numbers inside them are formatted for the locale itself. */
export function translator(locale: string): Translate {
  const language = supportedLanguage(locale);
  const texts = catalogues[language] ?? en;
  const formatLocale = locale.startsWith(language) ? locale : language;
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
