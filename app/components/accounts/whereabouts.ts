// Where somebody is, as their browser knows it: for a form that makes a team. Before JavaScript the fields stay as they are, and the settings can change them.

/** Fills in the hidden fields `timeZone` and `country` of a form. */
export function whereabouts(form: HTMLFormElement | null): void {
  if (!form) return;
  const set = (name: string, value: string) => form.querySelector<HTMLInputElement>(`input[name=${name}]`)?.setAttribute("value", value);
  set("timeZone", Intl.DateTimeFormat().resolvedOptions().timeZone);
  set("country", new Intl.Locale(navigator.language).maximize().region ?? "");
}
