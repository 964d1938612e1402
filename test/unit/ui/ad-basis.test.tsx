import { AppProvider } from "@shopify/polaris";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { EXPORT_COLUMNS, exportFormat, isForAds } from "../../../app/exports/records.ts";
import { AdBasis } from "../../../app/ui/exports/ad-basis.tsx";
import { preselected } from "../../../app/ui/exports/export-choice.ts";
import { LocaleProvider } from "../../../app/ui/locale.tsx";

const formats = exportFormat.options.filter(isForAds);

test.each(["en", "nl"])(
  "whoever declares a basis is told of both consents that Google asks for in the EEA (%s)",
  (locale) => {
    const shown = (format: (typeof formats)[number]) =>
      renderToString(
        <AppProvider i18n={{}}>
          <LocaleProvider locale={locale} currency="EUR" minorDigits={2} timeZone="Europe/Amsterdam">
            <AdBasis choice={{ ...preselected, columns: [...EXPORT_COLUMNS], format }} onChange={() => {}} />
          </LocaleProvider>
        </AppProvider>,
      );
    const tellsOf = (format: (typeof formats)[number]) =>
      ["ad_user_data", "ad_personalization"].map((consent) => shown(format).includes(consent));
    expect(formats).toEqual(["google", "google_hashed", "meta"]);
    expect(tellsOf("google")).toEqual([true, true]);
    expect(tellsOf("google_hashed")).toEqual([true, true]);
    expect(tellsOf("meta")).toEqual([false, false]);
  },
);
