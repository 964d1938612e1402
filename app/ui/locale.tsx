import { createContext, type ReactNode, useContext, useMemo } from "react";
import { createFormat, type Format, type FormatOptions } from "./format.ts";
import { type Translate, translator } from "./messages/catalogue.ts";

interface LocaleValue {
  readonly t: Translate;
  readonly format: Format;
  /** What the user asked for, which may not be offered: for what is neither text nor number of the app. */
  readonly userLocale: string;
}

const LocaleContext = createContext<LocaleValue | null>(null);

export function LocaleProvider({ children, ...options }: FormatOptions & { children: ReactNode }) {
  const { locale, currency, minorDigits, timeZone } = options;
  const value = useMemo(
    () => ({
      t: translator(locale),
      format: createFormat({ locale, currency, minorDigits, timeZone }),
      userLocale: locale,
    }),
    [locale, currency, minorDigits, timeZone],
  );
  return <LocaleContext.Provider value={value}>{children}</LocaleContext.Provider>;
}

/** `t` for texts, `format` for values; every page and chart takes both from here. */
export function useLocale(): LocaleValue {
  const value = useContext(LocaleContext);
  if (!value) throw new Error("useLocale is used outside LocaleProvider");
  return value;
}
