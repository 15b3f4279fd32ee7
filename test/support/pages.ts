// Every page that needs no sign-in, for the tests that look at all of them.

export const policyPages = ["terms", "privacy", "data-processing", "cookies", "security"].map((name) => `/policies/${name}`);

export const openPages = [
  ...["/", "/sign-in", "/sign-up", "/forgot", "/prices", "/help", "/status", "/retention"],
  ...["/subprocessors", "/promises", "/rights", "/support", "/gone", ...policyPages],
];
