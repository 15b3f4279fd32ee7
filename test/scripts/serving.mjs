// The built Worker on a folder's state in a process of its own, to be killed without a chance to say goodbye, and started again.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export class Serving {
  server = null;

  constructor(port, state) {
    this.port = port;
    this.state = state;
    this.origin = `http://localhost:${port}`;
  }

  /** Starts it and says what it printed when it came up: how far the newest import is. */
  async start() {
    const script = fileURLToPath(new URL("serveState.mjs", import.meta.url));
    const options = { detached: true, stdio: ["ignore", "pipe", "ignore"] };
    this.server = spawn(process.execPath, [script, String(this.port), this.state], options);
    return new Promise((resolve, reject) => {
      this.server.stdout.once("data", (data) => resolve(Number(data)));
      this.server.once("exit", () => reject(new Error("The server did not start.")));
    });
  }

  /** SIGKILL for the server and everything it started. */
  kill() {
    if (this.server?.pid && this.server.exitCode === null) process.kill(-this.server.pid, "SIGKILL");
    this.server = null;
  }
}
