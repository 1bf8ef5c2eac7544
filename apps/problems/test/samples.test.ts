/** The stream of pairs: one seed, one stream; words and wrong words as often as stated. */
import { describe, expect, test } from "vitest";
import { Random } from "../src/random.js";
import { keepingChances, noiseWeights, Samples, weightedSampler } from "../src/word-vectors/samples.js";
import { DEFAULTS } from "../src/word-vectors/settings.js";

const vocabulary = {
  words: ["a", "b", "c", "d"],
  counts: [700, 200, 90, 10],
  ids: new Map([
    ["a", 0],
    ["b", 1],
    ["c", 2],
    ["d", 3],
  ]),
};
const settings = { ...DEFAULTS, batch: 256, window: 2, subsample: 1 };
const chunk = Int32Array.from({ length: 40 }, (_, i) => i % 4);
const stream = (seed: number): Samples => new Samples([chunk, chunk], vocabulary, settings, new Random(seed, 2));

/** Pearson's χ² of observed counts against expected shares. */
function chiSquared(observed: readonly number[], weights: readonly number[]): number {
  const n = observed.reduce((a, b) => a + b);
  const total = weights.reduce((a, b) => a + b);
  return observed.reduce((sum, count, i) => sum + (count - (n * weights[i]!) / total) ** 2 / ((n * weights[i]!) / total), 0);
}

describe("Random", () => {
  test("is the same for one seed and stream, and different for another of either", () => {
    const first = (seed: number, part: number): number[] =>
      Array.from(
        { length: 4 },
        (
          (random) => () =>
            random.uint32()
        )(new Random(seed, part)),
      );
    expect(first(1, 1)).toEqual(first(1, 1));
    expect(first(1, 1)).not.toEqual(first(2, 1));
    expect(first(1, 1)).not.toEqual(first(1, 2));
  });
  test("is uniform: χ² over 256 cells stays below its 99.99 % point, which a biased draw exceeds", () => {
    const random = new Random(3, 1);
    const cells = new Array<number>(256).fill(0);
    for (let i = 0; i < 100_000; i++) cells[random.below(256)]!++;
    const even = new Array<number>(256).fill(1);
    expect(chiSquared(cells, even)).toBeLessThan(347.7);
    const biased = cells.map((count, i) => (i < 128 ? Math.round(count * 1.06) : count));
    expect(chiSquared(biased, even)).toBeGreaterThan(347.7);
  });
});

describe("weightedSampler", () => {
  test("draws in proportion: χ² with 3 degrees of freedom below its 99.99 % point, against other weights far above", () => {
    const weights = noiseWeights(vocabulary, 0.01);
    const draw = weightedSampler(weights, new Random(5, 1));
    const seen = [0, 0, 0, 0];
    for (let i = 0; i < 50_000; i++) seen[draw()]!++;
    expect(chiSquared(seen, weights)).toBeLessThan(21.1);
    expect(chiSquared(seen, vocabulary.counts)).toBeGreaterThan(21.1);
  });
});

test("a word's chance to be kept follows word2vec's formula", () => {
  const keep = keepingChances(vocabulary, 0.1);
  const share = 0.1 / 0.7;
  // Five float64 roundings.
  expect(Math.abs(keep[0]! - Math.sqrt(share) - share)).toBeLessThanOrEqual(5 * Number.EPSILON);
  expect(keep[3]).toBe(1);
});

describe("Samples", () => {
  test("is the same stream for the same seed", () => {
    const [one, same, other] = [stream(1), stream(1), stream(2)];
    for (let i = 0; i < 3; i++) {
      const batch = one.next();
      expect(same.next()).toEqual(batch);
      expect(other.next().centres).not.toEqual(batch.centres);
    }
  });
  test("pairs stand within the window, and no wrong word is the right one", () => {
    const { centres, contexts, negatives } = stream(4).next();
    for (let i = 0; i < centres.length; i++) {
      expect([1, 2, 3]).toContain((4 + contexts[i]! - centres[i]!) % 4);
      for (let k = 0; k < 5; k++) expect(negatives[i * 5 + k]).not.toBe(contexts[i]);
    }
  });
  test("nearer words are drawn more often: reach is uniform in 1 … window", () => {
    const far = { near: 0, two: 0 };
    const samples = stream(6);
    for (let i = 0; i < 40; i++) {
      const { centres, contexts } = samples.next();
      centres.forEach((centre, j) => ((contexts[j]! - centre) % 2 ? far.near++ : far.two++));
    }
    expect(far.near / far.two).toBeGreaterThan(1.9);
    expect(far.near / far.two).toBeLessThan(2.25);
  });
  test("a list of single words is refused and does not run for ever", () => {
    const lone = new Samples([Int32Array.of(1), Int32Array.of(2)], vocabulary, settings, new Random(1, 2));
    expect(() => lone.next()).toThrow(/no two kept words stand together\. Give running text/);
  });
});
