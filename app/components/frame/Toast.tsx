// What just happened, what it cost, and Undo. Stays until dismissed or a minute is over, as long as the undo does.
import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { paths } from "../../web/paths";
import { PostForm } from "../ui/PostForm";

export interface ToastView {
  text: string;
  tone: "good" | "bad";
  undo?: { kind: string; of: string; id: string; recordId: string };
}

const SHOWN_MS = 60_000;

export function Toast({ toast }: { toast: ToastView }) {
  const [open, setOpen] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setOpen(false), toast.undo ? SHOWN_MS : 8_000);
    return () => clearTimeout(timer);
  }, [toast]);
  if (!open) return null;
  return (
    <div
      role="status"
      className="fixed bottom-5 left-1/2 z-30 flex max-w-[min(560px,calc(100vw-24px))] -translate-x-1/2 items-center gap-3 rounded-lg bg-ink px-3.5 py-2.5 text-ground shadow-lg max-md:bottom-[72px] max-md:w-[calc(100%-24px)]"
    >
      <span className="mr-auto break-words">{toast.text}</span>
      {toast.undo ? (
        <PostForm action={paths.undo()}>
          {Object.entries(toast.undo).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button type="submit" className="min-h-6 underline underline-offset-3">
            Undo
          </button>
        </PostForm>
      ) : null}
      <button
        type="button"
        aria-label="Dismiss"
        onClick={() => setOpen(false)}
        className="grid size-6 place-items-center opacity-80 hover:opacity-100"
      >
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  );
}
