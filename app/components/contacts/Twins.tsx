// While an e-mail or phone is typed that the team has already: who has it, with a way to open or restore them.
import { Link, useFetcher } from "@remix-run/react";
import { useCallback } from "react";
import { paths } from "../../web/paths";
import { PostForm } from "../ui/PostForm";
import { useLater } from "../ui/useLater";

export interface TwinView {
  contactId: string;
  name: string;
  what: string;
  trashed: boolean;
}

/** Looks while somebody types, a moment after the last key. `exceptId` is the contact being edited. */
export function useTwins(exceptId: string | null) {
  const fetcher = useFetcher<{ twins: TwinView[] }>();
  const { load } = fetcher;
  const later = useLater(250);
  const onInput = useCallback(
    (form: HTMLFormElement) => {
      later(() => {
        const query = new URLSearchParams();
        for (const input of form.querySelectorAll<HTMLInputElement>("input[data-twin]"))
          if (input.value.length > 4) query.append(input.dataset.twin ?? "", input.value);
        if (exceptId) query.set("except", exceptId);
        load(`${paths.twins()}?${query}`);
      });
    },
    [exceptId, load, later],
  );
  return { twins: fetcher.data?.twins ?? [], onInput };
}

export function Twins({ twins }: { twins: TwinView[] }) {
  return (
    <div aria-live="polite" className="grid gap-2 empty:hidden">
      {twins.map((twin) => (
        <div
          key={twin.contactId}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-warn bg-warn-wash px-3 py-2"
        >
          <span className="mr-auto">
            <b className="font-semibold">{twin.name}</b> already has this {twin.what}
            {twin.trashed ? ", and is in the trash" : ""}.
          </span>
          <Link to={paths.contact(twin.contactId)} className="underline underline-offset-3">
            Open {twin.name}
          </Link>
          {twin.trashed ? (
            <button type="submit" form={`restore-${twin.contactId}`} className="underline underline-offset-3">
              Restore
            </button>
          ) : null}
        </div>
      ))}
    </div>
  );
}

/** The restore buttons' forms: outside the contact's form, since forms do not nest. */
export function TwinForms({ twins }: { twins: TwinView[] }) {
  return (
    <>
      {twins.map((twin) => (
        <PostForm key={twin.contactId} id={`restore-${twin.contactId}`} action={paths.contact(twin.contactId)}>
          <input type="hidden" name="intent" value="restore" />
        </PostForm>
      ))}
    </>
  );
}
