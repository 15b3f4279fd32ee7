// What is beside the everyday on a contact's page: that it is away, and what the person may ask for.
import { Link } from "@remix-run/react";
import { paths } from "../../web/paths";
import { Button } from "../ui/Button";
import { IfMay, useMay } from "../ui/may";
import { PostForm } from "../ui/PostForm";
import { Card, CardHead } from "../ui/parts";

export function InTrash() {
  return (
    <PostForm className="mb-4 flex flex-wrap items-center gap-3 rounded-lg border border-warn bg-warn-wash px-3 py-2">
      <span className="mr-auto">This contact is in the trash. It will be removed for good after 30 days.</span>
      <IfMay act="record.trash">
        <Button name="intent" value="restore">
          Restore
        </Button>
      </IfMay>
    </PostForm>
  );
}

export function Restricted() {
  return (
    <PostForm className="mb-4 flex flex-wrap items-center gap-3 rounded-lg border border-warn bg-warn-wash px-3 py-2">
      <span className="mr-auto">
        <b className="font-semibold">Restricted: kept, not used.</b> Not shown in any list, search, report or export. You can correct it,
        but not add to it.
      </span>
      <IfMay act="contact.restrict">
        <Button name="intent" value="release">
          Lift the restriction
        </Button>
      </IfMay>
    </PostForm>
  );
}

/** What this person can ask of the team. */
export function Rights({ id, restricted }: { id: string; restricted: boolean }) {
  const may = useMay();
  return (
    <Card>
      <CardHead title="Privacy requests" />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 text-ink-2">
        <IfMay act="record.export">
          <a href={paths.copyOfContact(id)} className="py-0.5 underline underline-offset-3">
            A copy of everything
          </a>
        </IfMay>
        <IfMay act="record.change">
          <Link to={paths.editContact(id)} className="py-0.5 underline underline-offset-3">
            Correct it
          </Link>
        </IfMay>
        {restricted || !may("contact.restrict") ? null : (
          <PostForm>
            <button type="submit" name="intent" value="restrict" className="py-0.5 underline underline-offset-3">
              Restrict: keep, don’t use
            </button>
          </PostForm>
        )}
        <IfMay act="contact.erase">
          <Link to={paths.eraseContact(id)} className="py-0.5 underline underline-offset-3">
            Erase for good
          </Link>
        </IfMay>
      </div>
    </Card>
  );
}
