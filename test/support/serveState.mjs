// serveState.mjs PORT FOLDER: the built Worker on a folder's state, to be killed. Fires the minute's cron every second, a minute ahead,
// so that what a crash left lying is found without a minute's wait. Stops by itself after ten minutes.
import { fireCron, migrate, startServer } from "../../workers/sandbox/server.mjs";

const [port, state] = process.argv.slice(2);
const miniflare = await startServer({ port: Number(port), state });
await migrate(miniflare);
setTimeout(() => process.exit(0), 600_000);
const db = await miniflare.getD1Database("DB", "farthing");
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, 300));
  // What was touched last before the crash counts as left lying at once.
  await db.prepare("UPDATE imports SET changed_at = changed_at - 61000 WHERE state = 'running'").run();
  await fireCron(miniflare, "* * * * *").catch(() => null);
}
