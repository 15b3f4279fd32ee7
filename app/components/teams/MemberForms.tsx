// What is changed about a member, each in a card of its own, with its error beside it.
import { Button } from "../ui/Button";
import { Errors, inputLook, Labelled, TextField } from "../ui/Field";
import { PostForm } from "../ui/PostForm";
import { Card, CardHead } from "../ui/parts";

const errorsOf = (wrong: string | null) => (wrong ? [wrong] : undefined);

interface RoleSelectProps {
  label: string;
  roles: { value: string; name: string }[];
  chosen: string;
}

export function RoleSelect({ label, roles, chosen }: RoleSelectProps) {
  return (
    <Labelled id="role" label={label} hint="What each allows is under Roles.">
      <select id="role" name="role" defaultValue={chosen} className={inputLook}>
        {roles.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

interface RoleFormProps {
  roles: { value: string; name: string }[];
  current: string;
  wrong: string | null;
}

export function RoleForm({ roles, current, wrong }: RoleFormProps) {
  return (
    <Card>
      <CardHead title="Role" />
      <PostForm className="grid gap-3 p-4">
        <RoleSelect label="Role" roles={roles} chosen={current} />
        <Errors id="role-error" errors={errorsOf(wrong)} />
        <div>
          <Button name="intent" value="role">
            Change the role
          </Button>
        </div>
      </PostForm>
    </Card>
  );
}

export function Pausing({ paused, wrong }: { paused: boolean; wrong: string | null }) {
  return (
    <Card>
      <CardHead title={paused ? "Deactivated" : "Deactivate"} />
      <PostForm className="grid gap-3 p-4">
        <p className="text-ink-2">
          {paused
            ? "They can’t open this team. Everything they did stays as it is."
            : "They can’t open this team until you reactivate them. Their records, and what they did, stay as they are."}
        </p>
        <Errors id="pause-error" errors={errorsOf(wrong)} />
        <div>
          <Button name="intent" value={paused ? "resume" : "pause"}>
            {paused ? "Reactivate" : "Deactivate this member"}
          </Button>
        </div>
      </PostForm>
    </Card>
  );
}

export function HandOver({ name, team, wrong }: { name: string; team: string; wrong: string | null }) {
  return (
    <Card>
      <CardHead title="Hand the team over" />
      <PostForm className="grid gap-3 p-4">
        <p className="text-ink-2">
          {name} becomes the owner of {team} once they say yes. You stay as a manager.
        </p>
        <TextField
          name="password"
          label="Your password"
          type="password"
          required
          autoComplete="current-password"
          error={wrong ?? undefined}
        />
        <div>
          <Button name="intent" value="hand">
            Offer the team to {name}
          </Button>
        </div>
      </PostForm>
    </Card>
  );
}

interface EndingProps {
  you: boolean;
  team: string;
  others: { id: string; name: string }[];
  wrong: string | null;
}

/** Leaving oneself, or being removed: what they look after goes to somebody chosen. */
export function Ending({ you, team, others, wrong }: EndingProps) {
  return (
    <Card>
      <CardHead title={you ? "Leave the team" : "Remove from the team"} />
      {others.length === 0 ? (
        <p className="p-4 text-ink-2">You are the only member. To end the team, deactivate it.</p>
      ) : (
        <PostForm className="grid gap-3 p-4">
          <Labelled id="to" label={you ? "Who gets what you look after?" : "Who gets what they look after?"}>
            <select id="to" name="to" required defaultValue="" className={inputLook}>
              <option value="" disabled>
                Choose a member
              </option>
              {others.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </Labelled>
          <p className="text-ink-2">
            Records stay in {team}. {you ? "You" : "They"} can come back only by a new invitation.
          </p>
          <Errors id="to-error" errors={errorsOf(wrong)} />
          <div>
            <Button kind="bad" name="intent" value={you ? "leave" : "remove"}>
              {you ? `Leave ${team}` : "Remove this member"}
            </Button>
          </div>
        </PostForm>
      )}
    </Card>
  );
}
