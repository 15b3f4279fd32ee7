// The team's tags in the settings: their names, their colours, and how one is deleted.
import { Link } from "@remix-run/react";
import { paths } from "../../web/paths";
import { AskFirst } from "../ui/AskFirst";
import { Button, ButtonLink } from "../ui/Button";
import { Errors, inputLook } from "../ui/Field";
import { IfMay } from "../ui/may";
import { PostForm } from "../ui/PostForm";
import { Card, CardHead } from "../ui/parts";

export const colours = ["copper", "blue", "violet", "green", "amber", "red"] as const;

interface TagView {
  id: string;
  name: string;
  colour: string;
}

function Deleting({ tag }: { tag: TagView }) {
  const title = `Delete the tag ${tag.name}?`;
  return (
    <AskFirst id={tag.id} title={title} intent="delete-tag" act="Delete the tag" back={paths.tags()} backWords="Cancel">
      It’s removed from every contact. The contacts stay. This can’t be undone.
    </AskFirst>
  );
}

function TagLine({ tag, mayDelete }: { tag: TagView; mayDelete: boolean }) {
  return (
    <li className="mb-2 last:mb-0">
      <PostForm className="flex flex-wrap gap-2">
        <input type="hidden" name="id" value={tag.id} />
        <input
          name="name"
          defaultValue={tag.name}
          aria-label={`Name of ${tag.name}`}
          maxLength={40}
          required
          className={`${inputLook} min-w-32 flex-1`}
        />
        <select name="colour" defaultValue={tag.colour} aria-label={`Color of ${tag.name}`} className={`${inputLook} w-28!`}>
          {colours.map((colour) => (
            <option key={colour}>{colour}</option>
          ))}
        </select>
        <IfMay act="record.change">
          <Button name="intent" value="tag" aria-label={`Save ${tag.name}`}>
            Save
          </Button>
        </IfMay>
        {mayDelete ? (
          <ButtonLink kind="bare" to={paths.tags({ "delete-tag": tag.id })} aria-label={`Delete ${tag.name}`}>
            Delete
          </ButtonLink>
        ) : null}
      </PostForm>
    </li>
  );
}

interface TagsCardProps {
  tags: TagView[];
  deleting: TagView | null;
  mayDelete: boolean;
  wrong: string | null;
}

export function TagsCard({ tags, deleting, mayDelete, wrong }: TagsCardProps) {
  return (
    <Card>
      <CardHead title="Tags">
        <Link to={paths.customFields()} className="py-1 text-xs text-ink-2 underline underline-offset-3 hover:text-ink">
          Custom fields
        </Link>
      </CardHead>
      <div className="p-4">
        {deleting ? <Deleting tag={deleting} /> : null}
        {tags.length === 0 ? <p className="text-ink-2">No tags yet. Type one on a contact to create it.</p> : null}
        <ul>
          {tags.map((tag) => (
            <TagLine key={tag.id} tag={tag} mayDelete={mayDelete} />
          ))}
        </ul>
        <Errors id="tag-error" errors={wrong ? [wrong] : undefined} />
      </div>
    </Card>
  );
}
