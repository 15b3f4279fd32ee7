// People in one team, as tests put them there: in the database, where a test is not about how one joins.
import { env } from "cloudflare:workers";
import { ulid } from "ulidx";
import { addContact } from "~/app/domain/contacts/contacts";
import { again, contactInput, newPerson, type Person } from "./app";

/** Another person in the team of somebody, and in no other. */
export async function joinedAs(role: string, team: Person, roleId: string | null = null): Promise<Person> {
  const person = await newPerson({ verified: true });
  const sql = "UPDATE members SET team_id = ?, role = ?, role_id = ? WHERE user_id = ?";
  await env.DB.prepare(sql).bind(team.teamId, role, roleId, person.userId).run();
  return { ...person, teamId: team.teamId };
}

export const memberIdOf = async (person: Person): Promise<string> => (await again(person)).member.id;

/** Adds a contact that somebody looks after, as the owner of the team; null for nobody. */
export async function plantFor(owner: Person, mark: string, of: Person | null, over: object = {}): Promise<string> {
  const id = ulid();
  const ownerId = of ? await memberIdOf(of) : "";
  await addContact(await again(owner), contactInput({ firstName: mark, ownerId, ...over }), id, 1);
  return id;
}
