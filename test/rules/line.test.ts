// The line of actions on their way to D1, without D1: who is grouped with whom, who is woken, what is answered when something goes wrong.
import { expect, it } from "vitest";
import type { Charge } from "~/workers/ledger/contract";
import type { Door, Receipt } from "~/workers/ledger/door";
import { GROUP_ACTIONS_MAX, GROUP_BYTES_MAX, takeGroup, WAITING_MAX } from "~/workers/ledger/flush";
import { Line } from "~/workers/ledger/line";
import { charge } from "../support/book";

const NOW = Date.UTC(2026, 5, 10, 12);

interface Sent {
  send?: () => Promise<Map<string, Receipt>>;
  settle?: () => boolean;
}

/** A line whose batches all land, unless told otherwise. */
function lineOf({ send = async () => new Map(), settle = () => true }: Sent = {}): Line {
  const door = { send, resolve: () => Promise.reject(new Error("no answer")) } as unknown as Door;
  return new Line(door, { begin: async () => {}, settle, readNow: async () => NOW });
}

const heavy = (key: string, bytes: number): Charge => charge(key, { statements: [{ sql: "", params: ["x".repeat(bytes)] }] });
/** Fails instead of hanging. */
const soon = <T>(work: Promise<T>) => Promise.race([work, new Promise<"hangs">((resolve) => setTimeout(() => resolve("hangs"), 1_000))]);

it("what is added the moment another action is answered is done too", async () => {
  const line = lineOf();
  const second = line.add(charge("a"), NOW).then(() => line.add(charge("b"), NOW));
  expect(await soon(second)).toMatchObject({ state: "done" });
});

it("where the book could not be written nobody is told that it is done", async () => {
  expect(await lineOf({ settle: () => false }).add(charge("a"), NOW)).toBeNull();
});

it("an error nobody thought of leaves nobody waiting, and the next action is done", async () => {
  let fails = true;
  const line = lineOf({
    settle: () => {
      if (fails) throw new Error("unthought of");
      return true;
    },
  });
  const both = await soon(Promise.all([line.add(charge("a"), NOW), line.add(charge("b"), NOW)]));
  expect(both).toEqual([null, null]);
  fails = false;
  expect(await soon(line.add(charge("c"), NOW))).toMatchObject({ state: "done" });
});

it("a group has at most 40 actions and a megabyte, and always one", () => {
  const many = Array.from({ length: 100 }, (_, n) => charge(`k${n}`));
  expect(takeGroup(many)).toHaveLength(GROUP_ACTIONS_MAX);
  const half = Math.ceil(GROUP_BYTES_MAX / 2);
  expect(takeGroup([heavy("a", half - 10), heavy("b", half - 10), heavy("c", 100)]).map(({ key }) => key)).toEqual(["a", "b"]);
  expect(takeGroup([heavy("a", half), heavy("b", half + 1)]).map(({ key }) => key)).toEqual(["a"]);
  expect(takeGroup([heavy("a", 2 * GROUP_BYTES_MAX), charge("b")]).map(({ key }) => key)).toEqual(["a"]);
});

it("is full when 2,000 wait, and not one earlier", async () => {
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const line = lineOf({ send: () => gate.then(() => new Map()) });
  const first = line.add(charge("first"), NOW);
  // The first flush takes what waits when it begins.
  await new Promise((resolve) => setTimeout(resolve, 5));
  const others = Array.from({ length: WAITING_MAX - 1 }, (_, n) => line.add(charge(`k${n}`), NOW));
  expect(line.full).toBe(false);
  others.push(line.add(charge("last"), NOW));
  expect(line.full).toBe(true);
  open();
  await Promise.all([first, ...others]);
  expect(line.full).toBe(false);
});
