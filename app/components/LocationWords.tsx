// Where this deployment keeps data, and what kind of promise that is.
import { useRouteLoaderData } from "@remix-run/react";

const places: Record<string, string> = {
  eu: "the European Union",
  fedramp: "the United States, in data centers for its government",
  wnam: "the west of North America",
  enam: "the east of North America",
  sam: "South America",
  weur: "western Europe",
  eeur: "eastern Europe",
  apac: "Asia and the Pacific",
  oc: "Oceania",
  afr: "Africa",
  me: "the Middle East",
};

interface Place {
  jurisdiction: string;
  hint: string;
}

/** One sentence: a guarantee, a wish, or nothing. */
function placeWords(what: string, { jurisdiction, hint }: Place): string {
  if (jurisdiction !== "") return `${what} in ${places[jurisdiction]}. That is a guarantee of the platform.`;
  if (hint !== "") return `${what} in ${places[hint]}, as far as the platform can. That is a wish, not a guarantee.`;
  return `${what} wherever the platform chooses. That is no guarantee of any country.`;
}

export function LocationWords() {
  const root = useRouteLoaderData("root") as { location?: Place & { database: Place } } | undefined;
  const none = { jurisdiction: "", hint: "" };
  const { location = { ...none, database: none } } = root ?? {};
  return (
    <ul>
      <li>{placeWords("Contacts, notes and files live", location.database)}</li>
      <li>{placeWords("The ledger of a new team is made", location)} It is fixed for a team when it is made, and cannot change later.</li>
    </ul>
  );
}
