/** The work of each row: its inputs, which every library is given, and what libraries share of doing it. */

/** The elementwise functions, and where each operand is asked. */
export const FUNCTIONS = {
  exp: [[-10, 10]],
  log: [[0, 100]],
  log1p: [[-0.9, 10]],
  expm1: [[-10, 10]],
  tanh: [[-5, 5]],
  sigmoid: [[-10, 10]],
  softplus: [[-10, 10]],
  gelu: [[-5, 5]],
  sin: [[-10, 10]],
  erf: [[-3, 3]],
  pow: [
    [0.1, 10],
    [-5, 5],
  ],
} as const satisfies Record<string, readonly (readonly [low: number, high: number])[]>;
export type FunctionName = keyof typeof FUNCTIONS;
export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as FunctionName[];

export const ROWS = [
  "matmul 64³",
  "matmul 256³",
  "matmul 1024³",
  ...FUNCTION_NAMES,
  "chain of 20",
  "sum",
  "softmax 1024²",
  "logSoftmax 1024²",
  "logsumexp 1024²",
  "layer norm 1024²",
  "MLP step, SGD",
  "MLP step, Adam",
  "conv net step, SGD",
  "word vectors",
  "add of 10",
  "chain of 20 on 10",
  "record 500 ops",
] as const;
export type Row = (typeof ROWS)[number];

export const ELEMENTS = 1_000_000;

/** What a row is done with. */
export function inputsOf(row: Row): readonly Float32Array[] {
  const size = Number(/^matmul (\d+)/.exec(row)?.[1]);
  if (size) return [uniform(1, size * size, -1, 1), uniform(2, size * size, -1, 1)];
  if (isFunction(row)) return FUNCTIONS[row].map(([low, high], i) => uniform(i ? 11 : 3, ELEMENTS, low, high));
  if (row.endsWith("1024²")) return [uniform(12, SIDE * SIDE, -5, 5)];
  if (row.startsWith("MLP")) return [...layers(), ...images()];
  if (row.startsWith("conv net")) return [...filters(), ...pictures()];
  if (row === "sum") return [uniform(6, ELEMENTS, 0, 1)];
  if (row === "add of 10") return [uniform(7, 10, -1, 1), uniform(8, 10, -1, 1)];
  if (row === "word vectors") return [...tables(), ...batches()];
  const length = row === "chain of 20" ? ELEMENTS : 10;
  return [uniform(4, length, -0.5, 0.5), uniform(5, length, -0.5, 0.5)];
}
export const isFunction = (row: Row): row is FunctionName => row in FUNCTIONS;

/** Rows are along the last dimension. */
export const SIDE = 1024;
export const EPS = 1e-5;

/** A perceptron with one hidden layer of relu, cross-entropy, biases that begin at 0; batches of images and the numbers of their classes. */
export const MLP = {
  inputs: 784,
  hidden: 256,
  classes: 10,
  batch: 64,
  batches: 8,
  checkedSteps: 20,
  sgd: 0.1,
  adam: 1e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
} as const;
const layers = (): Float32Array[] => [
  uniform(13, MLP.inputs * MLP.hidden, -1, 1).map((w) => w / Math.sqrt(MLP.inputs)),
  uniform(14, MLP.hidden * MLP.classes, -1, 1).map((w) => w / Math.sqrt(MLP.hidden)),
];
const images = (): Float32Array[] =>
  Array.from({ length: MLP.batches }, (_, i) => [
    uniform(400 + i, MLP.batch * MLP.inputs, 0, 1),
    uniform(500 + i, MLP.batch, 0, MLP.classes).map(Math.floor),
  ]).flat();

/** Two convolutions, each with relu and pooling (2×2, of the greatest), and one layer; cross-entropy, biases that begin at 0, batches of pictures and the numbers of their classes. */
export const CONV = {
  side: 28,
  size: 5,
  channels: [1, 8, 16],
  features: 256,
  classes: 10,
  batch: 32,
  batches: 4,
  checkedSteps: 5,
  sgd: 0.05,
} as const;
const filters = (): Float32Array[] => {
  const { size, channels, features, classes } = CONV,
    scaled = (seed: number, terms: number, outputs: number): Float32Array => uniform(seed, terms * outputs, -1, 1).map((w) => w / Math.sqrt(terms));
  return [scaled(15, channels[0] * size * size, channels[1]), scaled(16, channels[1] * size * size, channels[2]), scaled(17, features, classes)];
};
const pictures = (): Float32Array[] =>
  Array.from({ length: CONV.batches }, (_, i) => [
    uniform(600 + i, CONV.batch * CONV.side * CONV.side, 0, 1),
    uniform(700 + i, CONV.batch, 0, CONV.classes).map(Math.floor),
  ]).flat();

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

/** Word vectors: two tables, and batches of word, context and wrong contexts. */
export const WORDS = { vocabulary: 17000, dim: 64, batch: 1024, negatives: 5, learningRate: 0.05, checkedSteps: 20 } as const;
export interface Batch {
  readonly centres: Int32Array;
  readonly contexts: Int32Array;
  /** [batch, negatives] */
  readonly wrong: Int32Array;
}
const tables = (): Float32Array[] => [9, 10].map((seed) => uniform(seed, WORDS.vocabulary * WORDS.dim, -0.5, 0.5));

/** Frequent words come often, as in a text. */
function batches(): Float32Array[] {
  const ids = (seed: number, count: number): Float32Array => uniform(seed, count, 0, 1).map((u) => Math.floor(WORDS.vocabulary * u * u));
  return Array.from({ length: 32 }, (_, i) => [
    ids(100 + i, WORDS.batch),
    ids(200 + i, WORDS.batch),
    ids(300 + i, WORDS.batch * WORDS.negatives),
  ]).flat();
}
/** The inputs that follow the tables, three by three. */
export function batchesOf(inputs: readonly Float32Array[]): readonly Batch[] {
  const ids = inputs.map((x) => Int32Array.from(x));
  return Array.from({ length: ids.length / 3 }, (_, i) => ({ centres: ids[3 * i]!, contexts: ids[3 * i + 1]!, wrong: ids[3 * i + 2]! }));
}

/** What a library's training is compared by: the losses of the first steps and both matrices after them. */
export function trained(losses: readonly number[], words: ArrayLike<number>, tags: ArrayLike<number>): Float32Array {
  const all = new Float32Array(losses.length + words.length + tags.length);
  all.set(losses);
  all.set(words, losses.length);
  all.set(tags, losses.length + words.length);
  return all;
}
