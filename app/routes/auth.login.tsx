import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { data, useLoaderData } from "@remix-run/react";
import { LoginPage } from "../ui/landing/login-page.tsx";
import { translator } from "../ui/messages/catalogue.ts";
import { requestLocale } from "../ui/request-locale.ts";

/** Where the library sends a visitor without a shop. A shop that is one is sent on to its installation. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const locale = requestLocale(request);
  const hasShop = new URL(request.url).searchParams.get("shop");
  if (hasShop) await context.app.shopify.app.login(request);
  const problem = hasShop ? ("malformed" as const) : ("missing" as const);
  return data({ problem, locale, title: translator(locale)("login.title") }, { status: 400 });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function Login() {
  const { problem, locale } = useLoaderData<typeof loader>();
  return <LoginPage locale={locale} problem={problem} />;
}
