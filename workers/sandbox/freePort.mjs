// Ports of loopback: one that nobody listens on, and whether one is taken.
import { createServer } from "node:net";

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Whether something listens on a port of loopback already. */
export function isTaken(port) {
  return new Promise((resolve) => {
    const server = createServer()
      .on("error", () => resolve(true))
      .listen(port, "127.0.0.1", () => server.close(() => resolve(false)));
  });
}
