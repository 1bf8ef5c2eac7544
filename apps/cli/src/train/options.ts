/** The options of a run, which the command and the scripts that it is compared with share. */
import { type Command, InvalidArgumentError } from "commander";
import { DEFAULTS } from "@evenkeel/problems/word-vectors";

export interface RunOptions {
  readonly corpus?: string;
  readonly steps: number;
  readonly seed: number;
}

export const LARGEST_SEED = 2 ** 32 - 1; // random numbers start from 32 bits: a larger seed would be the same as a smaller one

export function runOptions(command: Command): Command {
  return command
    .option("--corpus <file>", "a plain text, or a folder of .txt files (default: the whole of Moby Dick)")
    .option("--steps <n>", `steps of ${DEFAULTS.batch.toLocaleString("en")} pairs`, wholeNumber(1, Number.MAX_SAFE_INTEGER), DEFAULTS.steps)
    .option("--seed <n>", "seed of every random choice", wholeNumber(0, LARGEST_SEED), DEFAULTS.seed);
}

/** Digits only: Number would take "" for 0, and 0x10, 1e3 and spaces for what was not meant. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most.toLocaleString("en")}, in digits.`);
    return value;
  };
}
