import type { LoaderFunctionArgs } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import type { ReactNode } from "react";
import { ProblemPage } from "./ui/landing/problem-page.tsx";
import mark from "./ui/mark.svg?url";
import { requestLocale } from "./ui/request-locale.ts";
import { shownLocale } from "./ui/shown-locale.ts";

export function links() {
  return [
    { rel: "stylesheet", href: polarisStyles },
    { rel: "icon", type: "image/svg+xml", href: mark },
  ];
}

export function loader({ request, context }: LoaderFunctionArgs) {
  const { env } = context.app;
  const appBridgeUrl = env.SHOPIFY_EMULATOR_URL
    ? new URL("/app-bridge.js", env.SHOPIFY_EMULATOR_URL).href
    : "https://cdn.shopify.com/shopifycloud/app-bridge.js";
  return {
    apiKey: env.SHOPIFY_API_KEY,
    // App Bridge belongs to the pages inside the admin; outside its frame it complains.
    appBridgeUrl: new URL(request.url).pathname.startsWith("/app") ? appBridgeUrl : null,
    locale: requestLocale(request),
  };
}

// The locale comes with the document's address, which later data requests do not repeat.
export const shouldRevalidate = () => false;

const END_OF_CONTENT = "end-of-content";

export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>("root");
  return (
    <html lang={shownLocale(data?.locale ?? "en")}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {data && <meta name="shopify-api-key" content={data.apiKey} />}
        {data?.appBridgeUrl && <script src={data.appBridgeUrl} />}
        <Meta />
        <Links />
        {/* Nothing is painted before all of it is here: a card that stands above others on a phone comes after them in the document. */}
        <link rel="expect" href={`#${END_OF_CONTENT}`} {...{ blocking: "render" }} />
      </head>
      <body>
        {children}
        <span id={END_OF_CONTENT} />
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  const data = useRouteLoaderData<typeof loader>("root");
  const error = useRouteError();
  return (
    <ProblemPage
      locale={data?.locale ?? "en"}
      notFound={isRouteErrorResponse(error) && error.status === 404}
    />
  );
}
