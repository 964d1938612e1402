import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { confirmBrake, endList, pauseList, resumeList, runNow } from "../destinations/lists.ts";
import { retryPeople } from "../destinations/people.ts";
import { requireShop } from "../shopify/require-shop.ts";

const address = z.object({ listId: z.uuid() });
const change = z.discriminatedUnion("act", [
  z.object({ act: z.enum(["run_now", "pause", "resume", "retry"]) }),
  z.object({ act: z.literal("confirm_brake"), asOf: z.iso.datetime({ offset: true }) }),
  z.object({ act: z.literal("end"), removePeople: z.boolean() }),
]);

/** Changes how a list is kept, and answers with whether that was done or why not. */
export async function action({ request, params, context: { app } }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, app);
  const place = address.safeParse(params);
  if (!place.success) throw new Response(null, { status: 404 });
  const asked = change.safeParse(await request.json().catch(() => null));
  if (!asked.success) throw new Response(null, { status: 400 });
  const outcome = await done(asked.data, place.data.listId);
  return Response.json({ act: asked.data.act, ...outcome });

  function done(its: z.infer<typeof change>, listId: string) {
    switch (its.act) {
      case "run_now":
        return runNow(app, shop, listId, userId);
      case "pause":
        return pauseList(app, shop, listId, userId);
      case "resume":
        return resumeList(app, shop, listId, userId);
      case "retry":
        return retryPeople(app, shop, listId, userId);
      case "confirm_brake":
        return confirmBrake(app, shop, { listId, asOf: its.asOf }, userId);
      case "end":
        return endList(app, shop, { listId, removePeople: its.removePeople }, userId);
    }
  }
}
