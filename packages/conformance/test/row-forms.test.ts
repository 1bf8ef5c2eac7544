/**
 * What is restated as logsumexp, softmax and logSoftmax: as people write them, bit for bit what the ops give by name, value and gradient, however the
 * sum is laid out beside its terms; and what has no name, against double-double.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";
import { distance } from "../src/judge.js";
import * as r from "../src/reference/dd.js";
import type { DD } from "../src/reference/dd.js";
import { exp, log, log1p } from "../src/reference/functions.js";
import { logsumexp } from "../src/reference/logsumexp.js";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));

const ROWS = 24;
const N = 6;
const next = random(4);
const unit = (): number => next() / 2 ** 32;
/** Rows at sizes where e^x overflows, underflows, and neither. */
const X = Float32Array.from(
  { length: ROWS * N },
  (_, i) => [1000, -300, 90, 3, 0, 30][Math.floor(i / N) % 6]! * (1 + (i % 4 ? unit() / 8 : 0)) + 4 * unit(),
);
const WEIGHTS = Float32Array.from({ length: ROWS * N }, () => 2 * unit() - 1);

/** How x lies, and how the sum is laid out beside it. */
interface Layout {
  readonly into: (x: T) => T;
  readonly out: (y: T) => T;
  /** Sums over the row, in a shape that broadcasts to y. */
  readonly over: (f: typeof k.sum | typeof k.amax | typeof k.logsumexp, y: T) => T;
  readonly softmax: (f: typeof k.softmax, x: T) => T;
}
const same = (x: T): T => x;
const LAYOUTS: Record<string, Layout> = {
  "the last dimension, kept": { into: same, out: same, over: (f, y) => f(y, 1, { keepdim: true }), softmax: (f, x) => f(x, 1) },
  "the last dimension, reshaped": { into: same, out: same, over: (f, y) => k.reshape(f(y, -1), [-1, 1]), softmax: (f, x) => f(x, 1) },
  "the last dimension, expanded": {
    into: same,
    out: same,
    over: (f, y) => k.expand(k.reshape(f(y, 1), [-1, 1]), y.shape),
    softmax: (f, x) => f(x, 1),
  },
  "the first dimension, broadcast": {
    into: (x) => k.permute(x, [1, 0]),
    out: (y) => k.permute(y, [1, 0]),
    over: (f, y) => f(y, 0),
    softmax: (f, x) => f(x, 0),
  },
  "a copy of a transposed view": {
    into: (x) => k.reshape(k.permute(k.reshape(x, [ROWS, 2, 3]), [1, 0, 2]), [2, ROWS, 3]),
    out: (y) => k.reshape(k.permute(y, [1, 0, 2]), [ROWS, N]),
    over: (f, y) => f(y, [0, 2], { keepdim: true }),
    softmax: (f, x) => k.permute(k.reshape(f(k.reshape(k.permute(x, [1, 0, 2]), [ROWS, N]), 1), [ROWS, 2, 3]), [1, 0, 2]),
  },
  "two dimensions": {
    into: (x) => k.reshape(x, [ROWS, 2, 3]),
    out: (y) => k.reshape(y, [ROWS, N]),
    over: (f, y) => f(y, [1, 2], { keepdim: true }),
    softmax: (f, x) => k.reshape(f(k.reshape(x, [ROWS, N]), 1), [ROWS, 2, 3]),
  },
  "the sum permuted": {
    into: same,
    out: same,
    over: (f, y) => k.permute(f(k.permute(y, [1, 0]), 0, { keepdim: true }), [1, 0]),
    softmax: (f, x) => f(x, 1),
  },
};

interface Case {
  readonly written: (x: T, l: Layout) => T;
  readonly named: (x: T, l: Layout) => T;
}
const lse = (x: T, l: Layout): T => k.add(k.mul(x, 0), l.over(k.logsumexp, x));
const NAMED: Record<string, Case> = {
  "log Σe^x": { written: (x, l) => k.add(k.mul(x, 0), k.log(l.over(k.sum, k.exp(x)))), named: lse },
  "−log Σe^−x": {
    written: (x, l) => k.add(k.mul(x, 0), k.neg(k.log(l.over(k.sum, k.exp(k.neg(x)))))),
    named: (x, l) => k.add(k.mul(x, 0), k.neg(l.over(k.logsumexp, k.neg(x)))),
  },
  "e^x / Σe^x": { written: (x, l) => k.div(k.exp(x), l.over(k.sum, k.exp(x))), named: (x, l) => l.softmax(k.softmax, x) },
  "e^x · (1 / Σe^x)": { written: (x, l) => k.mul(k.exp(x), k.div(1, l.over(k.sum, k.exp(x)))), named: (x, l) => l.softmax(k.softmax, x) },
  "log(e^x / Σe^x)": { written: (x, l) => k.log(k.div(k.exp(x), l.over(k.sum, k.exp(x)))), named: (x, l) => l.softmax(k.logSoftmax, x) },
  "log e^x − log Σe^x": {
    written: (x, l) => k.sub(k.log(k.exp(x)), k.log(l.over(k.sum, k.exp(x)))),
    named: (x, l) => l.softmax(k.logSoftmax, x),
  },
  "x − log Σe^x": { written: (x, l) => k.sub(x, k.log(l.over(k.sum, k.exp(x)))), named: (x, l) => l.softmax(k.logSoftmax, x) },
  "log Σe^x − x": { written: (x, l) => k.sub(k.log(l.over(k.sum, k.exp(x))), x), named: (x, l) => k.neg(l.softmax(k.logSoftmax, x)) },
  "log softmax(x)": { written: (x, l) => k.log(l.softmax(k.softmax, x)), named: (x, l) => l.softmax(k.logSoftmax, x) },
  "e^(x − log Σe^x)": { written: (x, l) => k.exp(k.sub(x, k.log(l.over(k.sum, k.exp(x))))), named: (x, l) => l.softmax(k.softmax, x) },
  "log(Σe^x / e^x)": { written: (x, l) => k.log(k.div(l.over(k.sum, k.exp(x)), k.exp(x))), named: (x, l) => k.neg(l.softmax(k.logSoftmax, x)) },
};

function valueAndGradient(f: (x: T) => T): [Float32Array, Float32Array] {
  const p = k.parameter(k.tensor(X, { shape: [ROWS, N] })),
    y = f(p);
  backward(k.sum(k.mul(k.tensor(WEIGHTS, { shape: [ROWS, N] }), y)));
  return [y.dataSync() as Float32Array, p.grad!.dataSync() as Float32Array];
}
/** How many are wrong in the first digit. */
const lost = (got: Float32Array, want: Float32Array): number => got.filter((v, i) => !(Math.abs(v - want[i]!) <= 0.1 * Math.abs(want[i]!))).length;

describe.each(Object.entries(LAYOUTS))("%s", (_, layout) => {
  test.each(Object.entries(NAMED))("%s", (_name, { written, named }) => {
    const got = valueAndGradient((x) => layout.out(written(layout.into(x), layout))),
      want = valueAndGradient((x) => layout.out(named(layout.into(x), layout)));
    expect(got.map((each) => [...each].map((v) => v + 0))).toEqual(want.map((each) => [...each].map((v) => v + 0)));
  });
});
test.each(Object.entries(NAMED))("%s: as written, value or gradient is lost, so the table can fail", (_, { written, named }) => {
  const layout = LAYOUTS["the last dimension, kept"]!,
    want = valueAndGradient((x) => named(x, layout)),
    off = k.stabilise("off", () => valueAndGradient((x) => written(x, layout)));
  expect(Math.max(...off.map((got, i) => lost(got, want[i]!)))).toBeGreaterThan(N);
});
