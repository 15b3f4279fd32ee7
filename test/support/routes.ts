// Every address of the app, from the names of its route files: what tests walk over when they look at all of them. Knows nothing of the app itself.

/** What stands in an address for a part that is named there: ids that do not exist, unless told. */
export type Params = Record<string, string>;

const NOBODY: Params = { file: "01J00000000000000000000000.zip", token: "no-such-token", policy: "privacy", version: "" };

/** `_app.contacts.$contactId_.edit.tsx` as `/contacts/01J.../edit`. Null for files that only frame others. */
export function addressOf(file: string, params: Params = {}): string | null {
  const name =
    file
      .split("/")
      .at(-1)
      ?.replace(/\.tsx$/, "") ?? "";
  const parts = name.replaceAll("[.]", "\0").split(".");
  const path = parts
    .filter((part) => part !== "_index" && part !== "_app")
    .map((part) =>
      part.replace(/_$/, "").replace(/^\(?\$(\w+)\)?$/, (_, param) => params[param] ?? NOBODY[param] ?? "01J00000000000000000000000"),
    )
    .filter((part) => part !== "")
    .join("/")
    .replaceAll("\0", ".");
  return name === "_app" ? null : `/${path}`;
}

/** The addresses of all route files, each once. */
export function addressesOf(files: string[], params: Params = {}): string[] {
  return Array.from(new Set(files.flatMap((file) => addressOf(file, params) ?? [])));
}
