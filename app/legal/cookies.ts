// Everything that is kept in a browser: the one list, which the page shows and tests hold against what is found there.

export const kinds = { cookie: "Cookie", tab: "In the tab" } as const;

export const cookies = [
  { kind: kinds.cookie, name: "session", what: "Keeps you signed in. Scripts cannot read it.", days: 30, when: "You sign in" },
  {
    kind: kinds.cookie,
    name: "device",
    what: "A random number that recognizes this browser at the next sign-in, so that you are told about a new one.",
    days: 365,
    when: "You sign in",
  },
  {
    kind: kinds.cookie,
    name: "half",
    what: "A random number, while you enter the code of your second factor. Scripts cannot read it.",
    days: 10 / (24 * 60),
    when: "Your password was right",
  },
  { kind: kinds.cookie, name: "toast", what: "A message for the next page, encrypted.", days: 0, when: "Something was saved" },
  { kind: kinds.cookie, name: "theme", what: "Light or dark.", days: 365, when: "You choose it" },
  { kind: kinds.cookie, name: "analytics", what: "Whether visits may be counted: yes or no.", days: 395, when: "You answer the question" },
  {
    kind: kinds.tab,
    name: "positions",
    what: "How far you scrolled on each page of this visit, as numbers, so that going back takes you there. Never sent to us.",
    days: null,
    when: "You leave or reload a page",
  },
] as const;
