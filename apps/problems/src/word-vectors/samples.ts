/** The stream of training pairs: each centre word with a word near it, and wrong words drawn from the whole text. One seed, one stream. */
import { UserError } from "../user-error.js";
import type { Random } from "../random.js";
import type { Settings } from "./settings.js";
import type { Vocabulary } from "./vocabulary.js";

export interface Batch {
  /** [pairs] */
  readonly centres: Int32Array;
  /** [pairs] */
  readonly contexts: Int32Array;
  /** [pairs × negatives] */
  readonly negatives: Int32Array;
  /** Words of the text that were read for it, on average over its pool. */
  readonly words: number;
}

const POOL = 1 << 17; // pairs are mixed in pools of this many, so that a batch is not one page of the text
const IDS = 1 << 16; // a pair is stored as centre · IDS + context

export class Samples {
  readonly #chunks: readonly Int32Array[];
  readonly #settings: Settings;
  readonly #random: Random;
  readonly #keep: Float64Array;
  readonly #wrongWord: () => number;
  readonly #order: Int32Array;
  #place: number;
  #pool: number[] = [];
  #wordsPerPair = 0;

  constructor(chunks: readonly Int32Array[], vocabulary: Vocabulary, settings: Settings, random: Random) {
    this.#chunks = chunks;
    this.#settings = settings;
    this.#random = random;
    this.#keep = keepingChances(vocabulary, settings.subsample);
    this.#wrongWord = weightedSampler(noiseWeights(vocabulary, settings.subsample), random);
    this.#order = Int32Array.from(chunks, (_, i) => i);
    this.#place = chunks.length;
  }

  next(): Batch {
    const { batch, negatives } = this.#settings;
    const centres = new Int32Array(batch);
    const contexts = new Int32Array(batch);
    const wrong = new Int32Array(batch * negatives);
    let words = 0;
    for (let i = 0; i < batch; i++) {
      if (this.#pool.length === 0) this.#fill();
      const pair = this.#pool.pop()!;
      centres[i] = Math.floor(pair / IDS);
      contexts[i] = pair % IDS;
      words += this.#wordsPerPair;
      for (let k = 0; k < negatives; k++) wrong[i * negatives + k] = this.#otherThan(contexts[i]!);
    }
    return { centres, contexts, negatives: wrong, words };
  }

  #otherThan(context: number): number {
    for (;;) {
      const word = this.#wrongWord();
      if (word !== context) return word;
    }
  }

  /** Chunks are read in a new random order at every pass over the text. */
  #fill(): void {
    let words = 0;
    let passes = 0;
    while (this.#pool.length < POOL) {
      if (this.#place === this.#order.length) {
        if (++passes > 1 && this.#pool.length === 0) throw new UserError("corpus: no two kept words stand together. Give running text, not a list.");
        this.#random.shuffle(this.#order, this.#order.length);
        this.#place = 0;
      }
      const chunk = this.#chunks[this.#order[this.#place++]!]!;
      words += chunk.length;
      this.#addPairs(chunk.filter((word) => this.#random.uniform() < this.#keep[word]!));
    }
    this.#random.shuffle(this.#pool, this.#pool.length);
    this.#wordsPerPair = words / this.#pool.length;
  }

  #addPairs(words: Int32Array): void {
    for (let i = 0; i < words.length; i++) {
      const reach = 1 + this.#random.below(this.#settings.window);
      const end = Math.min(words.length, i + reach + 1);
      for (let j = Math.max(0, i - reach); j < end; j++) if (j !== i) this.#pool.push(words[i]! * IDS + words[j]!);
    }
  }
}

/** The chance that an occurrence of a word is kept: sqrt(t/f) + t/f for a word of share f, as in word2vec. */
export function keepingChances({ counts }: Vocabulary, subsample: number): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Float64Array.from(counts, (count) => {
    const ratio = (subsample * total) / count;
    return Math.min(1, Math.sqrt(ratio) + ratio);
  });
}

/**
 * How often each word is drawn as a wrong one: its count in the thinned text to the power ¾. Counts of the whole text would put
 * one article into every batch a hundred times, and with all of a batch's gradients added, that word alone would set the learning rate.
 */
export function noiseWeights(vocabulary: Vocabulary, subsample: number): number[] {
  const keep = keepingChances(vocabulary, subsample);
  return vocabulary.counts.map((count, word) => (count * keep[word]!) ** 0.75);
}

/** Draws i with probability weights[i] / Σ weights in constant time: the alias method (Vose 1991). */
export function weightedSampler(weights: readonly number[], random: Random): () => number {
  const n = weights.length;
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / n;
  const share = Float64Array.from(weights, (weight) => weight / mean);
  const alias = Int32Array.from(weights, (_, i) => i);
  const small: number[] = [];
  const large: number[] = [];
  share.forEach((value, i) => (value < 1 ? small : large).push(i));
  while (small.length > 0 && large.length > 0) {
    const i = small.pop()!;
    const j = large.at(-1)!;
    alias[i] = j;
    share[j]! -= 1 - share[i]!;
    if (share[j]! < 1) small.push(large.pop()!);
  }
  return () => {
    const i = random.below(n);
    return random.uniform() < share[i]! ? i : alias[i]!;
  };
}
