// The product on the landing page, drawn with its own parts: a piece of the list and the toast after a charge. Invented people.
import { statusTones, statusWords } from "../contacts/status";
import { Avatar, Chip, Coin } from "../ui/parts";

const people = [
  ["Anaïs Fernández", "anais@aster.example", "customer"],
  ["Björn Müller", "bjorn@fjord.example", "lead"],
  ["Elif Yılmaz", "elif@cedar.example", "prospect"],
  ["Wanjiru Suzuki", "wanjiru@cedar.example", "prospect"],
] as const;

export function Sample() {
  return (
    <div
      role="img"
      aria-label="A list of contacts in Farthing, and the message after adding one: 1 credit, 49 left, with Undo"
      className="rounded-lg border border-line bg-surface shadow-lg"
    >
      <div className="flex items-center gap-3 border-b border-line px-4 py-3">
        <b className="text-lg font-[620]">Contacts</b>
        <span className="ml-auto flex items-center gap-2 rounded-full border border-line px-2.5 py-1 font-[560] tabular-nums">
          <Coin /> 49
        </span>
        <span className="inline-flex items-center gap-2 rounded-md bg-accent px-3 py-1.5 font-[550] text-accent-ink max-sm:hidden">
          Add contact <span className="border-l border-current pl-2 font-[450]">1 credit</span>
        </span>
      </div>
      {people.map(([name, email, status]) => (
        <div key={email} className="flex items-center gap-2.5 border-b border-line px-4 py-2.5">
          <Avatar name={name} />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-[550]">{name}</span>
            <span className="block truncate text-xs text-ink-3">{email}</span>
          </span>
          <Chip tone={statusTones[status]}>{statusWords[status]}</Chip>
        </div>
      ))}
      <div className="p-4">
        <span className="mx-auto flex w-fit gap-3 rounded-lg bg-ink px-3.5 py-2.5 text-ground">
          Added Wanjiru Suzuki. 1 credit, 49 left. <u className="underline-offset-3">Undo</u>
        </span>
      </div>
    </div>
  );
}
