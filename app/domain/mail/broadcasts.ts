// One message to many: a material change of a policy, a notice about the service, news for those who asked. Mailed person by person, each once, going on where it stopped.
import * as z from "zod";
import {
  type Broadcast,
  insertBroadcast,
  listAudience,
  listBroadcasts,
  listOpenBroadcasts,
  updateBroadcast,
} from "~/db/queries/broadcasts";
import { writeAll } from "~/db/statements";
import { recordAct } from "../core/auditLog";
import type { Context, TeamContext } from "../core/context";
import { dayWords } from "../core/dates";
import { newId } from "../core/ids";
import { type PolicyVersion, policyNames, policyPath, policyVersions } from "../core/policies";
import { writeMail, writeWithMails } from "./mails";

const PEOPLE_AT_ONCE = 50;
const PAGES_PER_RUN = 20;

export const BroadcastInput = z.object({
  kind: z.enum(["service", "product"]),
  title: z.string().trim().min(3, "Enter a subject").max(120, "At most 120 characters"),
  body: z.string().trim().min(10, "Write something").max(5_000, "At most 5,000 characters"),
});

/** Writes a notice or news. It goes out with the next runs of the cron. */
export async function writeBroadcast(ctx: TeamContext, input: z.infer<typeof BroadcastInput>): Promise<void> {
  const id = newId(ctx.now);
  await writeAll(ctx.db, [
    insertBroadcast(ctx.db, { id, ...input, createdBy: ctx.member.userId, createdAt: ctx.now }),
    recordAct(ctx, { act: "broadcast.written", teamId: null, subjectId: id, detail: { kind: input.kind } }),
  ]);
}

export async function readBroadcasts(ctx: Context): Promise<Broadcast[]> {
  return listBroadcasts(ctx.db, 50);
}

const idOf = ({ policy, version }: PolicyVersion) => `policy:${policy}:${version}`;

/** Announces material versions that have come into force; the first version of a policy is no change. Returns how many are being announced. */
export async function announcePolicies(ctx: Context, versions = policyVersions): Promise<number> {
  const material = versions.filter(({ material, change, from }) => material && change !== null && from <= ctx.now);
  if (material.length === 0) return 0;
  return (
    await writeAll(
      ctx.db,
      material.map((version) => {
        const { policy, change, from } = version;
        // Counted from its posting: who signed up since has accepted it.
        return insertBroadcast(ctx.db, {
          ...{ id: idOf(version), kind: "policy", title: policyNames[policy], body: change ?? "" },
          ...{ createdBy: "cron", createdAt: from },
        });
      }),
    )
  ).reduce((sum, rows) => sum + rows, 0);
}

/** Mails what is open to the next people. Returns how many mails were written. */
export async function runBroadcasts(ctx: Context): Promise<number> {
  let mailed = 0;
  for (const broadcast of await listOpenBroadcasts(ctx.db, 10)) {
    let at = broadcast;
    for (let page = 0; page < PAGES_PER_RUN && at.finishedAt === null; page++) {
      at = await mailPage(ctx, at);
    }
    mailed += at.mailed - broadcast.mailed;
  }
  return mailed;
}

async function mailPage(ctx: Context, broadcast: Broadcast): Promise<Broadcast> {
  const people = await listAudience(ctx.db, broadcast, PEOPLE_AT_ONCE);
  const mails = people.map(({ id, name, email }) => {
    return writeMail(ctx, { id: `${broadcast.id}:${id}`, recipient: email, teamId: null, ...saying(ctx, broadcast, name) });
  });
  const next = {
    afterId: people.at(-1)?.id ?? broadcast.afterId,
    mailed: broadcast.mailed + people.length,
    finishedAt: people.length < PEOPLE_AT_ONCE ? ctx.now : null,
  };
  await writeWithMails(ctx, [updateBroadcast(ctx.db, broadcast.id, next)], mails);
  return { ...broadcast, ...next };
}

function saying(ctx: Context, { kind, id, title, body, createdAt }: Broadcast, name: string) {
  if (kind !== "policy") {
    const template = kind === "service" ? ("service-notice" as const) : ("product-update" as const);
    return { template, props: { name, title, body, url: ctx.origin } };
  }
  const [, policy = "", version = ""] = id.split(":");
  const day = dayWords(createdAt);
  const url = `${ctx.origin}${policyPath(policy, version)}`;
  return { template: "policy-changed" as const, props: { name, policy: title.toLowerCase(), day, change: body, url } };
}
