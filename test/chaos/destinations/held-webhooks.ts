import { z } from "zod";
import { answerWebhook } from "../../../app/sync/live/webhook-intake.ts";
import type { KnownShop } from "../../oracle/known-shop.ts";
import type { Random } from "../../shopify/generator/random.ts";
import type { LocalShop } from "../../shopify/local-shop.ts";
import type { LifeApp } from "./app.ts";
import { type LifePlace, TICK_MS } from "./place.ts";

const toldOf = z.object({
  id: z.number().optional(),
  customer_id: z.number().optional(),
  customer: z.object({ id: z.number(), email: z.string().nullish() }).nullish(),
});

interface AroundWebhooks {
  readonly place: LifePlace;
  readonly local: LocalShop;
  readonly known: KnownShop;
  readonly random: Random;
  /** The process that answers. */
  readonly pages: LifeApp;
}

/** Webhooks of a shop, which wait until the life lets them through. What the app has answered, it can know. */
export class HeldWebhooks {
  readonly #world: AroundWebhooks;

  constructor(world: AroundWebhooks) {
    this.#world = world;
  }

  /** Lets every webhook through that waits: one after the other, in the order of what happened or against it. */
  async tellApp(): Promise<void> {
    const { local, place, random } = this.#world;
    const waiting = local.deliveries.filter(({ state }) => state === "dropped");
    if (random.chance(0.2)) waiting.reverse();
    for (const { webhookId } of waiting) {
      place.clock.pass(TICK_MS);
      local.resendWebhook(webhookId);
      await local.deliveriesSettled();
    }
  }

  async answer(request: Request): Promise<Response> {
    const { known } = this.#world;
    if (this.#world.pages.mortal.isDead()) return new Response(null, { status: 503 });
    const text = await request.clone().text();
    const answer = await answerWebhook(this.#world.pages.runtime, request);
    if (answer.status !== 200) return answer;
    const topic = request.headers.get("x-shopify-topic") ?? "";
    const { id, customer_id, customer } = toldOf.parse(JSON.parse(text));
    if (topic === "customers/redact" && customer) known.erased(customer.id, customer.email ?? null);
    else if (topic.startsWith("customers") && topic !== "customers/merge") {
      const told = customer_id ?? id;
      if (told !== undefined) known.told(told);
    }
    return answer;
  }
}
