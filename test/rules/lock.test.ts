// The install: what another machine than the lock's own needs has to be in the lock too, or `npm ci` refuses there.
import { describe, expect, it } from "vitest";
import text from "~/package-lock.json?raw";
import mutants from "~/test/mutants/package-lock.json?raw";

interface Locked {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

/** Where npm looks for a package from inside another: beside it, and in each folder above. */
function* placesOf(inside: string, name: string): Generator<string> {
  let folder = inside;
  while (folder) {
    yield `${folder}/node_modules/${name}`;
    folder = folder.includes("/node_modules/") ? folder.slice(0, folder.lastIndexOf("/node_modules/")) : "";
  }
  yield `node_modules/${name}`;
}

function missingFrom(lock: string): string[] {
  const packages: Record<string, Locked> = JSON.parse(lock).packages;
  return Object.entries(packages).flatMap(([path, { dependencies = {}, optionalDependencies = {}, ...peers }]) => {
    const { peerDependencies = {}, peerDependenciesMeta = {} } = peers;
    const asked = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
    return [...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...asked]
      .filter((name) => ![...placesOf(path, name)].some((place) => packages[place]))
      .map((name) => `${path || "the project"} needs ${name}`);
  });
}

describe("the lock", () => {
  it("names every package that some machine needs, also those that this one does not: npm ci refuses a lock with gaps", () => {
    expect(missingFrom(text)).toEqual([]);
    expect(missingFrom(mutants)).toEqual([]);
  });

  it("would show a gap", () => {
    const gap = { packages: { "": { dependencies: { a: "1" } }, "node_modules/a": { optionalDependencies: { "a-linux": "1" } } } };
    expect(missingFrom(JSON.stringify(gap))).toEqual(["node_modules/a needs a-linux"]);
  });

  it("names no server that packages come from: they come from wherever the machine is told to get them", () => {
    expect(text).not.toContain('"resolved": "http');
    expect(mutants).not.toContain('"resolved": "http');
  });
});
