import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useRouteLoaderData } from "@remix-run/react";
import type { loader as rootLoader } from "../root.tsx";
import { LandingPage } from "../ui/landing/landing-page.tsx";
import { translator } from "../ui/messages/catalogue.ts";
import { requestLocale } from "../ui/request-locale.ts";

export function loader({ request }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  if (searchParams.has("shop")) throw redirect(`/app${search}`);
  return { title: translator(requestLocale(request))("landing.title") };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Landing() {
  const root = useRouteLoaderData<typeof rootLoader>("root");
  return <LandingPage locale={root?.locale ?? "en"} />;
}
