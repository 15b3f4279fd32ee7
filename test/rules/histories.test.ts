// Random histories over the book, from printed seeds: `SEEDS=5000 SEED=77 npm run test:soak` walks as many as one likes.
import { it } from "vitest";
import { History } from "../support/histories";

const SEEDS = Number(process.env.SEEDS ?? 512);
const FIRST = Number(process.env.SEED ?? 1);
const OPERATIONS = 60;

it(`${SEEDS} random histories from seed ${FIRST}: after every operation every lot, debt, budget and the audit are what the model says`, async () => {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) await new History(seed).walk(OPERATIONS);
});
