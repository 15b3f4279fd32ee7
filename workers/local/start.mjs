// npm start and npm run dev: installs, then hands over to serve.mjs or dev.mjs on the project's own Node.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { installMissing, projectNode, root } from "./install.mjs";

installMissing();
const program = process.argv.includes("--dev") ? "dev.mjs" : "serve.mjs";
const child = spawn(
  projectNode(),
  ["--disable-warning=ExperimentalWarning", join(root, "workers/local", program), ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit" },
);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 0));
