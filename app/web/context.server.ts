// What Remix hands to every loader and action.
import type { Context } from "../domain/core/context";

declare module "@remix-run/cloudflare" {
  interface AppLoadContext {
    ctx: Context;
    nonce: string;
  }
}
