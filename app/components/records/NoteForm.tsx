// Writing a note. Ctrl or Cmd+Enter saves; the price is on the button.
import { useNavigation } from "@remix-run/react";
import { Button } from "../ui/Button";
import { Errors, inputLook } from "../ui/Field";
import { PostForm } from "../ui/PostForm";
import { Card, Kbd } from "../ui/parts";

/** What can be logged, as it is called. */
const logWords = { call: "Call", meeting: "Meeting", mail: "E-mail" };

interface NoteFormProps {
  noteKey: string;
  text: string;
  price: number;
  error: string | null;
}

export function NoteForm({ noteKey, text, price, error }: NoteFormProps) {
  const busy = useNavigation().state === "submitting";
  return (
    <Card className="p-4">
      <PostForm id="note" data-note className="grid gap-2" aria-busy={busy}>
        <input type="hidden" name="key" value={noteKey} />
        <input type="hidden" name="price" value={price} />
        <label htmlFor="note-text" className="sr-only">
          Note
        </label>
        <textarea
          id="note-text"
          name="text"
          defaultValue={text}
          rows={3}
          placeholder="Write a note. It is stored encrypted."
          aria-invalid={error ? true : undefined}
          aria-describedby="note-error"
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
          }}
          className={`${inputLook} py-2`}
        />
        <Errors id="note-error" errors={error ? [error] : undefined} />
        <div className="flex flex-wrap items-center gap-2">
          <Button kind="go" cost={price}>
            Save note
          </Button>
          <span className="ml-auto flex gap-1 max-md:hidden" aria-hidden="true">
            <Kbd>Ctrl</Kbd>
            <Kbd>Enter</Kbd>
          </span>
        </div>
      </PostForm>
      <PostForm className="mt-3 flex flex-wrap items-center gap-1 border-t border-line pt-3">
        <span className="text-xs text-ink-3">Log a:</span>
        {(["call", "meeting", "mail"] as const).map((kind) => (
          <Button key={kind} kind="bare" name="intent" value={kind}>
            {logWords[kind]}
          </Button>
        ))}
        <span className="text-xs text-ink-3">(free)</span>
      </PostForm>
    </Card>
  );
}
