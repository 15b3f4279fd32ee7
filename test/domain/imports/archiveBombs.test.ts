// ZIPs that are small and cost much: each is left as soon as it shows what it is, with a reason, and nothing is staged.
import { strToU8, zipSync } from "fflate";
import { expect, it } from "vitest";
import { uploadArchive } from "~/app/domain/imports/archiveImport";
import { readImports } from "~/app/domain/imports/imports";
import { again, newPerson } from "../../support/app";

const facts = { name: "Team", tags: [], fields: [] };
const upload = async (files: Record<string, Uint8Array>) => {
  const ctx = await again(await newPerson({ verified: true }));
  const outcome = await uploadArchive(ctx, "archive.zip", zipSync({ "team.json": strToU8(JSON.stringify(facts)), ...files }, { level: 3 }));
  expect(await readImports(ctx)).toEqual([]);
  return outcome.kind === "unreadable" ? outcome.reason : outcome.kind;
};
const lines = (line: string, count: number) => ({ "contacts.jsonl": strToU8(`${line}\n`.repeat(count)) });

it.each([
  ["far more than its size", lines(" ".repeat(999), 40_000), "far more than its size"],
  ["thousands of empty lines", lines("", 20_000), "empty lines"],
  ["thousands of files", Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`f${n}`, strToU8("")])), "more files"],
])("%s", async (_, files, reason) => {
  expect(await upload(files)).toContain(reason);
});

it("lines that hold no contact are read up to sixteen megabytes, and a timeline without end is not looked at one by one", async () => {
  const noise = Array.from({ length: 200_000 }, (_, n) => `${n}${(n * 7_919) % 104_729}`).join(",");
  expect(await upload({ "contacts.jsonl": strToU8(`{"timeline":[${noise}]}\n`.repeat(9)) })).toContain("isn’t contacts");
});
