// A question before what does not come back: what goes, a button that does it, and a way out.
import type { ReactNode } from "react";
import { Button, ButtonLink } from "./Button";
import { PostForm } from "./PostForm";
import { Alert } from "./parts";

interface AskFirstProps {
  /** Of what goes. */
  id: string;
  title: string;
  intent: string;
  /** The button's words. */
  act: string;
  /** The page without the question. */
  back: string;
  backWords: string;
  children: ReactNode;
}

export function AskFirst({ id, title, intent, act, back, backWords, children }: AskFirstProps) {
  return (
    <PostForm className="mb-4">
      <input type="hidden" name="id" value={id} />
      <Alert tone="warn" title={title}>
        <span className="mb-3 block">{children}</span>
        <span className="flex flex-wrap gap-2">
          <Button name="intent" value={intent}>
            {act}
          </Button>
          <ButtonLink kind="bare" to={back}>
            {backWords}
          </ButtonLink>
        </span>
      </Alert>
    </PostForm>
  );
}
