/** Two label sets: the loss as written against the right form in float64, where shares saturate too; what is lost with the stabiliser off, and what is said of it. */
import { full, stabilise, zeros } from "evenkeel";
import { describe, expect, test } from "vitest";
import { type Batch, FEATURES, FIRST, labelled, LabelSets, SECOND } from "../src/label-sets/index.js";

const off = <T>(written: () => T): T => stabilise("off", written);
const [SHARE_WEIGHT, SHARE_BIAS] = [0, 1];

/** A sample of each of two labels, one of the first set and one of the second; its first feature is 1. */
const batchOf = (...labels: number[]): Batch => ({
  features: Float32Array.from({ length: labels.length * FEATURES }, (_, i) => (i % FEATURES === 0 ? 1 : 0)),
  labels: Int32Array.from(labels),
});
/** A model whose t is the same for every sample. */
function modelWith(t: number): LabelSets {
  const model = new LabelSets(1);
  model.parameters[SHARE_WEIGHT]!.assign(zeros([FEATURES, 1]));
  model.parameters[SHARE_BIAS]!.assign(full([1], t));
  return model;
}
/** −log p in float64, in the form that does not saturate. */
async function exact(model: LabelSets, batch: Batch): Promise<number> {
  const { t, a, b } = model.outputs(batch),
    [ts, as, bs] = await Promise.all([t.data(), a.data(), b.data()]),
    logsigmoid = (x: number): number => Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
  let sum = 0;
  batch.labels.forEach((label, i) => {
    const [logits, size, place, share] = label < FIRST ? [as, FIRST, label, ts[i] as number] : [bs, SECOND, label - FIRST, -(ts[i] as number)],
      row = Array.from(logits.subarray(i * size, (i + 1) * size) as Float32Array);
    sum -= logsigmoid(share) + row[place]! - Math.log(row.reduce((total, x) => total + Math.exp(x), 0));
  });
  return sum / batch.labels.length;
}

describe("the loss as written", () => {
  test.each([0, 3, -3, 30, -30, 200, -200])("is right at t = %d", async (t) => {
    const model = modelWith(t),
      batch = batchOf(0, FIRST),
      [loss] = (await model.loss(batch).data()) as Float32Array;
    // A few float32 roundings of terms of the loss's size.
    expect(Math.abs(loss! / (await exact(model, batch)) - 1)).toBeLessThan(4 * 2 ** -24);
  });
  test("is infinite with the stabiliser off where the share of a label is 0, and the parameters are left", async () => {
    const model = modelWith(30),
      batch = batchOf(FIRST),
      before = await model.parameters[2]!.data();
    expect((await model.watchedStep(batch, 0.1, off)).loss).toBe(Infinity);
    expect(await model.parameters[2]!.data()).toEqual(before);
    expect(await model.cause(batch)).toBe("s = sigmoid(30.00) is 1 in float32, 1 − s is 0, and log(0) is −∞");
  });
  test("is finite and its gradient is not where a share has no full digits: the step is not taken, and the slope is named", async () => {
    const model = modelWith(-95),
      batch = batchOf(1),
      before = await model.parameters[2]!.data(),
      lost = await model.watchedStep(batch, 0.1, off);
    expect(lost.loss).toBeGreaterThan(90);
    expect(lost.loss).toBeLessThan(100);
    expect(lost.norms.every(Number.isFinite)).toBe(false);
    expect(await model.parameters[2]!.data()).toEqual(before);
    expect(await model.cause(batch)).toMatch(/^s·softmax\(a\) = e\^−9\d\.\d has no full digits in float32, and the slope of log there is ∞$/);

    const kept = await model.watchedStep(batch, 0.1);
    expect(kept.norms.every(Number.isFinite)).toBe(true);
    expect(await model.parameters[2]!.data()).not.toEqual(before);
  });
});

test("the stream is the seed's, of both sets, and few labels are wrong", async () => {
  const { heldBack, batches } = labelled(3),
    [one, same] = [batches(256)(), labelled(3).batches(256)()];
  expect(one).toEqual(same);
  expect(labelled(4).batches(256)().labels).not.toEqual(one.labels);
  expect(new Set(heldBack.labels).size).toBe(FIRST + SECOND);
  // Learnt as well as the labels allow: two of a hundred are drawn anew.
  const model = new LabelSets(3),
    next = batches(64);
  for (let step = 0; step < 150; step++) await model.step(next(), 0.05);
  const p = (await model.logProbabilities(heldBack).data()) as Float32Array,
    width = FIRST + SECOND,
    right = heldBack.labels.filter((label, i) => p[i * width + label] === Math.max(...p.subarray(i * width, (i + 1) * width))).length;
  expect(right / heldBack.labels.length).toBeGreaterThan(0.8);
});
