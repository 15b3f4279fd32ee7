// Passwords that everybody tries first are refused: those of the list that the filter was made of, and the usual ways to make them long enough.
import { dictionary } from "@zxcvbn-ts/language-common";
import { describe, expect, it } from "vitest";
import { NewPassword } from "~/app/domain/accounts/accounts";
import { isLeaked } from "~/app/domain/accounts/leaked";
import { Browser, newAddress } from "../../support/app";
import { randomFrom } from "../../support/random";

const all = dictionary["passwords-common"] as string[];

describe("a password", () => {
  it("from the list is refused, if it is long enough, and so are the most common ones made longer", () => {
    const long = all.filter(({ length }) => length >= 12);
    expect(long.length).toBeGreaterThan(200);
    expect(long.filter((word) => NewPassword.safeParse(word).success)).toEqual([]);
    const common = all.filter((word) => /^[a-z]{6,}$/.test(word)).slice(0, 2_000);
    for (const longer of [
      (word: string) => `${word}20262026`,
      (word: string) => `123${word.toUpperCase()}!!!!`,
      (word: string) => word + word,
    ])
      expect(common.map(longer).filter((word) => word.length >= 12 && !isLeaked(word))).toEqual([]);
    for (const word of ["P@ssw0rd12345", "aaaaaaaaaaaa", "abababababab", "qwertyqwerty"]) expect(isLeaked(word), word).toBe(true);
  });

  it("of words of one’s own, or made by a machine, is taken", () => {
    for (const word of ["correct horse battery", "a penny for four farthings", "Brückenwärter im Nebel"])
      expect(isLeaked(word), word).toBe(false);
    const next = randomFrom(7);
    const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    const made = Array.from({ length: 20_000 }, () =>
      Array.from({ length: 16 }, () => letters[Math.floor(next() * letters.length)]).join(""),
    );
    // A filter errs: at most one in a thousand, so that nobody meets it twice.
    expect(made.filter(isLeaked).length).toBeLessThan(20);
  });

  it("that is refused says so at its field, and nothing is made", async () => {
    const fields = { name: "Asha", email: newAddress(), password: "password123456", adult: "on" };
    const answer = await new Browser().post("/sign-up", fields);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("lists of leaked passwords");
  });
});
