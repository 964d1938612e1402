import type { LoaderFunctionArgs } from "@remix-run/node";

/**
 * The library's own paths below /auth. Without a component, so that the documents which the library throws, such as the
 * one that fetches a new session token, go out as they are and not as an error page around them.
 */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await context.app.shopify.authenticate.admin(request);
  throw new Response(null, { status: 404 });
}
