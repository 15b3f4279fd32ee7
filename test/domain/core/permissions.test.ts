// The table of acts and roles: what each role may, in words as in deeds, and that nothing else decides by a role's name.
import { expect, it } from "vitest";
import { allPermissions, can, notAllowed, notAllowedWords, type Permission, type Role } from "~/app/domain/core/permissions";

const sources = import.meta.glob<string>("/app/**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
const as = (role: Role, id = "me") => ({ member: { id, userId: "user", name: "", email: "", role } });

it("owners may everything, managers what concerns contacts and fields, agents neither", () => {
  const owners: Permission[] = [
    "team.change",
    "team.leave",
    "audit.read",
    "archive.make",
    "billing.change",
    "promo.redeem",
    "budget.set",
    "support.allow",
  ];
  const managers: Permission[] = ["request.end", "contact.restrict", "contact.erase", "field.change", "field.sensitive", "tag.delete"];
  for (const act of owners)
    expect([act, can(as("owner"), act), can(as("manager"), act), can(as("agent"), act)]).toEqual([act, true, false, false]);
  for (const act of managers)
    expect([act, can(as("owner"), act), can(as("manager"), act), can(as("agent"), act)]).toEqual([act, true, true, false]);
});

it("an import's rows are seen by whoever brought them, and by owners and managers", () => {
  expect(can(as("agent", "a"), "import.read", { memberId: "a" })).toBe(true);
  expect(can(as("agent", "a"), "import.read", { memberId: "b" })).toBe(false);
  expect(can(as("manager", "a"), "import.read", { memberId: "b" })).toBe(true);
});

it("who is not allowed reads who is", () => {
  expect(notAllowedWords(notAllowed("team.change"))).toBe("Only the team’s owner can change the team’s details.");
  expect(notAllowedWords(notAllowed("tag.delete"))).toBe("Only an owner or a manager can delete a tag.");
});

it("no other file compares a role with a name", () => {
  const asking = Object.entries(sources).filter(
    ([path, text]) => /\.?role\s*[!=]==?\s*["']|["']\s*[!=]==?\s*\w*\.?role\b/.test(text) && path !== "/app/domain/core/permissions.ts",
  );
  expect(asking.map(([path]) => path)).toEqual([]);
});

it("pages ask for permissions by names that the table has", () => {
  const asked = Object.entries(sources).flatMap(([path, text]) =>
    Array.from(text.matchAll(/(?:<IfMay act=|\bmay\(|\bact: )"([a-z]+\.[a-z-]+)"/g), ([, act]) => ({ path, act })),
  );
  const acts = new Set<string>(allPermissions.map(({ act }) => act));
  const inComponents = asked.filter(({ path }) => path.startsWith("/app/components/"));
  expect(inComponents.length).toBeGreaterThan(15);
  expect(inComponents.filter(({ act }) => !acts.has(act ?? ""))).toEqual([]);
});

it("a viewer may nothing, and of a role that the team made nothing but what was ticked, never what an owner is", () => {
  for (const { act, ownersOnly } of allPermissions) {
    expect([act, can(as("viewer"), act)]).toEqual([act, false]);
    const own = (grants: string[]) => can({ member: { ...as("own").member, grants } }, act);
    expect([act, own([]), own([act])]).toEqual([act, false, !ownersOnly]);
  }
});
