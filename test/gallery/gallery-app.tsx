import { createRoutesFromElements, Route, useRouteError } from "@remix-run/react";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import { type ReactNode, useEffect } from "react";
import { createMemoryRouter, RouterProvider } from "react-router-dom";
import { LocaleProvider } from "../../app/ui/locale.tsx";
import { polarisTexts } from "../../app/ui/polaris-texts.ts";
import { galleryPages } from "./registry.ts";

export interface GalleryAddress {
  readonly page: string;
  readonly state: string;
  readonly locale: string;
}

export function galleryAddress(search: string): GalleryAddress {
  const parameters = new URLSearchParams(search);
  return {
    page: parameters.get("page") ?? "",
    state: parameters.get("state") ?? "",
    locale: parameters.get("locale") ?? "en",
  };
}

function Contents() {
  return (
    <main style={{ padding: 24 }}>
      <h1>Gallery</h1>
      {galleryPages.map(({ name, states }) => (
        <section key={name}>
          <h2>{name}</h2>
          <ul>
            {Object.keys(states).map((state) => (
              <li key={state}>
                <a href={`?page=${name}&state=${state}`}>{state}</a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </main>
  );
}

function Failure(): ReactNode {
  throw useRouteError();
}

/** The same tree on the server and in the browser, so that a difference between the two is found here. */
export function GalleryApp({ page: name, state, locale }: GalleryAddress) {
  // Tells tests that clicks and keys arrive.
  useEffect(() => {
    document.documentElement.dataset.hydrated = "true";
  }, []);
  const page = galleryPages.find((candidate) => candidate.name === name);
  const draw = page?.states[state];
  const element = (
    <AppProvider isEmbeddedApp={false} apiKey="" {...polarisTexts(locale)}>
      <LocaleProvider locale={locale} currency="EUR" minorDigits={2} timeZone="Europe/Amsterdam">
        {draw ? draw() : <Contents />}
      </LocaleProvider>
    </AppProvider>
  );
  const router = createMemoryRouter(
    createRoutesFromElements(
      <Route path="*" element={element} errorElement={<Failure />} action={() => null} />,
    ),
    {
      initialEntries: [page?.path ?? "/app"],
      future: {
        v7_relativeSplatPath: true,
        v7_fetcherPersist: true,
        v7_normalizeFormMethod: true,
        v7_partialHydration: true,
        v7_skipActionErrorRevalidation: true,
      },
    },
  );
  return <RouterProvider router={router} future={{ v7_startTransition: true }} />;
}
