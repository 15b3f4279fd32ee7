// Setting up an authenticator app, the codes that stand in for it, and what can be changed once it is in use.
import { Button } from "../ui/Button";
import { TextField } from "../ui/Field";
import { PostForm } from "../ui/PostForm";
import { Alert } from "../ui/parts";

const codeField = { required: true, maxLength: 40, autoComplete: "one-time-code", autoCapitalize: "none" } as const;

/** The square is a path of the app's address, on white whatever the theme, since cameras want it so. */
export interface CodeDrawing {
  size: number;
  path: string;
}

export function Enrol({ secret, drawing, wrong }: { secret: string; drawing: CodeDrawing; wrong?: string }) {
  return (
    <div className="grid gap-4">
      <p>Scan this with an authenticator app, such as your phone’s password manager, 1Password, Aegis or Google Authenticator.</p>
      <svg
        viewBox={`0 0 ${drawing.size} ${drawing.size}`}
        role="img"
        aria-label="QR code"
        shapeRendering="crispEdges"
        className="w-52 rounded-lg"
      >
        <rect width={drawing.size} height={drawing.size} fill="white" />
        <path d={drawing.path} fill="black" />
      </svg>
      <p className="text-ink-2">
        Can’t scan it? Type this key instead: <code className="break-all">{secret}</code>
      </p>
      <PostForm className="grid gap-3">
        <TextField {...codeField} name="code" label="The six digits that the app shows" error={wrong} />
        <Button kind="go" name="intent" value="on" className="min-h-10">
          Turn it on
        </Button>
      </PostForm>
    </div>
  );
}

/** Shown once: only hashes of them are kept. */
export function Codes({ codes, renewed }: { codes: string[]; renewed: boolean }) {
  return (
    <Alert tone="good" title={renewed ? "Your new recovery codes" : "It’s on. Keep these recovery codes"}>
      <span className="mb-2 block">
        Each signs you in once if you lose the app. They are shown only now: print them, or save them somewhere safe.
      </span>
      <ul className="grid grid-cols-2 gap-1 font-mono text-ink">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </Alert>
  );
}

export function InUse({ left, wrong }: { left: number; wrong: { codes?: string; off?: string } }) {
  return (
    <div className="grid gap-5">
      <PostForm className="grid gap-3">
        <p className="text-ink-2">
          {left} of 10 recovery codes {left === 1 ? "is" : "are"} left.
        </p>
        <TextField {...codeField} name="code" label="A code from the app, for new recovery codes" error={wrong.codes} />
        <div>
          <Button name="intent" value="codes">
            Make new recovery codes
          </Button>
        </div>
      </PostForm>
      <details open={wrong.off !== undefined}>
        <summary className="w-fit cursor-pointer py-1 underline underline-offset-3">Turn it off</summary>
        <PostForm className="mt-3 grid gap-3">
          <TextField {...codeField} name="code" label="A code from the app, or a recovery code" error={wrong.off} />
          <div>
            <Button kind="bad" name="intent" value="off">
              Turn off the second factor
            </Button>
          </div>
        </PostForm>
      </details>
    </div>
  );
}
