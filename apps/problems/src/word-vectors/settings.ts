/** What a run is set to. The command and the plain script it is compared with share these numbers. */
export interface Settings {
  /** Numbers in a word's vector. */
  readonly dim: number;
  /** The farthest that a context word may be; each centre word draws its own reach from 1 to this. */
  readonly window: number;
  /** Wrong words drawn for each right one. */
  readonly negatives: number;
  /** A rarer word is not learnt. */
  readonly minCount: number;
  /** At most this many words, the most frequent ones, so that a long text costs no more than a book. */
  readonly maxWords: number;
  /** A word that makes up more than this share of the text is thinned out (Mikolov and others 2013). */
  readonly subsample: number;
  /** Pairs in one step. Their gradients are taken at the same tables and added. */
  readonly batch: number;
  readonly steps: number;
  /** At the first step; it falls in a line to a hundredth of it. */
  readonly learningRate: number;
  readonly seed: number;
}

export const DEFAULTS: Settings = {
  dim: 64,
  window: 8,
  negatives: 5,
  minCount: 8,
  maxWords: 5000,
  subsample: 2e-4,
  batch: 1024,
  steps: 4000,
  learningRate: 0.2,
  seed: 1,
};

export function learningRateAt(step: number, { learningRate, steps }: Settings): number {
  return learningRate * Math.max(0.01, 1 - step / steps);
}
