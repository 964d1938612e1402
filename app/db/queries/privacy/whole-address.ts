/** A pattern for an address as a whole: `ann@example.com` is not in `joann@example.com`, nor in `ann@example.com.au`. */
export function wholeAddress(email: string): string {
  const literal = email.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return `(^|[^a-z0-9._%+'-])${literal}($|[^a-z0-9.-])`;
}
