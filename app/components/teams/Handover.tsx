// A team that is offered to another member, as both of them and the others see it.
import { Button } from "../ui/Button";
import { PostForm } from "../ui/PostForm";
import { Alert } from "../ui/parts";
import { When } from "../ui/Time";

export interface OfferView {
  from: string;
  to: string;
  expiresAt: number;
  /** Offered to whoever looks. */
  yours: boolean;
  byYou: boolean;
}

export function Handover({ offer: { from, to, expiresAt, yours, byYou }, timeZone }: { offer: OfferView; timeZone: string }) {
  const until = (
    <>
      {" "}
      The offer ends <When at={expiresAt} timeZone={timeZone} />.
    </>
  );
  return (
    <Alert tone="warn" title={yours ? `${from} wants to hand this team over to you` : `This team is offered to ${to}`}>
      <span className="mb-3 block">
        {yours
          ? `You would be its owner: its records, its credits, what it pays. ${from} stays as a manager.`
          : `Nothing changes until ${to} says yes. ${byYou ? "You then stay as a manager." : ""}`}
        {until}
      </span>
      {yours || byYou ? (
        <PostForm className="flex flex-wrap gap-2">
          {yours ? (
            <Button kind="go" name="intent" value="accept">
              Take the team over
            </Button>
          ) : null}
          <Button name="intent" value="end-offer">
            {yours ? "No, thank you" : "Call it off"}
          </Button>
        </PostForm>
      ) : null}
    </Alert>
  );
}
