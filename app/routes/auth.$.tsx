import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { data, useLoaderData } from "@remix-run/react";
import { LoginPage } from "../ui/landing/login-page.tsx";
import { translator } from "../ui/messages/catalogue.ts";
import { requestLocale } from "../ui/request-locale.ts";

/** The library's own paths below /auth, and /auth/login, where it sends whoever comes without a shop. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shopify } = context.app;
  if (new URL(request.url).pathname !== "/auth/login") {
    await shopify.authenticate.admin(request);
    return data({ problem: null, locale: requestLocale(request), title: null });
  }
  const locale = requestLocale(request);
  const hasShop = new URL(request.url).searchParams.get("shop");
  // A shop that is one is sent on to its installation by the library.
  if (hasShop) await shopify.app.login(request);
  const problem = hasShop ? ("malformed" as const) : ("missing" as const);
  return data({ problem, locale, title: translator(locale)("login.title") }, { status: 400 });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function Auth() {
  const { problem, locale } = useLoaderData<typeof loader>();
  return problem ? <LoginPage locale={locale} problem={problem} /> : null;
}
