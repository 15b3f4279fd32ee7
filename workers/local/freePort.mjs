// Ports of loopback: one that nobody listens on, and the one that a command was told to take.
import { createServer } from "node:net";

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Ends the program, with a sentence, where something listens on its port already: before anything is built or changed. */
export async function insistFree(port, command) {
  const free = await new Promise((resolve) => {
    const server = createServer()
      .on("error", () => resolve(false))
      .listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
  if (free) return;
  console.error(`Port ${port} is taken. Stop what listens there, or choose another: PORT=8788 ${command}`);
  process.exit(1);
}
