// Saved views: whose they are, who sees them, who may change them, and what each member makes of them.

import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { nouns } from "~/app/domain/modules";
import { eraseUser } from "~/app/domain/privacy/memberRights";
import { changeView, dropView, findView, keepViewAt, readViews, saveView, VIEWS_MAX } from "~/app/domain/records/views";
import { again, newPerson, type Person } from "../../support/app";

async function joined(owner: Person, role = "agent"): Promise<Person> {
  const person = await newPerson({ verified: true });
  await env.DB.prepare("UPDATE members SET team_id = ?, role = ? WHERE user_id = ?").bind(owner.teamId, role, person.userId).run();
  return person;
}

describe.each(nouns)("a saved view of $plural", ({ noun, plural }) => {
  let owner: Person;
  let colleague: Person;
  const view = (over: object = {}) => ({ noun, name: "Mine", shared: false, query: "sort=name", ...over });
  const names = async (of: Person) => (await readViews(await again(of))).map(({ name }) => name);
  const idOf = (made: Awaited<ReturnType<typeof saveView>>) => (made.kind === "done" ? made.id : "");
  beforeEach(async () => {
    owner = await newPerson({ verified: true });
    colleague = await joined(owner);
  });

  it("is its maker's alone until it is shared; a shared one shows a colleague the same under the same address", async () => {
    const id = idOf(await saveView(await again(owner), view()));
    expect([await names(owner), await names(colleague)]).toEqual([["Mine"], []]);
    expect(await (await colleague.browser.ask(`/${plural}?view=${id}`)).text()).not.toContain("Mine");
    await changeView(await again(owner), id, { shared: true });
    expect(await names(colleague)).toEqual(["Mine"]);
    const page = await (await colleague.browser.ask(`/${plural}?view=${id}`)).text();
    expect(page).toMatch(/<option value="name" selected/);
    const bare = await (await colleague.browser.ask(`/${plural}`)).text();
    expect(bare).toMatch(/<option value="arrival" selected/);
  });

  it("is changed and deleted by its maker or a manager; by nobody else, and by no other team", async () => {
    const id = idOf(await saveView(await again(owner), view({ shared: true })));
    for (const act of [changeView(await again(colleague), id, { name: "Stolen" }), dropView(await again(colleague), id)])
      expect(await act).toEqual({ kind: "not-allowed", act: "view.change" });
    const stranger = await newPerson({ verified: true });
    for (const act of [
      changeView(await again(stranger), id, { name: "Stolen" }),
      dropView(await again(stranger), id),
      keepViewAt(await again(stranger), id, { pinned: true }),
    ])
      expect(await act).toEqual({ kind: "missing" });
    expect(await names(stranger)).toEqual([]);
    const theirs = idOf(await saveView(await again(colleague), view({ name: "Theirs", shared: true })));
    expect((await changeView(await again(owner), theirs, { name: "Ours" })).kind).toBe("done");
    expect((await dropView(await again(colleague), theirs)).kind).toBe("done");
    expect(await names(owner)).toEqual(["Mine"]);
  });

  it("has a name of its own among those that one sees, and there is an end to how many there are", async () => {
    await saveView(await again(owner), view());
    expect((await saveView(await again(owner), view({ name: "mine" }))).kind).toBe("taken");
    const made = await env.DB.prepare(
      `INSERT INTO saved_views (team_id, id, noun, member_id, name, query, created_at, changed_at)
       SELECT ?1, value, ?2, 'm', value, '', 1, 1 FROM generate_series(1, ?3)`,
    )
      .bind(owner.teamId, noun, VIEWS_MAX - 1)
      .run()
      .catch(() => null);
    if (!made) for (let n = 1; n < VIEWS_MAX; n++) await saveView(await again(owner), view({ name: `View ${n}` }));
    expect((await saveView(await again(owner), view({ name: "One more" }))).kind).toBe("full");
  });

  it("stands in the sidebar of who pinned it, and is where the list of who said so begins; of one noun at most one", async () => {
    const id = idOf(await saveView(await again(owner), view({ shared: true })));
    const other = idOf(await saveView(await again(owner), view({ name: "Other" })));
    await keepViewAt(await again(owner), id, { pinned: true, isDefault: true });
    const sidebar = async (of: Person) => (await (await of.browser.ask("/credits")).text()).includes(`view=${id}`);
    expect([await sidebar(owner), await sidebar(colleague)]).toEqual([true, false]);
    expect(await (await owner.browser.ask(`/${plural}`)).text()).toMatch(/<option value="name" selected/);
    expect(await (await owner.browser.ask(`/${plural}?view=all`)).text()).toMatch(/<option value="arrival" selected/);
    await keepViewAt(await again(owner), other, { isDefault: true });
    expect(await findView(await again(owner), id)).toMatchObject({ isDefault: false, pinned: true });
    await dropView(await again(owner), id);
    expect(await sidebar(owner)).toBe(false);
  });

  it("goes with its maker where it was theirs alone; a shared one stays", async () => {
    for (const shared of [true, false]) await saveView(await again(colleague), view({ name: `Shared ${shared}`, shared }));
    for (const { id } of await readViews(await again(colleague))) await keepViewAt(await again(colleague), id, { pinned: true });
    expect((await eraseUser(await again(colleague), colleague.userId)).kind).toBe("done");
    const left = await env.DB.prepare("SELECT name FROM saved_views WHERE team_id = ?").bind(owner.teamId).all<{ name: string }>();
    expect(left.results.map(({ name }) => name)).toEqual(["Shared true"]);
    expect(await env.DB.prepare("SELECT COUNT(*) AS n FROM view_marks WHERE team_id = ?").bind(owner.teamId).first("n")).toBe(0);
  });

  it("keeps of a query only what a list understands", async () => {
    const query = "search=a&sort=name&trash=1&after=x&evil=1&filter=%5B%5D";
    const posted = await owner.browser.post(`/${plural}/views`, { intent: "save", name: "Odd", query });
    expect(posted.status).toBe(302);
    expect((await readViews(await again(owner)))[0]?.query).toBe("search=a&sort=name&filter=%5B%5D");
  });
});
