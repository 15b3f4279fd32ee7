// What time it is. In production there is no CLOCK binding and this is Date.now(); the sandbox has one that can be moved.

/** Milliseconds since 1970, moved by the sandbox's offset where there is one. */
export async function readClock(binding: Fetcher | undefined): Promise<number> {
  if (!binding) return Date.now();
  const response = await binding.fetch("http://sandbox/sandbox/clock");
  return Date.now() + Number(await response.text());
}
