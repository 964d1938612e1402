/**
 * The user's locale: what the Shopify admin put into the address, else the browser's first preference, else English.
 * Always a locale that Intl accepts.
 */
export function requestLocale(request: Request): string {
  const fromAddress = new URL(request.url).searchParams.get("locale");
  const preferences = (request.headers.get("Accept-Language") ?? "")
    .split(",")
    .map((p) => p.split(";")[0]?.trim());
  for (const candidate of [fromAddress, ...preferences]) {
    if (!candidate || candidate === "*") continue;
    try {
      const [canonical] = Intl.getCanonicalLocales(candidate);
      if (canonical && Intl.NumberFormat.supportedLocalesOf(canonical).length > 0) return canonical;
    } catch {
      // Not a language tag: the next preference decides.
    }
  }
  return "en";
}
