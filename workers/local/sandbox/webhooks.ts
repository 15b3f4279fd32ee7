// Signed webhooks to the app, as Stripe sends them; and, when asked, late, twice, backwards or never.
import Stripe from "stripe";
import type { Store } from "./desk";
import { newEvent } from "./objects";

export type Manner = "now" | "late" | "twice" | "backwards" | "never";
export const LATE_MS = 8_000;

export interface Telling {
  type: string;
  object: { id: string };
}

export class Webhooks {
  constructor(
    private readonly app: Fetcher,
    private readonly secret: string,
    private readonly store: Store,
    private readonly wait: (work: Promise<unknown>) => void,
  ) {}

  /** Sends events in the given manner. Late ones go out after the answer to the browser. */
  async send(tellings: Telling[], manner: Manner = "now"): Promise<void> {
    const events = [];
    for (const { type, object } of tellings) events.push(await this.store.put(newEvent(type, object)));
    if (manner === "never") return;
    const order = manner === "backwards" ? events.reverse() : manner === "twice" ? [...events, ...events] : events;
    const deliver = async () => {
      if (manner === "late") await new Promise((resolve) => setTimeout(resolve, LATE_MS));
      for (const event of order) await this.deliver(event);
    };
    if (manner === "late") this.wait(deliver());
    else await deliver();
  }

  /** One delivery. A failure is only noted: the event can be sent again from the sandbox's page. */
  async deliver(event: object): Promise<number> {
    const payload = JSON.stringify(event);
    const signature = await Stripe.webhooks.generateTestHeaderStringAsync({ payload, secret: this.secret });
    const headers = { "Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature };
    const response = await this.app.fetch("http://localhost/hooks/stripe", { method: "POST", headers, body: payload });
    return response.status;
  }
}
