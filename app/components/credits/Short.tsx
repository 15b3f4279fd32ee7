// Running out, beside the form that stays: how many are missing, the packs, and what will be paid.
import { useState } from "react";
import { Button } from "../ui/Button";
import { Alert } from "../ui/parts";
import { Packs, type PackView } from "./Packs";

interface ShortProps {
  title: string;
  words: string;
  packs: PackView[];
  chosen: number;
  /** The form whose fields go along, so that they can be kept. */
  form: string;
}

export function Short({ title, words, packs, chosen, form }: ShortProps) {
  const [credits, setCredits] = useState(chosen);
  const price = packs.find((pack) => pack.credits === credits)?.price ?? "";
  return (
    <aside role="alert" className="grid gap-3 rounded-lg border border-accent bg-surface p-4">
      <div>
        <h2>{title}</h2>
        <p className="mt-1 text-ink-2">{words}</p>
      </div>
      <Packs packs={packs} chosen={chosen} form={form} onChoose={setCredits} />
      <Button kind="go" form={form} name="intent" value="buy" formNoValidate className="min-h-10">
        Pay {price} with Stripe
      </Button>
      <p className="text-xs text-ink-3">Credits you buy never expire. You’ll come back to this form, just as you filled it in.</p>
    </aside>
  );
}

export interface NotDoneProps {
  /** Null where nothing stands in the way. */
  answer: { problem: { title: string; words: string } | null; packs: { packs: PackView[]; chosen: number } | null } | null;
  form: string;
}

/** Why something that costs was not done: what is missing to pay it, with a way to pay; or the reason in words. */
export function NotDone({ answer, form }: NotDoneProps) {
  const problem = answer?.problem;
  if (!problem) return null;
  if (answer.packs)
    return <Short title={problem.title} words={problem.words} packs={answer.packs.packs} chosen={answer.packs.chosen} form={form} />;
  return (
    <Alert tone="warn" title={problem.title}>
      {problem.words}
    </Alert>
  );
}
