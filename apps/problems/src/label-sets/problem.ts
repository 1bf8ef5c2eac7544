/**
 * A problem that is made up, and hard in the way of real ones: features are counts of very different sizes, which set a label is from shows in them, and a few labels are
 * wrong. The share that a model gives to the sets therefore saturates, now and then for the wrong set.
 */
import { Random } from "../random.js";

export const FEATURES = 8;
/** Labels of the first set, and of the second, which follow them. */
export const FIRST = 4;
export const SECOND = 3;

export interface Batch {
  /** [samples × FEATURES] */
  readonly features: Float32Array;
  /** [samples], 0 … FIRST + SECOND − 1 */
  readonly labels: Int32Array;
}
export interface Labelled {
  readonly heldBack: Batch;
  /** The same stream from its beginning at every call. */
  batches(size: number): () => Batch;
}

const HELD_BACK = 512;
const WRONG = 0.02;
const STREAM = { truth: 1, training: 2, heldBack: 3 };

export function labelled(seed: number): Labelled {
  const random = new Random(seed, STREAM.truth),
    truth = Array.from({ length: 1 + FIRST + SECOND }, () => Array.from({ length: FEATURES }, () => normal(random)));
  const batch = (random: Random, size: number): Batch => {
    const features = new Float32Array(size * FEATURES);
    const labels = Int32Array.from({ length: size }, (_, i) => {
      const row = features.subarray(i * FEATURES, (i + 1) * FEATURES),
        scale = Math.exp(normal(random)); // long and short texts
      for (let j = 0; j < FEATURES; j++) row[j] = scale * normal(random);
      const says = truth.map((weights) => weights.reduce((sum, w, j) => sum + w * row[j]!, 0)),
        [from, to] = says[0]! > 0 ? [0, FIRST] : [FIRST, FIRST + SECOND],
        set = says.slice(1 + from, 1 + to);
      return random.uniform() < WRONG ? random.below(FIRST + SECOND) : from + set.indexOf(Math.max(...set));
    });
    return { features, labels };
  };
  return {
    heldBack: batch(new Random(seed, STREAM.heldBack), HELD_BACK),
    batches: (size) => {
      const random = new Random(seed, STREAM.training);
      return () => batch(random, size);
    },
  };
}

/** Box and Muller. */
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
