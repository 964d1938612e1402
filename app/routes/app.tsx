import type { HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Link,
  Outlet,
  type ShouldRevalidateFunction,
  useLoaderData,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import type { ReactNode } from "react";
import { z } from "zod";
import { staffRights } from "../exports/staff.ts";
import type { loader as rootLoader } from "../root.tsx";
import { readFiguresStamp } from "../segments/figures-stamp.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { readSingleReading } from "../sync/status/single-reading.ts";
import { LocaleProvider, useLocale } from "../ui/locale.tsx";
import { polarisTexts } from "../ui/polaris-texts.ts";
import { StaffRightsProvider } from "../ui/staff/staff-rights.ts";
import { ErrorPage } from "../ui/states/error-page.tsx";
import { useFailureOf } from "../ui/states/failure-of.ts";
import { NavigationProgress } from "../ui/states/navigation-progress.tsx";
import { NewerFiguresProvider, useNewerFigures } from "../ui/states/new-figures.tsx";
import { SingleReadingProvider } from "../ui/states/still-reading.tsx";
import { readShopFacts } from "../valuation/pages/shop-facts.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  const { db, clock } = context.app;
  const [facts, reading, figures, rights] = await Promise.all([
    readShopFacts(db, shop),
    readSingleReading(db, shop, clock()),
    readFiguresStamp(db, shop),
    staffRights(db.pool, shop.shopId, userId),
  ]);
  return { facts, reading, figures, rights };
}

/** With each page, so that the stamp is that of the figures on it. */
export const shouldRevalidate: ShouldRevalidateFunction = ({
  currentUrl,
  nextUrl,
  defaultShouldRevalidate,
}) => defaultShouldRevalidate || currentUrl.pathname !== nextUrl.pathname;

export const headers: HeadersFunction = (args) => boundary.headers(args);

function Frame({ children }: { children: ReactNode }) {
  const root = useRouteLoaderData<typeof rootLoader>("root");
  const layout = useRouteLoaderData<typeof loader>("routes/app");
  const locale = root?.locale ?? "en";
  return (
    <AppProvider isEmbeddedApp={false} apiKey={root?.apiKey ?? ""} {...polarisTexts(locale)}>
      <LocaleProvider
        locale={locale}
        currency={layout?.facts.currency ?? "USD"}
        minorDigits={layout?.facts.minorDigits ?? 2}
        timeZone={layout?.facts.timeZone ?? "UTC"}
      >
        {children}
      </LocaleProvider>
    </AppProvider>
  );
}

function Navigation() {
  const { t } = useLocale();
  return (
    <ui-nav-menu>
      <Link to="/app" rel="home">
        {t("nav.home")}
      </Link>
      <Link to="/app/customers">{t("nav.customers")}</Link>
      <Link to="/app/segments">{t("nav.segments")}</Link>
      <Link to="/app/cohorts">{t("nav.cohorts")}</Link>
      <Link to="/app/model">{t("nav.model")}</Link>
      <Link to="/app/acquisition">{t("nav.acquisition")}</Link>
      <Link to="/app/acquisition/spend">{t("nav.spend")}</Link>
      <Link to="/app/acquisition/calculator">{t("nav.calculator")}</Link>
      <Link to="/app/compare">{t("nav.compare")}</Link>
      <Link to="/app/exports">{t("nav.exports")}</Link>
      <Link to="/app/destinations">{t("nav.destinations")}</Link>
      <Link to="/app/sync">{t("nav.sync")}</Link>
      <Link to="/app/settings">{t("nav.settings")}</Link>
    </ui-nav-menu>
  );
}

/** What goes wrong here is no page's matter: the next question may be answered. */
async function askForFigures(): Promise<string | null> {
  try {
    const answer = await fetch("/app/figures");
    return answer.ok ? answered.parse(await answer.json()).stamp : null;
  } catch {
    return null;
  }
}

const answered = z.object({ stamp: z.string().nullable() });

export default function AppLayout() {
  const { reading, figures, rights } = useLoaderData<typeof loader>();
  const areNewer = useNewerFigures(figures, askForFigures);
  return (
    <Frame>
      <Navigation />
      <NavigationProgress />
      <SingleReadingProvider value={reading}>
        <NewerFiguresProvider value={areNewer}>
          <StaffRightsProvider value={rights}>
            <main>
              <Outlet />
            </main>
          </StaffRightsProvider>
        </NewerFiguresProvider>
      </SingleReadingProvider>
    </Frame>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  const failure = useFailureOf(error);
  // The library answers some requests with a page of its own (a bounce to a new session token): that page is shown as it is.
  if (isRouteErrorResponse(error) && typeof error.data === "string" && error.data.includes("<script")) {
    return boundary.error(error);
  }
  return (
    <Frame>
      <Navigation />
      <main>
        <ErrorPage failure={failure} />
      </main>
    </Frame>
  );
}
