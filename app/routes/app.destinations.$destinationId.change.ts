import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { disconnect, pauseDestination, replaceKey, resumeDestination } from "../destinations/connections.ts";
import { requireShop } from "../shopify/require-shop.ts";

const address = z.object({ destinationId: z.uuid() });
const change = z.discriminatedUnion("act", [
  z.object({ act: z.enum(["pause", "resume"]) }),
  z.object({ act: z.literal("replace_key"), key: z.string().max(500) }),
  z.object({ act: z.literal("disconnect"), removePeople: z.boolean() }),
]);

/** Changes a connection, and answers with whether that was done or why not. */
export async function action({ request, params, context: { app } }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, app);
  const place = address.safeParse(params);
  if (!place.success) throw new Response(null, { status: 404 });
  const asked = change.safeParse(await request.json().catch(() => null));
  if (!asked.success) throw new Response(null, { status: 400 });
  const outcome = await done(asked.data, place.data.destinationId);
  return Response.json({ act: asked.data.act, ...outcome });

  function done(its: z.infer<typeof change>, destinationId: string) {
    switch (its.act) {
      case "pause":
        return pauseDestination(app, shop, destinationId, userId);
      case "resume":
        return resumeDestination(app, shop, destinationId, userId);
      case "replace_key":
        return replaceKey(app, shop, { destinationId, key: its.key }, userId);
      case "disconnect":
        return disconnect(app, shop, { destinationId, removePeople: its.removePeople }, userId);
    }
  }
}
