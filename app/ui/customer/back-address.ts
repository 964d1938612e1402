import { useLocation, useSearchParams } from "@remix-run/react";
import { customerAddress } from "../customers/customer-address.ts";
import { customerQueryOf } from "../customers/customer-query.ts";

const FROM = "from";

/** Addresses of customers from the page that lists them, to which their back arrow leads again: with its filter, order and page. */
export function useCustomerAddress(): (customerId: number) => string {
  const { pathname, search } = useLocation();
  const from = pathname === "/app/customers" && !search ? null : pathname + search;
  return (customerId) => cameFrom(`/app/customers/${customerId}`, from);
}

function cameFrom(address: string, from: string | null): string {
  if (from === null) return address;
  return `${address}${address.includes("?") ? "&" : "?"}${new URLSearchParams({ [FROM]: from })}`;
}

/** The address with the list that the page of these parameters was reached from, so that the way back leads through it to that list. */
export function withFrom(address: string, parameters: URLSearchParams): string {
  return cameFrom(address, parameters.get(FROM));
}

export function useWithFrom(): (address: string) => string {
  const [parameters] = useSearchParams();
  return (address) => withFrom(address, parameters);
}

/** The list of customers or the members of a segment, in a state that such a page can have; the plain list for anything else. */
export function backAddress(from: string | null): {
  readonly of: "customers" | "segment";
  readonly url: string;
} {
  const plain = { of: "customers", url: "/app/customers" } as const;
  const base = "https://app.invalid";
  if (!from?.startsWith("/app/") || !URL.canParse(from, base)) return plain;
  const { pathname, searchParams } = new URL(from, base);
  if (pathname === plain.url) return { ...plain, url: customerAddress(customerQueryOf(searchParams)) };
  if (!/^\/app\/segments\/[\w-]+$/.test(pathname)) return plain;
  const cursor = searchParams.get("cursor");
  return { of: "segment", url: cursor ? `${pathname}?${new URLSearchParams({ cursor })}` : pathname };
}

/** Where the back arrow of a customer's page leads. */
export function useBackAddress() {
  return backAddress(useSearchParams()[0].get(FROM));
}
