// Every address of the app, for everybody who may ask for it: one table, whose rows come from the routes. A new route without a row fails.
import { beforeAll, describe, expect, it } from "vitest";
import { runArchive, startArchive } from "~/app/domain/archives/archives";
import { contacts } from "~/app/domain/contacts/card";
import { readContacts } from "~/app/domain/contacts/contacts";
import { addCustomField, readCustomFields } from "~/app/domain/fields/customFields";
import { readImports } from "~/app/domain/imports/imports";
import { deactivate } from "~/app/domain/leaving/deactivation";
import { readPurchases } from "~/app/domain/payments/purchases";
import { eraseContact } from "~/app/domain/privacy/contactRights";
import { openTicket } from "~/app/domain/support/support";
import { addGroup } from "~/app/domain/teams/groups";
import { invite } from "~/app/domain/teams/invitations";
import { addRole } from "~/app/domain/teams/roles";
// @ts-expect-error The build has no types; it is made by `npm run build`.
import * as build from "../../build/server/index.js";
import { again, Browser, linkTo, newContext, newPerson, PASSWORD, type Person } from "../support/app";
import { joinedAs } from "../support/members";
import { everything, settled } from "../support/planted";
import { idsByNoun, newMark } from "../support/records";
import { askConfirmed } from "../support/requests";
import { addressOf, type Params, patternsOf } from "../support/routes";
import { type Answers, expected, type Who } from "./matrix";

/** Ids of what a team has, for each part of an address. */
async function paramsOf(team: Person): Promise<Params> {
  const ctx = await again(team);
  const [contact] = (await readContacts(ctx, { ...everything, search: "first" })).contacts;
  const [trashed] = (await readContacts(ctx, { ...everything, trashed: true })).contacts;
  const erased = await eraseContact(ctx, trashed?.id ?? "");
  const [purchase] = (await readPurchases(ctx, null)).purchases;
  const [imported] = await readImports(ctx);
  await addCustomField(ctx, contacts, { name: newMark() });
  const role = await addRole(ctx, { name: newMark(), acts: ["record.add"] });
  const group = await addGroup(ctx, { name: newMark(), memberIds: [] });
  const invited = `${newMark()}@example.org`;
  await invite(ctx, [invited], "agent");
  const [field] = await readCustomFields(ctx, contacts.noun);
  const started = await startArchive(ctx);
  const archiveId = "archiveId" in started ? started.archiveId : "";
  await runArchive(await newContext(), team.teamId, archiveId);
  const written = { name: "Asha", email: team.email, topic: "help" as const, body: "Help" };
  const ticket = await openTicket(await newContext(), written, { userId: team.userId, teamId: team.teamId } as never);
  return {
    contactId: contact?.id ?? "",
    ...(await idsByNoun(ctx)),
    purchaseId: purchase?.id ?? "",
    importId: imported?.id ?? "",
    actId: erased.kind === "done" ? erased.actId : "",
    fieldId: field?.id ?? "",
    memberId: ctx.member.id,
    groupId: group.kind === "done" ? group.id : "",
    roleId: role.kind === "done" ? role.id : "",
    token: await linkTo(invited, "invited").then((url) => url.split("/").at(-1) ?? ""),
    file: `${archiveId}.zip`,
    ticketId: ticket.ticketId,
    requestId: (await askConfirmed("copy", `${newMark()}@example.org`, { name: "Asks", details: "" })).id,
    teamId: team.teamId,
    policy: "privacy",
    version: "",
  };
}

/** Where an answer leads, or its status. A redirect says only to which page. */
function say(response: Response): string {
  const to = response.headers.get("Location");
  if (response.status < 300 || response.status >= 400 || !to) return String(response.status);
  return to.startsWith("/sign-in") ? "sign-in" : to.startsWith("/settings/leave") ? "leaving" : "302";
}

const browsers = {} as Record<Who, Browser>;
const params = {} as { team: Params; leaving: Params };

beforeAll(async () => {
  const team = await settled(newMark());
  const leaving = await settled(newMark());
  params.team = await paramsOf(team);
  params.leaving = await paramsOf(leaving);
  await deactivate(await again(leaving), PASSWORD);
  browsers.nobody = new Browser();
  browsers.stranger = (await newPerson({ verified: true, credits: 5 })).browser;
  browsers.viewer = (await joinedAs("viewer", team)).browser;
  browsers.agent = (await joinedAs("agent", team)).browser;
  browsers.owner = team.browser;
  browsers.leaving = leaving.browser;
  browsers.operator = (await newPerson({ verified: true, address: "operator@farthing.test" })).browser;
});

// Erasing takes the archive along, so it comes last. Signing out would end the asking.
const isLast = (pattern: string) => Number(pattern.endsWith("/erase"));
const patterns = patternsOf(build.routes)
  .filter((pattern) => pattern !== "/sign-out")
  .sort((one, other) => isLast(one) - isLast(other));

async function answersOf(method: "GET" | "POST", pattern: string): Promise<Answers> {
  const answers = {} as Answers;
  for (const [who, browser] of Object.entries(browsers) as [Who, Browser][]) {
    const path = addressOf(pattern, who === "leaving" ? params.leaving : params.team);
    answers[who] = say(await (method === "GET" ? browser.ask(path) : browser.post(path, { intent: "none" })));
  }
  return answers;
}

describe("every address", () => {
  it("has a row in the table, and the table none without an address", () => {
    expect(Object.keys(expected).sort()).toEqual(patterns.toSorted());
  });

  it.each(patterns)("%s answers each as the table says, read and posted to", async (pattern) => {
    const seen = { GET: await answersOf("GET", pattern), POST: await answersOf("POST", pattern) };
    expect(seen).toEqual(expected[pattern]);
  });
});
