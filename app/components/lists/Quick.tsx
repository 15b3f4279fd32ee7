// What is above every list: its search, the selects that are used all the time, and the sort. Filters as you type; before JavaScript, with the button.
import { Form, useSubmit } from "@remix-run/react";
import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { paths } from "../../web/paths";
import { statusWords } from "../contacts/status";
import { withArticle } from "../records/cardView";
import { Button } from "../ui/Button";
import { inputLook } from "../ui/Field";
import { Hidden } from "./Hidden";
import { type ListPageView, without } from "./listView";

const quickLook = `${inputLook} w-auto! max-w-40 max-md:min-w-0 max-md:flex-1`;
/** On a phone there is no room for these: the panel of conditions has them too. */
const wideLook = `${quickLook} max-md:hidden`;

/** Contacts are filtered by these all the time. */
function ContactSelects({ state, tags }: Pick<ListPageView, "state" | "tags">) {
  return (
    <>
      <select name="status" defaultValue={state.status ?? ""} aria-label="Status" className={wideLook}>
        <option value="">Any status</option>
        {Object.entries(statusWords).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      <select name="tag" defaultValue={state.tag ?? ""} aria-label="Tag" className={wideLook}>
        <option value="">Any tag</option>
        {tags.map((tag) => (
          <option key={tag.id} value={tag.id}>
            {tag.name}
          </option>
        ))}
      </select>
    </>
  );
}

/** Filters as you type; before JavaScript, with the button. The address is the state. */
export function Quick({
  of,
  state,
  tags,
  sorts,
  children,
}: Pick<ListPageView, "of" | "state" | "tags" | "sorts"> & { children: ReactNode }) {
  const submit = useSubmit();
  const send = (form: HTMLFormElement | null) => submit(form, { replace: true, preventScrollReset: true });
  const isContacts = of.noun === "contact";
  return (
    <Form
      action={paths.records(of.plural)}
      role="search"
      aria-label={`Filter ${of.words.many}`}
      className="mb-3 flex min-w-0 flex-wrap gap-2"
      onChange={(event) => send(event.currentTarget)}
    >
      <Hidden state={without(state, "search", "status", "tag", "sort", "edited")} />
      <input type="hidden" name="edited" value="1" />
      <div className="relative min-w-0 flex-1 basis-60 max-md:basis-full md:max-w-80">
        <Search size={16} aria-hidden="true" className="absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3" />
        <input
          key={`${state.tag}${state.view}`}
          data-filter
          name="search"
          type="search"
          defaultValue={state.search}
          aria-label={isContacts ? "Filter by name, e-mail, phone or company" : `Find ${withArticle(of.words.one)}`}
          placeholder={isContacts ? "Name, e-mail, phone, company" : `Find ${withArticle(of.words.one)}`}
          autoComplete="off"
          onInput={(event) => send(event.currentTarget.form)}
          className={`${inputLook} pl-8`}
        />
      </div>
      {isContacts ? <ContactSelects state={state} tags={tags} /> : null}
      <select name="sort" defaultValue={state.sort ?? "arrival"} aria-label="Sort" className={quickLook}>
        {sorts.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
      <noscript>
        <Button>Filter</Button>
      </noscript>
      {children}
    </Form>
  );
}
