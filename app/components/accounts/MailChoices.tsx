// Which kinds of mail somebody wants, one switch each; and what is left to say where an address refuses mail.
import { Button } from "../ui/Button";
import { PostForm } from "../ui/PostForm";
import { Alert, Card, CardHead } from "../ui/parts";

interface Choice {
  kind: string;
  name: string;
  words: string;
  wanted: boolean;
}

export function MailChoices({ choices, email, refused }: { choices: Choice[]; email: string; refused: "bounce" | "complaint" | null }) {
  return (
    <Card>
      <CardHead title="E-mail" />
      {refused ? (
        <div className="p-4 pb-0">
          <Alert tone="warn" title={refused === "bounce" ? `E-mail to ${email} bounces` : `E-mail to ${email} was marked as spam`}>
            <PostForm always className="flex flex-wrap items-center gap-2">
              <span className="mr-auto">We no longer send anything there.</span>
              <Button name="intent" value="again">
                Try it again
              </Button>
            </PostForm>
          </Alert>
        </div>
      ) : null}
      <ul>
        {choices.map(({ kind, name, words, wanted }) => (
          <li key={kind} className="flex items-center gap-3 border-b border-line px-4 py-3">
            <span className="mr-auto">
              <b className="font-[550]">{name}</b>
              <span className="block text-xs text-ink-2">{words}</span>
            </span>
            <PostForm always>
              <input type="hidden" name="kind" value={kind} />
              <input type="hidden" name="wanted" value={wanted ? "no" : "yes"} />
              <Button name="intent" value="mail" aria-pressed={wanted} aria-label={`${name}: ${wanted ? "on, turn off" : "off, turn on"}`}>
                {wanted ? "On" : "Off"}
              </Button>
            </PostForm>
          </li>
        ))}
      </ul>
      <p className="px-4 py-3 text-xs text-ink-3">E-mails about security, receipts, your account and your rights can’t be turned off.</p>
    </Card>
  );
}
