/** Orders and places that are drawn at random: from the words of their call, against the references, and how often each comes. */
import { beforeAll, describe, expect, test } from "vitest";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";
import { race } from "../src/reference/multinomial.js";
import { structural as reference } from "../src/reference/index.js";
import { words } from "../src/reference/philox.js";
import { gammaQ, NEVER } from "./statistics.js";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));
const values = (t: T): number[] => [...t.dataSync()];
const SEED = 2 ** 34 + 7;
const seeded = (): { generator: k.Generator } => ({ generator: k.generator(SEED) });
/** The words of the first call of that generator. */
const first = (count: number): number[] => words([7, 4], [0, 0, 0, 0], count);
/** The probability that counts deviate from what is expected by so much or more. */
const fit = (counts: readonly number[], expected: readonly number[]): number =>
  gammaQ((counts.length - 1) / 2, counts.reduce((sum, n, i) => sum + (n - expected[i]!) ** 2 / expected[i]!, 0) / 2);
const tally = (drawn: Iterable<number>, size: number): number[] => {
  const counts = new Array<number>(size).fill(0);
  for (const i of drawn) counts[i]!++;
  return counts;
};

describe("randperm", () => {
  test.each([0, 1, 2, 3, 63, 64, 65, 1000, 20_000])("of %i is the order of its words", (n) => {
    const p = k.randperm(n, seeded());
    expect([p.dtype, p.shape]).toEqual(["int32", [n]]);
    expect(values(p)).toEqual(reference.randperm(first(n)));
    expect(values(p).sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
  });
  test("each order of four comes as often as the others", () => {
    const generator = k.generator(1),
      many = 24_000,
      seen = new Map<string, number>();
    for (let i = 0; i < many; i++) {
      const order = values(k.randperm(4, { generator })).join();
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(24);
    expect(fit([...seen.values()], new Array<number>(24).fill(many / 24))).toBeGreaterThan(NEVER);
  });
  test("calls differ, and a seed says them all", () => {
    const orders = (): number[][] => {
      const generator = k.generator(3);
      return [values(k.randperm(50, { generator })), values(k.randperm(50, { generator }))];
    };
    expect(orders()).toEqual(orders());
    expect(orders()[0]).not.toEqual(orders()[1]);
  });
});

const next = random(3);
const weightsOf = (n: number): number[] => Array.from({ length: n }, (_, i) => (i % 4 === 1 ? 0 : Math.fround((1 + (next() % 1000)) / 64)));
describe("multinomial", () => {
  test.each([1, 2, 3, 8, 100, 1000])("of %i places without replacement is a race", (n) => {
    const weights = [weightsOf(n), weightsOf(n)],
      positive = weights[0]!.filter((x) => x > 0).length,
      drawn = first(2 * n);
    const got = k.multinomial(weights, positive, seeded());
    expect([got.dtype, got.shape]).toEqual(["int32", [2, positive]]);
    for (const row of [0, 1]) {
      const { times, order } = race(drawn.slice(row * n, (row + 1) * n), weights[row]!),
        places = values(got).slice(row * positive, (row + 1) * positive);
      expect(new Set(places).size).toBe(positive);
      // The same order, but where two arrive within what rounding can exchange.
      places.forEach((p, i) => {
        const [a, b] = [times[p]![0], times[order[i]!]![0]];
        expect(Math.abs(a - b)).toBeLessThanOrEqual(2 ** -22 * b);
      });
      expect(values(k.multinomial(weights, Math.ceil(positive / 2), seeded())).slice(0, Math.ceil(positive / 2))).toEqual(
        values(got).slice(0, Math.ceil(positive / 2)),
      );
    }
  });
  test.each([1, 2, 3, 8, 100, 1000])("of %i places with replacement is a search in the running sums", (n) => {
    const weights = [weightsOf(n), weightsOf(n)],
      draws = 400,
      drawn = first(2 * draws);
    const got = values(k.multinomial(weights, draws, { replacement: true, ...seeded() }));
    got.forEach((p, i) => {
      const row = weights[Math.floor(i / draws)]!,
        { sums, at, place } = reference.multinomial(drawn[i]!, row),
        total = sums.at(-1)![0];
      expect(row[p]).toBeGreaterThan(0);
      // The same place, or one whose step is as near as rounding can take it.
      if (p !== place) expect(Math.min(Math.abs(sums[p]![0] - at[0]), Math.abs(sums[p]![0] - row[p]! - at[0]))).toBeLessThanOrEqual(2 ** -22 * total);
    });
  });
  test("places come as often as their weights say, first, and second given the first", () => {
    const weights = [1, 2, 0, 3, 4],
      many = 40_000,
      rows = k.expand(k.tensor(weights), [many, 5]);
    const replaced = values(k.multinomial(weights, many, { replacement: true, ...seeded() })),
      share = (i: number): number => weights[i]! / 10;
    expect(replaced).not.toContain(2);
    const kept = [0, 1, 3, 4],
      counts = tally(replaced, 5);
    expect(
      fit(
        kept.map((i) => counts[i]!),
        kept.map((i) => share(i) * many),
      ),
    ).toBeGreaterThan(NEVER);
    const pairs = values(k.multinomial(rows, 2, seeded())),
      seen = tally(
        Array.from({ length: many }, (_, r) => 5 * pairs[2 * r]! + pairs[2 * r + 1]!),
        25,
      );
    const possible = kept.flatMap((i) => kept.filter((j) => j !== i).map((j) => [i, j] as const));
    expect(possible.reduce((sum, [i, j]) => sum + seen[5 * i + j]!, 0)).toBe(many);
    expect(
      fit(
        possible.map(([i, j]) => seen[5 * i + j]!),
        possible.map(([i, j]) => (many * share(i) * share(j)) / (1 - share(i))),
      ),
    ).toBeGreaterThan(NEVER);
  });
  test("weights of any size, and of every floating type", () => {
    for (const replacement of [false, true])
      for (const big of [3e38, 1e-45, 1]) {
        const drawn = values(k.multinomial([0, big, big, 0, big], 3, { replacement, ...seeded() }));
        expect(drawn.every((i) => [1, 2, 4].includes(i))).toBe(true);
        if (!replacement) expect(new Set(drawn).size).toBe(3);
      }
    // Of weights that no sum would notice each has its turn before those of 0.
    expect(values(k.multinomial([0, 1e-45, 1e12, 0, 1e-20], 3, seeded()))).toEqual([2, 4, 1]);
    expect(values(k.multinomial([0, 1e-45, 3e38, 0, 1e-30], 3, seeded()))).toEqual([2, 1, 4]);
    expect(values(k.multinomial(Float64Array.of(0, 1e-300, 1e300), 2, seeded()))).toEqual([2, 1]);
    for (const dtype of ["float16", "bfloat16", "float64"] as const) {
      const weights = k.tensor([0, 1, 0.5, 2], { dtype }),
        exact = k.tensor([0, 1, 0.5, 2]);
      expect(values(k.multinomial(weights, 3, seeded()))).toEqual(values(k.multinomial(exact, 3, seeded())));
      expect(values(k.multinomial(weights, 50, { replacement: true, ...seeded() }))).toEqual(
        values(k.multinomial(exact, 50, { replacement: true, ...seeded() })),
      );
    }
  });
  test("no gradient passes, and none can be asked", () => expect(k.multinomial(k.parameter([1, 2]), 1).requiresGrad).toBe(false));
  const wrong: [string, number[][], boolean, RegExp][] = [
    ["negative", [[1, 2], [1, -1]], false, /^multinomial: row 1 has a weight that is negative, infinite or NaN\. Pass weights from 0, such as softmax gives\.(\n|$)/],
    ["NaN", [[NaN, 2], [1, 1]], true, /^multinomial: row 0 has a weight that is negative/],
    ["infinite", [[1, 2], [1, Infinity]], true, /^multinomial: row 1 has a weight that is negative/],
    ["all 0", [[1, 2], [0, -0]], true, /^multinomial: the weights of row 1 are all 0\. Pass rows with a weight above 0\.(\n|$)/],
    ["all 0, without replacement", [[0, 0], [1, 2]], false, /^multinomial: the weights of row 0 are all 0\./],
    ["too few", [[1, 2], [0, 1]], false, /^multinomial: row 1 has fewer weights above 0 than are drawn of it\. Draw fewer, or pass \{ replacement: true \}\.(\n|$)/],
  ]; // prettier-ignore
  test.each(wrong)("%s weights are refused: at the call where they are there, else when the draws are read", (_, weights, replacement, message) => {
    expect(() => k.multinomial(weights, 2, { replacement })).toThrow(message);
    const later = k.multinomial(k.mul(k.tensor(weights), 1), 2, { replacement });
    expect(() => later.dataSync()).toThrow(message);
    expect(() => later.dataSync()).toThrow(RangeError);
  });
  test.each([
    ["whole numbers", () => k.multinomial(Int32Array.of(1), 1), /^multinomial: the weights are int32\. Pass floating numbers\.$/, TypeError],
    ["0-d", () => k.multinomial(1, 1), /^multinomial: the weights are \[\]\. Give one row, or rows of two dimensions\.$/, RangeError],
    ["3-d", () => k.multinomial([[[1]]], 1), /^multinomial: the weights are \[1, 1, 1\]\. Give one row/, RangeError],
    ["none", () => k.multinomial([1], 0), /^multinomial: 0 places are asked for\. Ask for a whole number from 1\.$/, RangeError],
    [
      "too many",
      () => k.multinomial([1, 2], 3),
      /^multinomial: 3 places are asked for, and a row of \[2\] has 2\. Draw fewer, or pass \{ replacement: true \}\.$/,
      RangeError,
    ],
    [
      "no places",
      () => k.multinomial(k.zeros([2, 0]), 1, { replacement: true }),
      /^multinomial: 1 places are asked for, and a row of \[2, 0\] has 0\. Pass rows that have weights\.$/,
      RangeError,
    ],
    ["no generator", () => k.multinomial([1], 1, { generator: 5 as never }), /^multinomial: the generator is number\./, TypeError],
  ] as const)("%s", (_, call, message, type) => {
    expect(call).toThrow(message);
    expect(call).toThrow(type);
  });
});
