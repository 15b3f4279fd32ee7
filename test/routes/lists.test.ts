// The forms above a list, before JavaScript: each is answered with the address that says the same.
import { ulid } from "ulidx";
import { beforeAll, describe, expect, it } from "vitest";
import { nouns } from "~/app/domain/modules";
import { ALL_MAX } from "~/app/domain/records/filter";
import { newPerson, type Person } from "../support/app";
import { newMark } from "../support/records";

describe.each(nouns)("the list of $plural", ({ noun, plural }) => {
  let person: Person;
  const mark = newMark();
  const name = noun === "contact" ? "firstName" : "name";
  beforeAll(async () => {
    person = await newPerson({ credits: 5, verified: true });
    for (const word of [mark, newMark()])
      expect((await person.browser.post(`/${plural}/new`, { key: ulid(), price: "1", [name]: word })).status).toBe(302);
  });

  /** Where a form that is sent to the list leads: its query. */
  async function sent(fields: [string, string][]): Promise<URLSearchParams> {
    const answer = await person.browser.ask(`/${plural}?${new URLSearchParams(fields)}`);
    expect(answer.status).toBe(302);
    return new URL(answer.headers.get("Location") ?? "", "https://farthing.test").searchParams;
  }
  const conditions = (...fields: [string, string][]) => sent([["conditions", "1"], ...fields]);
  const filterOf = (query: URLSearchParams) => JSON.parse(query.get("filter") ?? "[]");

  it("takes conditions row by row: one is added with the first thing it can be asked, filled in, joined by others, and taken away", async () => {
    const added = await conditions(["or", name], ["sort", "name"]);
    expect([filterOf(added), added.get("panel"), added.get("sort")]).toEqual([[[[name, "has", []]]], "filter", "name"]);
    const row: [string, string][] = [
      ["f0.0.field", name],
      ["f0.0.is", "has"],
      ["f0.0.value", mark],
    ];
    const filled = await conditions(...row, ["and0", "createdAt"], ["or", name]);
    expect(filterOf(filled)).toEqual([
      [
        [name, "has", [mark]],
        ["createdAt", "within", []],
      ],
      [[name, "has", []]],
    ]);
    const page = await (await person.browser.ask(`/${plural}?${await conditions(...row)}`)).text();
    expect(page.match(/aria-label="Select m/g)).toHaveLength(1);
    expect(page).toContain(`value="${mark}"`);
    expect(filterOf(await conditions(...row, ["drop", "0.0"]))).toEqual([]);
    expect(filterOf(await conditions(...row, ["drop", "all"]))).toEqual([]);
    // Another field cannot be asked the same: it begins anew.
    expect(filterOf(await conditions(["f0.0.field", "createdAt"], ["f0.0.is", "has"]))).toEqual([[["createdAt", "within", []]]]);
  });

  it("keeps as many conditions as a filter can have, and says that there is no room for more", async () => {
    const rows = Array.from({ length: 40 }, (_, n): [string, string] => [`f${n >> 3}.${n % 8}.field`, name]);
    const query = await conditions(...rows);
    expect(filterOf(query).flat()).toHaveLength(ALL_MAX);
    expect(await (await person.browser.ask(`/${plural}?${query}`)).text()).toContain(`at most ${ALL_MAX} conditions`);
    const long = Array.from({ length: 8 }, (_, n): [string, string] => ["f0.1.value", `${n}${"x".repeat(290)}`]);
    const short = await conditions(["f0.0.field", name], ["f0.0.value", mark], ["f0.1.field", name], ["f0.1.is", "has"], ...long);
    expect(filterOf(short)).toEqual([[[name, "has", [mark]]]]);
  });

  it("takes columns in an order, moves one forward, and goes back to those it begins with", async () => {
    const choose: [string, string][] = [
      ["choose", "1"],
      ["show", "changedAt"],
      ["show", "createdAt"],
    ];
    expect((await sent(choose)).get("columns")).toBe("changedAt,createdAt");
    const moved = await sent([...choose, ["up", "createdAt"]]);
    expect(moved.get("columns")).toBe("createdAt,changedAt");
    const page = await (await person.browser.ask(`/${plural}?${moved}`)).text();
    expect(page.indexOf(">Added</th>")).toBeGreaterThan(0);
    expect(page.indexOf(">Added</th>")).toBeLessThan(page.indexOf(">Last changed</th>"));
    expect((await sent([...choose, ["usual", "1"]])).get("columns")).toBeNull();
  });

  it("changes what is ticked before JavaScript too: the boxes lead to the page that asks what to change", async () => {
    const page = await (await person.browser.ask(`/${plural}`)).text();
    const [id = ""] = /[0-9A-HJKMNP-TV-Z]{26}/.exec(page.slice(page.indexOf('name="id"'))) ?? [];
    const asked = await (await person.browser.ask(`/${plural}/change?id=${id}&intent=x&field=trash`)).text();
    expect(asked).toContain(`Change 1 ${noun}`);
    const posted = await person.browser.post(`/${plural}/change?id=${id}`, { intent: "trash" });
    expect(posted.headers.get("Location")).toMatch(new RegExp(`^/${plural}\\?bulk=`));
  });
});
