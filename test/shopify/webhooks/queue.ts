import { createHmac, randomUUID } from "node:crypto";
import type { Faults } from "../faults.ts";
import type { Delivery } from "../local-shop.ts";

const ANSWER_MS = 5_000;
const MAX_TRIES = 9;
const IN_FLIGHT = 8;
const REMEMBERED = 1_000;

interface Waiting {
  delivery: Delivery;
  url: string;
}

export interface WebhookQueueOptions {
  shop: string;
  apiVersion: string;
  clientSecret: string;
  appUrl(): string;
  faults: Faults;
  /** Business clock, for the header `X-Shopify-Triggered-At`. */
  nowMs(): number;
  /** Shopify spreads its 8 retries over 4 hours; here the first waits this long and each next one twice as long. */
  firstRetryMs: number;
}

/** Delivers one shop's webhooks in the background: signed, 5 s for an answer, 8 retries, no promise of order. */
export class WebhookQueue {
  readonly deliveries: Delivery[] = [];
  readonly #options: WebhookQueueOptions;
  readonly #ready: Waiting[] = [];
  #held: Waiting[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #inFlight = new Set<AbortController>();
  #unsettled = 0;
  #settledListeners: (() => void)[] = [];
  #closed = false;

  constructor(options: WebhookQueueOptions) {
    this.#options = options;
  }

  /** `eventId` is shared by the topics that one action in the shop sets off. */
  send(topic: string, uri: string, payload: object, eventId: string): void {
    if (this.#closed) return;
    const { shop, apiVersion, clientSecret, faults } = this.#options;
    const text = JSON.stringify(payload);
    const secret = faults.forgeSignatures ? `${clientSecret}-forged` : clientSecret;
    const webhookId = randomUUID();
    const delivery: Delivery = {
      webhookId,
      eventId,
      topic,
      payload: text,
      headers: {
        "Content-Type": "application/json",
        "User-Agent": "Shopify-Captain-Hook (local)",
        "X-Shopify-Topic": topic,
        "X-Shopify-Hmac-Sha256": createHmac("sha256", secret).update(text).digest("base64"),
        "X-Shopify-Shop-Domain": shop,
        "X-Shopify-API-Version": apiVersion,
        "X-Shopify-Webhook-Id": webhookId,
        "X-Shopify-Event-Id": eventId,
        "X-Shopify-Triggered-At": new Date(this.#options.nowMs()).toISOString().replace("Z", "000000Z"),
      },
      state: "waiting",
      tries: [],
    };
    this.deliveries.push(delivery);
    if (this.deliveries.length > REMEMBERED) this.deliveries.shift();
    if (faults.take("dropWebhooks")) {
      delivery.state = "dropped";
      return;
    }
    const copies = faults.take("duplicateWebhooks") ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) this.#enqueue({ delivery, url: uri });
  }

  /** Sends a remembered webhook once more, as it was; false where it is not remembered. */
  resend(webhookId: string, uri: string): boolean {
    const delivery = this.deliveries.find((one) => one.webhookId === webhookId);
    if (!delivery || this.#closed) return false;
    delivery.state = "waiting";
    this.#enqueue({ delivery, url: uri });
    return true;
  }

  /** Resolves when nothing waits any more. What a reordering fault holds back is let go, in reverse. */
  settled(): Promise<void> {
    this.#release();
    if (this.#unsettled === 0) return Promise.resolve();
    return new Promise((resolve) => this.#settledListeners.push(resolve));
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const request of this.#inFlight) request.abort();
    this.#unsettled = 0;
    this.#announceSettled();
  }

  #enqueue(waiting: Waiting): void {
    this.#unsettled++;
    if (this.#options.faults.reorderWindow > 1) {
      this.#held.push(waiting);
      if (this.#held.length < this.#options.faults.reorderWindow) return;
      this.#release();
      return;
    }
    this.#ready.push(waiting);
    setImmediate(() => this.#pump());
  }

  #release(): void {
    this.#ready.push(...this.#held.reverse());
    this.#held = [];
    this.#pump();
  }

  #pump(): void {
    while (!this.#closed && this.#inFlight.size < IN_FLIGHT) {
      const next = this.#ready.shift();
      if (!next) return;
      void this.#deliver(next);
    }
  }

  async #deliver({ delivery, url }: Waiting): Promise<void> {
    const abort = new AbortController();
    this.#inFlight.add(abort);
    const deadline = setTimeout(() => abort.abort(new Error("no answer within 5 s")), ANSWER_MS);
    let outcome: number | string;
    try {
      const answer = await fetch(new URL(url, this.#options.appUrl()), {
        method: "POST",
        headers: delivery.headers,
        body: delivery.payload,
        signal: abort.signal,
        redirect: "manual",
      });
      await answer.arrayBuffer();
      outcome = answer.status;
    } catch (error) {
      outcome =
        error instanceof Error
          ? error.cause instanceof Error
            ? error.cause.message
            : error.message
          : "failed";
    }
    clearTimeout(deadline);
    this.#inFlight.delete(abort);
    if (this.#closed) return;
    delivery.tries.push(outcome);
    this.#pump();
    if (typeof outcome === "number" && outcome >= 200 && outcome < 300) {
      delivery.state = "delivered";
      this.#settleOne();
    } else if (delivery.tries.length >= MAX_TRIES) {
      delivery.state = "given up";
      this.#settleOne();
    } else {
      const timer = setTimeout(
        () => {
          this.#timers.delete(timer);
          this.#ready.push({ delivery, url });
          this.#pump();
        },
        this.#options.firstRetryMs * 2 ** (delivery.tries.length - 1),
      );
      this.#timers.add(timer);
    }
  }

  #settleOne(): void {
    this.#unsettled--;
    this.#announceSettled();
  }

  #announceSettled(): void {
    if (this.#unsettled > 0) return;
    const listeners = this.#settledListeners;
    this.#settledListeners = [];
    for (const listener of listeners) listener();
  }
}
