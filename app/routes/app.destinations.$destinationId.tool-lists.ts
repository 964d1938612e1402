import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { makeToolList, readToolLists } from "../destinations/start-list.ts";
import { requireShop } from "../shopify/require-shop.ts";

const address = z.object({ destinationId: z.uuid() });
const made = z.object({ name: z.string().max(1_000), within: z.string().max(200).nullable() });

const notFound = () => new Response(null, { status: 404 });

/** The lists that the tool has. */
export async function loader({ request, params, context: { app } }: LoaderFunctionArgs) {
  const { shop, userId } = await requireShop(request, app);
  const asked = address.safeParse(params);
  if (!asked.success) throw notFound();
  return Response.json(await readToolLists(app, shop, asked.data.destinationId, userId));
}

/** Makes another one there. */
export async function action({ request, params, context: { app } }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, app);
  const asked = address.safeParse(params);
  if (!asked.success) throw notFound();
  const its = made.safeParse(await request.json().catch(() => null));
  if (!its.success) throw new Response(null, { status: 400 });
  return Response.json(await makeToolList(app, shop, { ...asked.data, ...its.data }, userId));
}
