// How the form of something a team made ends: save it, leave it, or delete it.
import { Button, ButtonLink } from "../ui/Button";

export function EditFoot({ what, back }: { what: string; back: string }) {
  return (
    <div className="flex flex-wrap gap-2">
      <Button kind="go" name="intent" value="save">
        Save
      </Button>
      <ButtonLink kind="bare" to={back}>
        Cancel
      </ButtonLink>
      <Button kind="bad" name="intent" value="delete" formNoValidate className="ml-auto">
        Delete the {what}
      </Button>
    </div>
  );
}
