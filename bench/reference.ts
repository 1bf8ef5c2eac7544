/** What is right: the work of each row in plain float64 JavaScript, and how far a library's result is from it. */
import { COMPARED, exactValues } from "./accuracy.js";
import { batchesOf, chain, type FunctionName, isFunction, type Row, WORDS } from "./work.js";

export interface Verdict {
  /** Why the result does not count, or null. */
  readonly wrong: string | null;
  /** Worst distance in units in the last place of float32, where that is what a row states. */
  readonly ulps: number | null;
  /** Of the first steps of training. */
  readonly losses: readonly number[] | null;
}

/** The judge of a row done with these inputs, with its reference made once. */
export function judgeOf(row: Row, inputs: readonly Float32Array[]): (got: Float32Array) => Verdict {
  const [x, y] = inputs as readonly [Float32Array, Float32Array];
  if (row.startsWith("matmul")) return within(productRows(x, y), (_, i, scales) => 2 ** -24 * Math.sqrt(x.length) * scales[i]!);
  if (isFunction(row)) return within({ want: functionValues(row, inputs) }, relative(1e-4), true);
  if (row === "sum") return within({ want: [x.reduce((total, term) => total + term, 0)] }, relative(1e-4), true);
  if (row === "add of 10") return within({ want: x.map((term, i) => term + y[i]!) }, () => 0);
  if (row === "word vectors") return training(inputs);
  return within({ want: chainValues(row === "record 500 ops" ? 500 : 20, x, y) }, relative(1e-5));
}

interface Reference {
  readonly want: ArrayLike<number>;
  readonly scales?: ArrayLike<number>;
}
type Bound = (want: number, i: number, scales: ArrayLike<number>) => number;
const relative =
  (part: number): Bound =>
  (want) =>
    part * Math.max(1, Math.abs(want));

/** Only as many elements as the reference has are compared. */
const within =
  ({ want, scales = [] }: Reference, bound: Bound, inUlps = false) =>
  (got: Float32Array): Verdict => {
    let wrong: string | null = null,
      ulps = 0;
    for (let i = 0; i < want.length; i++) {
      const distance = Math.abs(got[i]! - want[i]!);
      if (!(distance <= bound(want[i]!, i, scales))) wrong ??= `wrong: element ${i} is ${got[i]} and should be ${want[i]}`;
      ulps = Math.max(ulps, distance / ulpOf(want[i]!));
    }
    return { wrong, ulps: inUlps ? ulps : null, losses: null };
  };

/** The distance of float32 numbers at x. */
const ulpOf = (x: number): number => 2 ** Math.max(Math.floor(Math.log2(Math.abs(x))) - 23, -149);

/** The first eight rows of the product, and what the magnitudes of the terms add up to. */
function productRows(a: Float32Array, b: Float32Array): Reference {
  const n = Math.sqrt(a.length),
    want = new Float64Array(8 * n),
    scales = new Float64Array(8 * n);
  for (let i = 0; i < 8; i++)
    for (let k = 0; k < n; k++)
      for (let j = 0; j < n; j++) {
        const term = a[i * n + k]! * b[k * n + j]!;
        want[i * n + j]! += term;
        scales[i * n + j]! += Math.abs(term);
      }
  return { want, scales };
}

const functionValues = (name: FunctionName, inputs: readonly Float32Array[]): Float64Array =>
  Float64Array.from(
    exactValues(
      name,
      inputs.map((x) => x.subarray(0, COMPARED)),
    ),
    ([hi]) => hi,
  );

function chainValues(count: number, x: Float32Array, y: Float32Array): ArrayLike<number> {
  const ops = {
    add: (t: number, y: number) => t + y,
    mul: (t: number, x: number) => t * x,
    abs: Math.abs,
    scale: (t: number, by: number) => t * by,
    sub: (t: number, y: number) => t - y,
  };
  return x.map((_, i) => chain(x[i]!, y[i]!, ops, count));
}

/** Losses and tables of the first steps, one pair at a time. */
function training([words32, tags32, ...ids]: readonly Float32Array[]): (got: Float32Array) => Verdict {
  const { dim, batch, negatives, learningRate, checkedSteps, vocabulary } = WORDS;
  const words = Float64Array.from(words32!),
    tags = Float64Array.from(tags32!);
  const losses: number[] = [];
  for (const { centres, contexts, wrong } of batchesOf(ids).slice(0, checkedSteps)) {
    const before = [words.slice(), tags.slice()] as const;
    let loss = 0;
    const learn = (centre: number, tag: number, label: number): void => {
      let dot = 0;
      for (let d = 0; d < dim; d++) dot += before[0][centre * dim + d]! * before[1][tag * dim + d]!;
      loss += Math.log1p(Math.exp(label ? -dot : dot));
      const slope = 1 / (1 + Math.exp(-dot)) - label;
      for (let d = 0; d < dim; d++) {
        words[centre * dim + d]! -= learningRate * slope * before[1][tag * dim + d]!;
        tags[tag * dim + d]! -= learningRate * slope * before[0][centre * dim + d]!;
      }
    };
    for (let i = 0; i < batch; i++) {
      learn(centres[i]!, contexts[i]!, 1);
      for (let k = 0; k < negatives; k++) learn(centres[i]!, wrong[i * negatives + k]!, 0);
    }
    losses.push(loss);
  }
  const want = new Float64Array(checkedSteps + 2 * vocabulary * dim);
  want.set(losses);
  want.set(words, checkedSteps);
  want.set(tags, checkedSteps + words.length);
  const judge = within({ want }, relative(1e-4));
  return (got) => ({ ...judge(got), losses: Array.from(got.subarray(0, checkedSteps)) });
}
