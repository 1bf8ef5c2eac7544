/** The work of each row: inputs, which every library makes anew from the same seeds, and the float64 results that theirs are held to. */

export const ROWS = [
  "matmul 64³",
  "matmul 256³",
  "matmul 1024³",
  "exp",
  "log",
  "sigmoid",
  "softplus",
  "chain of 20",
  "sum",
  "word vectors",
  "add of 10",
  "chain of 20 on 10",
  "record 500 ops",
] as const;
export type Row = (typeof ROWS)[number];

export const ELEMENTS = 1_000_000;

/** Uniform numbers from `low` to `high`, by Mulberry32. */
export function uniform(seed: number, count: number, low: number, high: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return low + (high - low) * (((t ^ (t >>> 14)) >>> 0) / 2 ** 32);
  });
}

export const matrices = (n: number): readonly [Float32Array, Float32Array] => [uniform(1, n * n, -1, 1), uniform(2, n * n, -1, 1)];

/** The elementwise functions: where they are asked, and what they are in float64. */
export const FUNCTIONS = {
  exp: { low: -10, high: 10, exact: Math.exp },
  log: { low: 0, high: 100, exact: Math.log },
  sigmoid: { low: -10, high: 10, exact: (x: number) => 1 / (1 + Math.exp(-x)) },
  softplus: { low: -10, high: 10, exact: (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) },
} as const;
export type FunctionName = keyof typeof FUNCTIONS;
export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as FunctionName[];
export const inputOf = (name: FunctionName): Float32Array => uniform(3, ELEMENTS, FUNCTIONS[name].low, FUNCTIONS[name].high);

/** The chain: t = x, and over and over the five ops t + y, t · x, |t|, t · 0.9, t − y. */
export interface ChainOps<T> {
  add(t: T, y: T): T;
  mul(t: T, x: T): T;
  abs(t: T): T;
  scale(t: T, by: number): T;
  sub(t: T, y: T): T;
}
export function chain<T>(x: T, y: T, { add, mul, abs, scale, sub }: ChainOps<T>, ops = 20): T {
  let t = x;
  for (let i = 0; i < ops / 5; i++) t = sub(scale(abs(mul(add(t, y), x)), 0.9), y);
  return t;
}
export const chainInputs = (size = ELEMENTS): readonly [Float32Array, Float32Array] => [uniform(4, size, -0.5, 0.5), uniform(5, size, -0.5, 0.5)];
export const terms = (): Float32Array => uniform(6, ELEMENTS, 0, 1);
export const ten = (): readonly [Float32Array, Float32Array] => [uniform(7, 10, -1, 1), uniform(8, 10, -1, 1)];

/** Word vectors: two tables, and batches of word, context and wrong contexts. Frequent words come often, as in a text. */
export const WORDS = { vocabulary: 17000, dim: 64, batch: 1024, negatives: 5, learningRate: 0.05, checkedSteps: 20 } as const;
export interface Batch {
  readonly centres: Int32Array;
  readonly contexts: Int32Array;
  /** [batch, negatives] */
  readonly wrong: Int32Array;
}
export const tables = (): readonly [Float32Array, Float32Array] => [
  uniform(9, WORDS.vocabulary * WORDS.dim, -0.5, 0.5),
  uniform(10, WORDS.vocabulary * WORDS.dim, -0.5, 0.5),
];
export function batches(): readonly Batch[] {
  const ids = (seed: number, count: number): Int32Array => Int32Array.from(uniform(seed, count, 0, 1), (u) => Math.floor(WORDS.vocabulary * u * u));
  return Array.from({ length: 32 }, (_, i) => ({
    centres: ids(100 + i, WORDS.batch),
    contexts: ids(200 + i, WORDS.batch),
    wrong: ids(300 + i, WORDS.batch * WORDS.negatives),
  }));
}

/** What a library's training is compared by: the losses of the first steps and both tables after them. */
export function trained(losses: readonly number[], words: ArrayLike<number>, tags: ArrayLike<number>): Float32Array {
  const all = new Float32Array(losses.length + words.length + tags.length);
  all.set(losses);
  all.set(words, losses.length);
  all.set(tags, losses.length + words.length);
  return all;
}
