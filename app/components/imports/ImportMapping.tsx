// What each column becomes, with samples from the file, to be changed before anything is counted.

import { Button } from "../ui/Button";
import { inputLook, Labelled } from "../ui/Field";
import { PostForm } from "../ui/PostForm";
import { Alert, Card, CardHead } from "../ui/parts";
import { countWords } from "../ui/words";
import type { ImportView } from "./importView";

interface MappingProps {
  found: ImportView;
  targets: Record<string, string>;
  tag: string;
  tagNames: string[];
  /** Where the encoding was a guess: what else it could be, by name. */
  encodings: [name: string, words: string][];
  /** Whether rows can be tagged and have e-mails: contacts only. */
  ofContacts: boolean;
}

/** For a file that does not say how its letters are written. The samples below show how they read now. */
function Encoding({ chosen, encodings }: { chosen: string; encodings: MappingProps["encodings"] }) {
  return (
    <Card className="flex flex-wrap items-end gap-3 p-4">
      <Labelled id="encoding" label="Encoding" hint="If names look wrong below, choose another one.">
        <select id="encoding" name="encoding" defaultValue={chosen} className={inputLook}>
          {encodings.map(([name, words]) => (
            <option key={name} value={name}>
              {words} ({name})
            </option>
          ))}
        </select>
      </Labelled>
      <Button name="intent" value="encoding">
        Use this encoding
      </Button>
    </Card>
  );
}

function Columns({ found, targets }: Pick<MappingProps, "found" | "targets">) {
  const used = found.mapping.filter((target) => target !== "skip").length;
  return (
    <Card className="overflow-hidden">
      <CardHead title="Columns">
        <span className="text-xs text-ink-3 tabular-nums">
          {found.columns.length} found, {used} used
        </span>
      </CardHead>
      <table className="w-full border-collapse">
        <thead>
          <tr className="border-b border-line text-left text-xs text-ink-3">
            <th className="px-4 py-2 font-medium">In the file</th>
            <th className="px-3 py-2 font-medium">Becomes</th>
            <th className="px-3 py-2 font-medium max-md:hidden">For example</th>
          </tr>
        </thead>
        <tbody>
          {found.columns.map((name, n) => (
            <tr key={n} className="border-b border-line last:border-0">
              <td className="max-w-40 px-4 py-2 font-mono text-xs break-words">{name}</td>
              <td className="px-3 py-2">
                <select
                  name={`column-${n}`}
                  defaultValue={found.mapping[n]}
                  aria-label={`“${name}” becomes`}
                  className={`${inputLook} min-w-32`}
                >
                  {Object.entries(targets).map(([value, words]) => (
                    <option key={value} value={value}>
                      {words}
                    </option>
                  ))}
                </select>
              </td>
              <td className="max-w-64 truncate px-3 py-2 text-ink-2 max-md:hidden">{found.samples[n]?.join(" · ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

/** What is decided for all rows of contacts. */
function Choices({ found, tag, tagNames }: Pick<MappingProps, "found" | "tag" | "tagNames">) {
  return (
    <Card className="grid gap-3 p-4 sm:grid-cols-2">
      <Labelled id="tag" label="Add a tag to all of them (optional)" hint="It helps you find this import again.">
        <input id="tag" name="tag" defaultValue={tag} list="tag-names" maxLength={40} autoComplete="off" className={inputLook} />
        <datalist id="tag-names">
          {tagNames.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </Labelled>
      <label className="flex items-start gap-2 self-center">
        <input type="checkbox" name="lenient" defaultChecked={found.lenient} className="mt-0.5 size-4 accent-accent" />
        <span>
          If a row’s e-mail address isn’t valid, import the row without it
          <span className="block text-xs text-ink-3">The original text goes into a note. Otherwise such rows are rejected.</span>
        </span>
      </label>
    </Card>
  );
}

export function ImportMapping({ found, targets, tag, tagNames, encodings, ofContacts }: MappingProps) {
  return (
    <PostForm className="grid gap-3">
      <p className="text-ink-2">
        {countWords(found.rowsTotal, "row")}. Check how we matched your columns. Nothing is imported or charged yet.
      </p>
      {found.problem ? <Alert tone="warn" title={found.problem} /> : null}
      {encodings.length > 0 ? <Encoding chosen={found.encoding} encodings={encodings} /> : null}
      <Columns found={found} targets={targets} />
      {ofContacts ? <Choices found={found} tag={tag} tagNames={tagNames} /> : null}
      <div>
        <Button kind="go" name="intent" value="check">
          Check the rows
        </Button>
      </div>
    </PostForm>
  );
}
