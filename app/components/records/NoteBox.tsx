// Where a note is written on a record's page, with what stands in its way when credits run out.
import { useEffect, useState } from "react";
import { NoteForm } from "./NoteForm";
import type { TimelineLine } from "./Timeline";

interface NoteAnswer {
  key: string;
  text: string;
  error: string | null;
  problem: { title: string; words: string; credits?: number } | null;
  packs: { packs: { credits: number; price: string; each: string }[]; chosen: number } | null;
}

interface NoteBoxProps {
  note: { key: string; text: string; price: number };
  entries: TimelineLine[];
  answer: NoteAnswer | null;
}

/** The key stays while somebody writes, whatever else is done on the page; it changes only once its note is there. */
export function NoteBox({ note, entries, answer }: NoteBoxProps) {
  const [held, setHeld] = useState(note.key);
  const used = entries.some(({ id }) => id === held);
  useEffect(() => {
    if (used) setHeld(note.key);
  }, [used, note.key]);
  const key = answer?.key ?? (used ? note.key : held);
  return (
    <NoteForm
      key={key}
      noteKey={key}
      text={answer?.text ?? note.text}
      price={answer?.problem?.credits ?? note.price}
      error={answer?.error ?? null}
    />
  );
}
