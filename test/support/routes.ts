// Every address of the app, from the routes of the build: what tests walk over when they look at all of them. Knows nothing of the app itself.

/** What stands in an address for a part that is named there: ids that do not exist, unless told. Of a noun with a card by its plural: `companies id`. */
export type Params = Record<string, string>;

/** What a build says of a route: its part of the address, and below which other it lies. */
export interface RouteOfBuild {
  id: string;
  parentId?: string;
  path?: string;
}

const NOBODY: Params = { file: "01J00000000000000000000000.zip", token: "no-such-token", policy: "privacy", version: "" };

/** `/contacts/:contactId/edit` as `/contacts/01J.../edit`. */
export function addressOf(path: string, params: Params): string {
  const plural = path.split("/").find((part) => part !== "");
  const parts = path.split("/").map((part) => {
    const name = /^:(\w+)\??$/.exec(part)?.[1];
    return name ? (params[`${plural} ${name}`] ?? params[name] ?? NOBODY[name] ?? "01J00000000000000000000000") : part;
  });
  return `/${parts.filter((part) => part !== "").join("/")}`;
}

/** The addresses of all routes, each once. */
export function addressesOf(routes: Record<string, RouteOfBuild | undefined>, params: Params = {}): string[] {
  return Array.from(new Set(patternsOf(routes).map((pattern) => addressOf(pattern, params))));
}

/** The addresses of all routes as they are declared, `/contacts/:contactId/edit`, each once and in their order. */
export function patternsOf(routes: Record<string, RouteOfBuild | undefined>): string[] {
  const pathOf = (route: RouteOfBuild | undefined): string => (route ? `${pathOf(routes[route.parentId ?? ""])}/${route.path ?? ""}` : "");
  const parts = (route: RouteOfBuild | undefined) =>
    pathOf(route)
      .split("/")
      .filter((part) => part !== "");
  return Array.from(new Set(Object.values(routes).map((route) => `/${parts(route).join("/")}`))).sort();
}
