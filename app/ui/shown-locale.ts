/** Languages in which every text is there. */
export const languages = ["en", "nl"] as const;
export type Language = (typeof languages)[number];

/** The language in which somebody with `locale` reads the app: their own if it is offered, else English. */
export function languageOf(locale: string): Language {
  const wanted = locale.toLowerCase().split("-")[0];
  return languages.find((language) => language === wanted) ?? "en";
}

/** What texts, numbers, money and dates are all written in: `locale` itself where its language is offered, else English. */
export function shownLocale(locale: string): string {
  const language = languageOf(locale);
  return locale.toLowerCase().split("-")[0] === language ? locale : language;
}
