// The password of somebody who is signed in, asked for once more: tries are counted, and wrong ones noted for its owner to see.

import { noteFailedSignIn } from "../domain/accounts/security";
import { allow } from "../domain/core/limits";
import { fromOf } from "./device.server";
import { ipOf, type MemberContext } from "./guard.server";

/** Counts a try. False when there were too many in a quarter of an hour. */
export async function mayTryPassword(member: MemberContext, request: Request): Promise<boolean> {
  return allow(member, "password", member.member.userId, ipOf(request));
}

/** Notes in the security log that it was wrong. */
export async function noteWrongPassword(member: MemberContext, request: Request): Promise<void> {
  await noteFailedSignIn(member, member.member.email, fromOf(request));
}

export const tooManyTries = "Too many attempts. Try again in 15 minutes.";
