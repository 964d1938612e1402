const RETRY_HEADER = "X-Shopify-Retry-Invalid-Session-Request";
const REAUTHORIZE_HEADER = "X-Shopify-API-Request-Failure-Reauthorize-Url";

/**
 * Gives every request to the app's own origin a fresh session token. An answer that carries the retry header is
 * asked for once more with another token; one that names an address to authorise at leads the whole window there.
 */
export function patchFetch(idToken: () => Promise<string>, leaveFrame: (url: string) => void): void {
  const plainFetch = window.fetch.bind(window);

  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    const own = new URL(request.url).origin === location.origin;
    if (!own || request.headers.has("Authorization")) return plainFetch(input, init);

    const attempt = async () => {
      const copy = request.clone();
      copy.headers.set("Authorization", `Bearer ${await idToken()}`);
      return plainFetch(copy);
    };
    const first = await attempt();
    const response = first.headers.has(RETRY_HEADER) ? await attempt() : first;
    const reauthorizeAt = response.headers.get(REAUTHORIZE_HEADER);
    if (reauthorizeAt) leaveFrame(reauthorizeAt);
    return response;
  };
}
