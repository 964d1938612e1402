import { type Html, html } from "./html.ts";

/** What a merchant can set the admin to. The admin's own pages stay English; the app is told, and may not have the language. */
const LANGUAGES = { en: "English", nl: "Nederlands", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

const COOKIE = "admin_language";
const isLanguage = (value: string): value is Language => Object.hasOwn(LANGUAGES, value);

export function languageOf(cookies: string | undefined): Language {
  const value = new RegExp(`(?:^|;\\s*)${COOKIE}=([a-z-]+)`).exec(cookies ?? "")?.[1] ?? "";
  return isLanguage(value) ? value : "en";
}

/** The cookie that keeps what the form chose, and the page to go back to; null for a language that the admin does not have. */
export function chosenLanguage(
  form: URLSearchParams,
  base: string,
): { readonly cookie: string; readonly back: string } | null {
  const language = form.get("language") ?? "";
  if (!isLanguage(language)) return null;
  const back = form.get("back") ?? "";
  return {
    cookie: `${COOKIE}=${language}; Path=/; HttpOnly; SameSite=Strict`,
    back: back === base || back.startsWith(`${base}/`) || back.startsWith(`${base}?`) ? back : base,
  };
}

export function languageForm(base: string, current: Language, back: string): Html {
  const choice = ([code, name]: [string, string]) =>
    html`<button name="language" value="${code}" lang="${code}" aria-pressed="${String(code === current)}">${name}</button>`;
  return html`<form class="language" method="post" action="${base}/language" aria-label="Language of the apps">
<input type="hidden" name="back" value="${back}">${Object.entries(LANGUAGES).map(choice)}</form>`;
}
