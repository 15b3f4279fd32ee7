// npm start: installs, then hands over to serve.mjs on the project's own Node.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { installMissing, projectNode, root } from "./install.mjs";

installMissing();
const child = spawn(
  projectNode(),
  ["--disable-warning=ExperimentalWarning", join(root, "workers/sandbox/serve.mjs"), ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit" },
);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 0));
