/** Numbers are digits, within what they are for. */
import { Command } from "commander";
import { expect, test } from "vitest";
import { runOptions, type RunOptions } from "../src/train/options.js";
import { Random } from "@evenkeel/problems";

const parse = (...args: string[]): RunOptions =>
  runOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .parse(args, { from: "user" })
    .opts<RunOptions>();

test.each(["", " ", " 7", "0x10", "1e3", "1.5", "1.0", "+1", "-1", "Infinity", "NaN", "seven", "99999999999999999999"])(
  "%j is no whole number",
  (text) => {
    for (const option of ["--seed", "--steps"])
      expect(() => parse(`${option}=${text}`)).toThrow(/is invalid\. Give a whole number from \d to [\d,]+, in digits\.$/);
  },
);

test("no two seeds are one: the first that would be is refused", () => {
  const first = (seed: number): number => new Random(seed, 1).uint32();
  expect(parse("--seed=4294967295").seed).toBe(4294967295);
  expect(first(2 ** 32 + 1)).toBe(first(1));
  expect(() => parse("--seed=4294967296")).toThrow("Give a whole number from 0 to 4,294,967,295, in digits.");
});

test("0 is a seed and no number of steps, and what is not given has its default", () => {
  expect(parse("--seed=0")).toEqual({ steps: 4000, seed: 0 });
  expect(parse("--steps=5000000000")).toEqual({ steps: 5000000000, seed: 1 });
  expect(() => parse("--steps=0")).toThrow(/from 1 to/);
});
