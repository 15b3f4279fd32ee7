// What workerd runs under npm run dev: the ledger, and a hand that passes jobs and crons on to Node, where the app runs as it is written.
export { CreditLedger } from "../ledger/ledger";

interface DevEnv {
  NODE: Fetcher;
}

/** What Node decided about a message: done, or again after some seconds. */
interface Decision {
  id: string;
  retryAfterSeconds: number | null;
}

const tell = (env: DevEnv, path: string, body: unknown) =>
  env.NODE.fetch(`http://node/${path}`, { method: "POST", body: JSON.stringify(body) });

export default {
  // The sandbox's webhooks come through here.
  fetch: (request, env) => env.NODE.fetch(request),
  async scheduled({ cron }, env) {
    await tell(env, "@dev/cron", { cron });
  },
  async queue(batch, env) {
    const messages = batch.messages.map(({ id, body, attempts }) => ({ id, body, attempts }));
    const decisions = await (await tell(env, "@dev/queue", { queue: batch.queue, messages })).json<Decision[]>();
    for (const message of batch.messages) {
      const decision = decisions.find(({ id }) => id === message.id);
      if (decision?.retryAfterSeconds === null) message.ack();
      else message.retry({ delaySeconds: decision?.retryAfterSeconds ?? 1 });
    }
  },
} satisfies ExportedHandler<DevEnv>;
