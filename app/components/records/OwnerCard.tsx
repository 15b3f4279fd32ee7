// Who looks after a record, and whether it is private to them.
import { Lock } from "lucide-react";
import { Button } from "../ui/Button";
import { PostForm } from "../ui/PostForm";
import { Card, CardHead, Chip } from "../ui/parts";

interface OwnerCardProps {
  owner: { name: string; isPrivate: boolean; mayHide: boolean };
  /** As one of its kind is called. */
  noun: string;
}

export function OwnerCard({ owner: { name, isPrivate, mayHide }, noun }: OwnerCardProps) {
  return (
    <Card>
      <CardHead title="Owner">
        {isPrivate ? (
          <Chip>
            <Lock size={12} aria-hidden="true" /> private
          </Chip>
        ) : null}
      </CardHead>
      <div className="grid gap-2 px-4 py-3">
        <p className="break-words">{name || <span className="text-ink-3">Nobody looks after this {noun} yet.</span>}</p>
        {isPrivate ? (
          <p className="text-xs text-ink-3">
            Only {name || "its owner"} and the team’s owners see this {noun}.
          </p>
        ) : null}
        {mayHide ? (
          <PostForm>
            <Button name="intent" value={isPrivate ? "show" : "hide"}>
              {isPrivate ? "Make visible to the team" : "Make private"}
            </Button>
          </PostForm>
        ) : null}
      </div>
    </Card>
  );
}
