// The password of somebody who is signed in, asked for once more: tries are counted, and wrong ones noted for its owner to see.

import { noteFailedSignIn } from "../domain/accounts/security";
import { allow } from "../domain/core/limits";
import { fromOf } from "./device.server";
import { ipOf, type PersonContext } from "./guard.server";

/** Counts a try. False when there were too many in a quarter of an hour. */
export async function mayTryPassword(person: PersonContext, request: Request): Promise<boolean> {
  return allow(person, "password", person.member.userId, ipOf(request));
}

/** Notes in the security log that it was wrong. */
export async function noteWrongPassword(person: PersonContext, request: Request): Promise<void> {
  await noteFailedSignIn(person, person.member.email, fromOf(request));
}

export const tooManyTries = "Too many attempts. Try again in 15 minutes.";
