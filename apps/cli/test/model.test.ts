/** The trainer on evenkeel against the plain float64 one: same pairs, same tables. And what it does where the written loss is infinite. */
import { stabilise } from "evenkeel";
import { expect, test } from "vitest";
import { PlainSkipGram } from "../scripts/plain-skip-gram.js";
import { DEFAULTS, Samples, SkipGram } from "@evenkeel/problems/word-vectors";
import { Random } from "@evenkeel/problems";

const words = 30;
const dim = 8;
const vocabulary = { words: [], counts: Array.from({ length: words }, (_, i) => 100 - i), ids: new Map<string, number>() };
const chunk = Int32Array.from({ length: 200 }, (_, i) => (i * i) % words);
const samples = new Samples([chunk], vocabulary, { ...DEFAULTS, batch: 64, subsample: 1 }, new Random(2, 2));
const heldOut = [samples.next(), samples.next()];
const starting = (scale: number): Float32Array => {
  const random = new Random(3, 1);
  return Float32Array.from({ length: words * dim }, () => scale * (random.uniform() - 0.5));
};

test("a hundred steps end where float64 loops end, to float32's digits", async () => {
  const ours = new SkipGram(starting(0.5), dim);
  const plain = new PlainSkipGram(starting(0.5), new Float64Array(words * dim), dim);
  for (let step = 0; step < 100; step++) {
    const batch = samples.next();
    const [a, b] = [await ours.step(batch, 0.02), plain.step(batch, 0.02) / 64];
    expect(Math.abs(a / b - 1)).toBeLessThan(1e-5);
  }
  expect(Math.abs((await ours.heldOutLoss(heldOut)) / plain.meanLoss(heldOut) - 1)).toBeLessThan(1e-5);
  (await ours.vectors()).forEach((value, i) => expect(Math.abs(value - plain.words[i]!)).toBeLessThan(1e-5));
});

test("dots far above 17 give the right loss; with the stabiliser off the loss is infinite and the tables stay as they were", async () => {
  const large = starting(200);
  const pair = samples.next();
  const trained = async (): Promise<{ ours: SkipGram; plain: PlainSkipGram }> => {
    const ours = new SkipGram(large, dim);
    const plain = new PlainSkipGram(large, new Float64Array(words * dim), dim);
    // The tags are zero at first: one step gives them length, and the dots are then in the thousands.
    await ours.step(pair, 0.05);
    plain.step(pair, 0.05);
    return { ours, plain };
  };
  const { ours, plain } = await trained();
  const exact = plain.meanLoss([pair]);
  expect(exact).toBeGreaterThan(100);
  expect(Math.abs((await ours.step(pair, 0.001)) / exact - 1)).toBeLessThan(1e-5);

  const { ours: asWritten } = await trained();
  const before = await asWritten.vectors();
  expect(await asWritten.step(pair, 0.001, (loss) => stabilise("off", loss))).toBe(Infinity);
  expect(await asWritten.vectors()).toEqual(before);
});
