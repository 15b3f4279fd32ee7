// Where this deployment keeps data, and what kind of promise that is.
import { useRouteLoaderData } from "@remix-run/react";

const places: Record<string, string> = {
  eu: "the European Union",
  fedramp: "the United States, in data centres for its government",
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

export function LocationWords() {
  const root = useRouteLoaderData("root") as { location?: { jurisdiction: string; hint: string } } | undefined;
  const { jurisdiction = "", hint = "" } = root?.location ?? {};
  if (jurisdiction !== "")
    return (
      <p>
        The ledgers of new teams live in {places[jurisdiction]}. That is a guarantee of the platform. It is fixed for a team when it is
        made, and cannot change later.
      </p>
    );
  if (hint !== "")
    return (
      <p>
        The ledgers of new teams are made in {places[hint]}, as far as the platform can. That is a wish, not a guarantee; it is fixed for a
        team when it is made.
      </p>
    );
  return <p>This deployment makes each team’s ledger near its first visitor, and names no place. That is no guarantee of any country.</p>;
}
