// serveState.mjs PORT FOLDER: the built Worker on a folder's state, to be killed. Prints how far the newest import is, then fires the
// minute's cron twice a second with what is at work called stale, so that no test waits a minute. Stops by itself after ten minutes.
import { fireCron, migrate, startServer, twice } from "../../workers/local/server.mjs";

const [port, state] = process.argv.slice(2);
const miniflare = await startServer({ port: Number(port), state });
await migrate(miniflare);
setTimeout(() => process.exit(0), 600_000);
const db = await miniflare.getD1Database("DB", "farthing");
process.stdout.write(String((await twice(() => db.prepare("SELECT cursor FROM imports ORDER BY id DESC LIMIT 1").first("cursor"))) ?? 0));
for (;;) {
  // A turn that fails is followed by another: on a busy machine the connection to workerd is closed now and then.
  try {
    await db.prepare("UPDATE imports SET changed_at = changed_at - 61000 WHERE state = 'running'").run();
    await fireCron(miniflare, "* * * * *");
  } catch {}
  await new Promise((resolve) => setTimeout(resolve, 500));
}
