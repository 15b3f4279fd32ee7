// What was written in a ticket, oldest first.
import { Card } from "../ui/parts";
import { When } from "../ui/Time";

interface Message {
  id: string;
  author: "person" | "support";
  body: string;
  at: number;
}

export function Messages({ messages, timeZone, you, support }: { messages: Message[]; timeZone: string; you: string; support: string }) {
  return (
    <Card>
      <ol>
        {messages.map(({ id, author, body, at }) => (
          <li key={id} className="grid grid-cols-1 gap-1 border-b border-line px-4 py-3 last:border-0">
            <span className="flex gap-3">
              <b className="mr-auto font-[550]">{author === "person" ? you : support}</b>
              <span className="text-xs text-ink-3">
                <When at={at} timeZone={timeZone} />
              </span>
            </span>
            <p dir="auto" className="break-words whitespace-pre-wrap text-ink-2">
              {body}
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
