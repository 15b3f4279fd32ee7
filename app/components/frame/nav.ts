// Where one can go, said once: the sidebar, the bar of phones, the palette and the keyboard read it here.
import { Building2, CircleDollarSign, FileUp, Folder, LifeBuoy, type LucideIcon, Settings, Users } from "lucide-react";
import { paths } from "../../web/paths";
import { capital } from "../records/cardView";

/** A noun with a card, as the frame shows it. */
export interface NounView {
  noun: string;
  plural: string;
  words: { one: string; many: string };
  /** How many are listed. */
  count?: number;
}

export interface Place {
  to: string;
  words: string;
  icon: LucideIcon;
  /** What it is called in the palette, where that says more. */
  command?: string;
  /** What leads there, when nobody is typing. */
  keys?: string;
  count?: number;
  /** What one must be allowed, to be led there. */
  act?: string;
}

/** Of nouns that have one of their own. */
const icons: Record<string, LucideIcon> = { company: Building2 };

/** What a team has: contacts and the nouns of the cards, then the import. */
export function recordPlaces(contacts: number | undefined, nouns: NounView[]): Place[] {
  return [
    { to: paths.contacts(), words: "Contacts", icon: Users, command: "Go to contacts", keys: "g c", count: contacts },
    ...nouns.map(({ noun, plural, words, count }, n) => ({
      to: paths.records(plural),
      words: capital(words.many),
      icon: icons[noun] ?? Folder,
      command: `Go to ${words.many}`,
      keys: n < 9 ? `g ${n + 1}` : undefined,
      count,
    })),
    { to: paths.imports(), words: "Import", icon: FileUp, command: "Import contacts", keys: "g i", act: "import.make" },
  ];
}

/** What is the team's own, and the help. */
export const teamPlaces: Place[] = [
  { to: paths.credits(), words: "Credits", icon: CircleDollarSign, keys: "g b" },
  { to: paths.settings(), words: "Settings", icon: Settings, keys: "g s" },
];
export const helpPlace: Place = { to: paths.help(), words: "Help", icon: LifeBuoy, keys: "?" };

/** What the palette offers by name, in its order, with the keys that do the same. `may`: what this member is allowed. */
export function commands(nouns: NounView[], may: (act: string) => boolean): { words: string; to: string; keys?: string }[] {
  const named = (places: Place[]) => places.map(({ to, words, command, keys, act }) => ({ to, words: command ?? words, keys, act }));
  const all: { words: string; to: string; keys?: string; act?: string }[] = [
    { words: "Add contact", to: paths.newContact(), keys: "c", act: "record.add" },
    ...nouns.map(({ plural, words }) => ({ words: `Add ${words.one}`, to: paths.newRecord(plural), act: "record.add" })),
    ...named(recordPlaces(0, nouns)),
    ...named(teamPlaces),
    { words: "Buy credits", to: paths.buy(), act: "credits.buy" },
    { words: "Invite people", to: paths.members(), act: "member.invite" },
    { words: "Your teams", to: paths.teams() },
    { words: "Statement", to: paths.statement() },
    { words: "Purchases and receipts", to: paths.purchases() },
    { words: "Trash", to: paths.contacts({ trash: "1" }) },
    { words: "Prices", to: paths.prices() },
    ...named([helpPlace]),
  ];
  return all.filter(({ act }) => !act || may(act));
}
