import assert from "node:assert/strict";
import { after, test } from "node:test";
// @ts-expect-error Plain JavaScript, shared with the seed.
import { mailedLink } from "../../workers/local/client.mjs";
import { addContact, closeBrowser, expectBalance, joinTeam, newAddress, newVisitor, origin, sees, signUp } from "./person.ts";

after(closeBrowser);

for (const width of [1280, 360]) {
  test(`a colleague is invited, joins with a new account, works for the team's credits, and is removed (${width} pixels)`, async () => {
    const viewport = { width, height: 820 };
    const owner = await signUp({ viewport });
    const [first, second] = [newAddress(), `x${newAddress()}`];
    await owner.page.goto(`${origin}/settings/members`);
    await owner.page.getByLabel("E-mail addresses").fill(`${first}\n${second}`);
    await owner.page.getByRole("button", { name: "Invite", exact: true }).click();
    await sees(owner, "Invited 2 people.");
    await owner.page.getByRole("button", { name: `Take back the invitation to ${second}` }).click();
    await sees(owner, "Taken back.");

    const colleague = await newVisitor({ viewport });
    await colleague.page.goto(await mailedLink(origin, first, "/join/"));
    await sees(colleague, `${owner.email} invites you to join as Agent.`);
    await colleague.page.getByLabel("Your name").fill("Ben Colleague");
    await colleague.page.getByLabel("Password").fill("short");
    await colleague.page.getByLabel("I am 18 or older").check();
    // The browser itself says that it is too short; what was typed stays.
    await colleague.page.getByLabel("Password").fill("correct horse battery");
    await colleague.page.getByRole("button", { name: "Create my account and join" }).click();
    await colleague.page.waitForURL("**/contacts");
    await expectBalance(colleague, 25);
    await addContact(colleague, "Shared");
    await expectBalance(colleague, 24);
    await owner.page.goto(`${origin}/contacts`);
    await sees(owner, "Shared");
    await expectBalance(owner, 24);

    await owner.page.goto(`${origin}/settings/members`);
    await owner.page.getByRole("link", { name: /Ben Colleague/ }).click();
    await sees(owner, "1 credit this month.");
    await owner.page.getByLabel("Role", { exact: true }).selectOption("viewer");
    await owner.page.getByRole("button", { name: "Change the role" }).click();
    await sees(owner, "The role is changed.");
    await colleague.page.goto(`${origin}/contacts`);
    await sees(colleague, "Shared");
    assert.equal(await colleague.page.getByRole("link", { name: /^Add contact/ }).count(), 0);
    await owner.page.getByLabel("Who gets what they look after?").selectOption({ label: "Asha Rao" });
    await owner.page.getByRole("button", { name: "Remove this member" }).click();
    await sees(owner, "Removed from the team.");
    await colleague.page.goto(`${origin}/contacts`);
    await sees(colleague, "You’re not in a team right now.");
    assert.deepEqual([owner.problems, owner.strangers, colleague.problems, colleague.strangers], [[], [], [], []]);
  });
}

test("one person in two teams: each browser looks at the one it chose, and sees nothing of the other", async () => {
  const [owner, both] = [await signUp(), await signUp()];
  await addContact(both, "Mine");
  await addContact(owner, "Theirs");
  await joinTeam(both, owner, "manager");
  await sees(both, "Theirs");
  assert.equal(await both.page.getByText("Mine", { exact: true }).count(), 0);
  await both.page.getByRole("link", { name: /Your teams/ }).click();
  await both.page.getByRole("button", { name: /^Switch to Asha’s team/ }).click();
  await both.page.waitForURL("**/contacts");
  await sees(both, "Mine");
  assert.equal(await both.page.getByText("Theirs", { exact: true }).count(), 0);
  assert.deepEqual([both.problems, owner.problems], [[], []]);
});

test("a team is handed over: offered with the password, taken with a click, and its old owner stays as a manager", async () => {
  const [owner, member] = [await signUp(), await signUp()];
  await joinTeam(member, owner, "agent");
  await member.page.goto(`${origin}/settings`);
  await member.page.getByLabel("Your name").fill("Mo Member");
  await member.page.getByRole("button", { name: "Save your name and phone" }).click();
  await sees(member, "Saved.");
  await owner.page.goto(`${origin}/settings/members`);
  await owner.page.getByRole("link", { name: /Mo Member/ }).click();
  await owner.page.getByLabel("Your password").fill("not the password");
  await owner.page.getByRole("button", { name: "Offer the team to Mo Member" }).click();
  await sees(owner, "Wrong password. Nothing was changed.");
  await owner.page.getByLabel("Your password").fill("correct horse battery");
  await owner.page.getByRole("button", { name: "Offer the team to Mo Member" }).click();
  await sees(owner, "This team is offered to Mo Member");
  await member.page.goto(`${origin}/settings/members`);
  await member.page.getByRole("button", { name: "Take the team over" }).click();
  await sees(member, "You are the owner of this team now.");
  await owner.page.goto(`${origin}/settings/team`);
  await sees(owner, "Only the team’s owner can change these.");
  assert.deepEqual([owner.problems, member.problems], [[], []]);
});

test("a role is made by ticking, given to a member, and says to them what they may do", async () => {
  const [owner, member] = [await signUp(), await signUp()];
  await owner.page.goto(`${origin}/settings/roles`);
  await owner.page.getByLabel("Name", { exact: true }).fill("Caller");
  await owner.page.getByLabel("Import files").uncheck();
  await owner.page.getByLabel("Export records").uncheck();
  await owner.page.getByRole("button", { name: "Create the role" }).click();
  await sees(owner, "The role Caller was created.");
  await joinTeam(member, owner, "agent");
  await owner.page.goto(`${origin}/settings/members`);
  await owner.page.getByRole("link", { name: new RegExp(member.email) }).click();
  const roles = owner.page.getByLabel("Role", { exact: true });
  await roles.selectOption({ label: (await roles.locator("option", { hasText: "Caller" }).textContent()) ?? "" });
  await owner.page.getByRole("button", { name: "Change the role" }).click();
  await sees(owner, "The role is changed.");
  await member.page.goto(`${origin}/settings/roles`);
  for (const words of [/No:\s*Import files/, /Yes:\s*Add contacts, companies and notes/])
    await member.page.getByRole("listitem").filter({ hasText: words }).waitFor();
  await member.page.goto(`${origin}/import`);
  await sees(member, "Your role doesn’t let you import files.");
  assert.deepEqual([owner.problems, member.problems], [[], []]);
});

for (const width of [1280, 360]) {
  test(`an agent whose role shows only their own records sees no others: in the list, the search, the export and by address (${width} pixels)`, async () => {
    const viewport = { width, height: 820 };
    const [owner, agent] = [await signUp({ viewport }), await signUp({ viewport })];
    await addContact(owner, "Hidden");
    const address = owner.page.url();
    await owner.page.goto(`${origin}/settings/roles`);
    await owner.page.getByLabel("Name", { exact: true }).fill("Field agent");
    await owner.page.getByLabel("Contacts", { exact: true }).selectOption("own");
    await owner.page.getByRole("button", { name: "Create the role" }).click();
    await sees(owner, "sees only their own contacts");
    await joinTeam(agent, owner, "agent");
    await owner.page.goto(`${origin}/settings/members`);
    await owner.page.getByRole("link", { name: new RegExp(agent.email) }).click();
    await owner.page.getByLabel("Role", { exact: true }).selectOption({ label: "Field agent" });
    const agentId = owner.page.url().split("/").at(-1) ?? "";
    await owner.page.getByRole("button", { name: "Change the role" }).click();
    await sees(owner, "The role is changed.");

    await addContact(agent, "Mine");
    await sees(agent, "Owner");
    const csv = () => agent.page.evaluate(async () => (await fetch("/contacts/export.csv", { headers: { Accept: "text/csv" } })).text());
    for (const path of ["/contacts", "/contacts?sort=name", "/contacts?search=i", "/companies"]) {
      await agent.page.goto(`${origin}${path}`);
      await agent.page.getByRole("main").waitFor();
      assert.ok(!(await agent.page.content()).includes("Hidden"), path);
    }
    assert.ok((await csv()).includes("Mine"));
    assert.ok(!(await csv()).includes("Hidden"));
    await agent.page.goto(address);
    await sees(agent, "Check the address for typos.");

    // The owner hands it over: now it is theirs.
    await owner.page.goto(`${address}/edit`);
    await owner.page.getByLabel("Owner").selectOption(agentId);
    await owner.page.getByRole("button", { name: "Save", exact: true }).click();
    await sees(owner, "Saved Hidden");
    await agent.page.goto(`${origin}/contacts`);
    await sees(agent, "Hidden");
    await agent.page.goto(address);
    await agent.page.getByRole("button", { name: "Make private" }).click();
    await sees(agent, "Now private");
    await agent.page.getByRole("button", { name: "Make visible to the team" }).click();
    await sees(agent, "Visible to the team again.");
  });
}
