// What every priced form carries: the key that was minted when it was shown.
import { z } from "zod";

/** A ULID. It becomes the id of what the form makes, so nothing else may come in its place. */
export const Key = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{26}$/)
  .catch(() => {
    throw new Response("This form is too old. Open it again.", { status: 400 });
  });
