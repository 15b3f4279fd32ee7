// What a log line may say of an error: what went wrong, never with which values.

/** An error in a few words. A failed query names its statement's values in its message; its cause does not. */
export function problemWords(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const told = error.cause instanceof Error ? error.cause : error;
  return `${told.name}: ${told.message.split("\nparams:")[0]?.slice(0, 200)}`;
}
