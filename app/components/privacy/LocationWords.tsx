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
  if (jurisdiction !== "") return `${what} in ${places[jurisdiction]}. The platform guarantees this.`;
  if (hint !== "") return `${what} in ${places[hint]}, as far as the platform can. That is a preference, not a guarantee.`;
  return `${what} wherever the platform chooses. No country is guaranteed.`;
}

export function LocationWords() {
  const root = useRouteLoaderData("root") as { location?: Place & { database: Place } } | undefined;
  const none = { jurisdiction: "", hint: "" };
  const { location = { ...none, database: none } } = root ?? {};
  return (
    <ul>
      <li>{placeWords("Contacts, notes and files live", location.database)}</li>
      <li>
        {placeWords("A new team’s ledger is created", location)} Its place is fixed when the ledger is created, and can’t change later.
      </li>
    </ul>
  );
}
