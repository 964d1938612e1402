/**
 * Any other address outside of the admin. A route of its own, because the page that says so is in the visitor's language, which the root
 * reads only for an address that has a route.
 */
export function loader(): never {
  throw new Response(null, { status: 404 });
}

export function action(): never {
  return loader();
}

export default function Nowhere(): null {
  return null;
}
