// The button that asks the device for a passkey, to make one or to sign with it, and posts what it answers. It needs JavaScript, as passkeys do.
import { useNavigation, useSubmit } from "@remix-run/react";
import { KeyRound } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../ui/Button";
import { Errors } from "../ui/Field";

type PasskeyButtonProps = {
  words: string;
  /** Where the answer goes, as the field `answer`. */
  to: string;
  /** Posted along. */
  fields?: Record<string, string>;
  /** What was wrong with the answer before. */
  wrong?: string;
  // As the server made it, and JSON brought it here.
} & ({ make: object } | { sign: object });

/** What a device says when somebody closes its window, or waits too long, in words that help. */
const refused = "The device didn’t answer, or you canceled. Try again.";
const known = "This device already has a passkey for your account.";

export function PasskeyButton({ words, to, fields = {}, wrong, ...asked }: PasskeyButtonProps) {
  const submit = useSubmit();
  // What it was asked with is used up: until the page has new, it waits.
  const busy = useNavigation().state !== "idle";
  const [problem, setProblem] = useState<string | null>(null);
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(typeof window.PublicKeyCredential === "function"), []);
  const ask = async () => {
    setProblem(null);
    try {
      const { startAuthentication, startRegistration } = await import("@simplewebauthn/browser");
      const answer =
        "make" in asked
          ? await startRegistration({ optionsJSON: asked.make as never })
          : await startAuthentication({ optionsJSON: asked.sign as never });
      submit({ ...fields, answer: JSON.stringify(answer) }, { method: "post", action: to });
    } catch (error) {
      setProblem((error as Error).name === "InvalidStateError" ? known : refused);
    }
  };
  return (
    <div className="grid gap-1">
      <Button type="button" onClick={ask} disabled={!ready || busy} className="min-h-10 justify-center">
        <KeyRound size={16} aria-hidden="true" /> {words}
      </Button>
      <Errors id="passkey-error" errors={(problem ?? wrong) ? [problem ?? wrong ?? ""] : undefined} />
    </div>
  );
}
