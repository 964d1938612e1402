const SHOP_HOST = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/**
 * The only seam to the local Shopify admin. Sends `https://{shop}/path` to `{emulatorUrl}/path` with the header
 * `X-Forwarded-Host: {shop}`; every other request goes where it says. That the address is loopback is checked where the environment is read.
 */
export function connectToEmulator(emulatorUrl: string): typeof fetch {
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!SHOP_HOST.test(url.hostname)) return fetch(input, init);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set("X-Forwarded-Host", url.hostname);
    const target = new URL(url.pathname + url.search, emulatorUrl);
    return fetch(input instanceof Request ? new Request(target, input) : target, { ...init, headers });
  };
}
