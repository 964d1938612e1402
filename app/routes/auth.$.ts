import type { LoaderFunctionArgs } from "@remix-run/node";

/**
 * The library's own paths below /auth. Without a component, so that the documents which the library throws, such as the
 * one that fetches a new session token, go out as they are and not as an error page around them.
 */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shopify } = context.app;
  try {
    await shopify.authenticate.admin(request);
    return null;
  } catch (thrown) {
    if (thrown instanceof Response) shopify.addDocumentResponseHeaders(request, thrown.headers);
    throw thrown;
  }
}
