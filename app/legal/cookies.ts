// Everything that is kept in a browser: the one list, which the page shows and a test holds against the cookies that are set.

export const cookies = [
  { name: "session", what: "Keeps you signed in. Scripts cannot read it.", days: 30, when: "You sign in" },
  {
    name: "device",
    what: "A random number that recognises this browser at the next sign-in, so that a strange one is told of.",
    days: 365,
    when: "You sign in",
  },
  { name: "toast", what: "A message for the next page, encrypted.", days: 0, when: "Something was saved" },
  { name: "theme", what: "Light or dark.", days: 365, when: "You choose it" },
  { name: "analytics", what: "Whether visits may be counted: yes or no.", days: 395, when: "You are asked and answer" },
] as const;
