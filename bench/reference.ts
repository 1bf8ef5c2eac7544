/** What is right: the work of each row in plain float64 JavaScript, and how far a library's result is from it. */
import {
  chain,
  chainInputs,
  ELEMENTS,
  FUNCTION_NAMES,
  FUNCTIONS,
  type FunctionName,
  batches,
  inputOf,
  matrices,
  type Row,
  tables,
  ten,
  terms,
  WORDS,
} from "./work.js";

export interface Verdict {
  /** Why the result does not count, or null. */
  readonly wrong: string | null;
  /** Worst distance in units in the last place of float32, where that is what a row states. */
  readonly ulps: number | null;
  /** Of the first steps of training. */
  readonly losses: readonly number[] | null;
}

/** The judge of a row, with its reference made once. */
export function judgeOf(row: Row): (got: Float32Array) => Verdict {
  const size = /^matmul (\d+)/.exec(row)?.[1];
  if (size) return within(productRows(Number(size)), (_, i, scales) => 2 ** -24 * Number(size) * scales[i]!);
  if ((FUNCTION_NAMES as readonly string[]).includes(row)) return within(functionValues(row as FunctionName), relative(1e-4), true);
  if (row === "chain of 20") return within({ want: chainValues(20, ELEMENTS) }, relative(1e-5));
  if (row === "chain of 20 on 10") return within({ want: chainValues(20, 10) }, relative(1e-5));
  if (row === "record 500 ops") return within({ want: chainValues(500, 10) }, relative(1e-5));
  if (row === "sum") return within({ want: [terms().reduce((s, x) => s + x, 0)] }, relative(1e-4), true);
  if (row === "add of 10") return within({ want: [...ten()[0]].map((x, i) => Math.fround(x + ten()[1][i]!)) }, () => 0);
  return training();
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
      if (!(distance <= bound(want[i]!, i, scales))) wrong ??= `element ${i} is ${got[i]} and should be ${want[i]}`;
      ulps = Math.max(ulps, distance / ulpOf(want[i]!));
    }
    return { wrong, ulps: inUlps ? ulps : null, losses: null };
  };

/** The distance of float32 numbers at x. */
const ulpOf = (x: number): number => 2 ** Math.max(Math.floor(Math.log2(Math.abs(x))) - 23, -149);

/** The first eight rows of the product, and what the magnitudes of the terms add up to. */
function productRows(n: number): Reference {
  const [a, b] = matrices(n),
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

const functionValues = (name: FunctionName): Reference => ({ want: Float64Array.from(inputOf(name), FUNCTIONS[name].exact) });

function chainValues(count: number, size: number): ArrayLike<number> {
  const [x, y] = chainInputs(size);
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
function training(): (got: Float32Array) => Verdict {
  const { dim, batch, negatives, learningRate, checkedSteps, vocabulary } = WORDS;
  const [words, tags] = tables().map((x) => Float64Array.from(x)) as [Float64Array, Float64Array];
  const losses: number[] = [];
  for (const { centres, contexts, wrong } of batches().slice(0, checkedSteps)) {
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
