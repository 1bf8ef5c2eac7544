/** The 10,000 handwritten digits of the package `mnist`, a part of LeCun's MNIST. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { packed, type Split, splitOf } from "@evenkeel/problems/digits";

/** `held` digits are held back; which ones is a matter of the seed. */
export function readDigits(held: number, seed: number): Split {
  const { resolve } = createRequire(import.meta.url);
  const files = Array.from(
    { length: 10 },
    (_, digit) => (JSON.parse(readFileSync(resolve(`mnist/src/digits/${digit}.json`), "utf8")) as { data: number[] }).data,
  );
  return splitOf(packed(files), held, seed);
}
