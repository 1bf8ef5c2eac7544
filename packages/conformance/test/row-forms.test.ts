/**
 * What is restated as logsumexp, softmax and logSoftmax: as people write them, bit for bit what the ops give by name, value and gradient, however the
 * sum is laid out beside its terms; and what has no name, against double-double.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";
import * as r from "../src/reference/dd.js";
import type { DD } from "../src/reference/dd.js";
import { log, log1p } from "../src/reference/functions.js";
import { logsumexp } from "../src/reference/logsumexp.js";
import { logSoftmax } from "../src/reference/logSoftmax.js";
import { softmax } from "../src/reference/softmax.js";
import { softplus } from "../src/reference/softplus.js";
import { errorOf, ulpOf } from "../src/ulp.js";

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

/** What is summed wide: errors of exponentials, and of logarithms below 4. */
const WIDE = 5 * 2 ** -40;
const DEFAULT = LAYOUTS["the last dimension, kept"]!;
const rowsOf = (data: ArrayLike<number>): number[][] =>
  Array.from({ length: ROWS }, (_, i) => Array.from({ length: N }, (_x, j) => data[i * N + j]!));

/** What has no name: rows of exponents c·x + k, which are never rounded. */
const THIRD: DD = r.div([1, 0], [3, 0]);
const UNNAMED: Record<string, { written: (x: T, l: Layout) => T; exponents: (x: readonly number[]) => DD[] }> = {
  "weights of 3": { written: (x, l) => k.log(l.over(k.sum, k.mul(3, k.exp(x)))), exponents: (x) => x.map((v) => r.add([v, 0], log([3, 0]))) },
  "exponents twice": { written: (x, l) => k.log(l.over(k.sum, k.exp(k.mul(2, x)))), exponents: (x) => x.map((v) => [2 * v, 0]) },
  "weights σ(x)": {
    written: (x, l) => k.log(l.over(k.sum, k.mul(k.sigmoid(x), k.exp(x)))),
    exponents: (x) => x.map((v) => r.sub([v, 0], softplus.value(-v))),
  },
  "squares of exponentials": { written: (x, l) => k.log(l.over(k.sum, k.mul(k.exp(x), k.exp(x)))), exponents: (x) => x.map((v) => [2 * v, 0]) },
};
describe("sums of scaled exponentials", () => {
  test.each(Object.entries(UNNAMED))("%s", (_, { written, exponents }) => {
    const x = k.tensor(X, { shape: [ROWS, N] }),
      got = written(x, DEFAULT).dataSync();
    const off = k.stabilise("off", () => written(x, DEFAULT).dataSync());
    let wrong = 0;
    rowsOf(X).forEach((row, i) => {
      const want = logsumexp(exponents(row));
      // The exponents' own inputs (softplus) are rounded to float32, each to ½ ulp.
      expect(errorOf(got[i]!, want)).toBeLessThanOrEqual(0.501 * ulpOf(want[0]) + WIDE + ulpOf(Math.max(...row.map(Math.abs))) / 2);
      if (!(errorOf(off[i]!, want) < 0.1 * Math.abs(want[0]))) wrong++;
    });
    expect(wrong).toBeGreaterThan(0);
  });
});

describe("softmax of what is no single tensor: exponents are not rounded on the way", () => {
  const cases: Record<string, { written: (x: T, l: Layout) => T; exponents: (x: readonly number[]) => DD[] }> = {
    "e^(x/3) / Σe^(x/3)": {
      written: (x, l) => k.div(k.exp(k.mul(x, 1 / 3)), l.over(k.sum, k.exp(k.mul(x, 1 / 3)))),
      exponents: (x) => x.map((v) => r.mul([v, 0], [THIRD[0], 0])),
    },
    "e^(x − max x) / Σe^(x − max x)": {
      written: (x, l) => {
        const e = k.exp(k.sub(x, l.over(k.amax, x)));
        return k.div(e, l.over(k.sum, e));
      },
      exponents: (x) => x.map((v) => [v, 0]),
    },
    "e^x·e^−b / Σ of it": {
      written: (x, l) => {
        const e = k.mul(k.exp(x), k.exp(k.mul(x, -0.75)));
        return k.div(e, l.over(k.sum, e));
      },
      exponents: (x) => x.map((v) => r.mul([v, 0], [0.25, 0])),
    },
  };
  describe.each(Object.entries(LAYOUTS))("%s", (_, layout) => {
    test.each(Object.entries(cases))("%s", (_name, { written, exponents }) => {
      const p = layout.out(written(layout.into(k.tensor(X, { shape: [ROWS, N] })), layout)),
        logs = k.log(p).dataSync(),
        got = rowsOf(p.dataSync());
      rowsOf(X).forEach((row, i) => {
        const want = softmax(exponents(row)),
          l = logSoftmax(exponents(row));
        want.forEach((t, j) => expect(errorOf(got[i]![j]!, t)).toBeLessThanOrEqual(0.501 * ulpOf(t[0])));
        l.forEach((t, j) => expect(errorOf(logs[i * N + j]!, t)).toBeLessThanOrEqual(0.501 * ulpOf(t[0]) + WIDE));
      });
    });
  });
});

describe("a shift that was written is not made worse", () => {
  /** log Σe^(x − m) where it is near 0: the shift stays inside the sum. */
  test("log Σe^(x − max x)", () => {
    const x = k.tensor([[1000, 980, 990]]),
      m = k.amax(x, 1, { keepdim: true }),
      got = k.log(k.sum(k.exp(k.sub(x, m)), 1)).item();
    const want = log1p(r.add([Math.exp(-20), 0], [Math.exp(-10), 0]));
    expect(errorOf(got, want)).toBeLessThanOrEqual(2.6 * ulpOf(want[0]));
  });
  test("its own logarithm beside it", () => {
    const x = k.tensor([[1000, 980, 990]]),
      m = k.amax(x, 1, { keepdim: true }),
      whole = k.add(m, k.log(k.sum(k.exp(k.sub(x, m)), 1, { keepdim: true })));
    expect(whole.item()).toBe(k.logsumexp(x).item());
  });
});

describe("what was written about numbers", () => {
  test("e^l / Σe^l of [1000, 0]", () => {
    const written = (): number[] => {
      const l = k.tensor([1000, 0]);
      return [...k.div(k.exp(l), k.sum(k.exp(l))).dataSync()];
    };
    expect(written()).toEqual([1, 0]);
    expect(k.stabilise("off", written)).toEqual([NaN, 0]);
  });
  /** Logits of two sets of labels that share one distribution, s of it for the first. */
  const A = [
      [1.2372, -0.9604, 1.5415, -0.4079],
      [0.4777, -0.6759, -2.1489, -1.1463],
    ],
    B = [
      [0.8806, 0.0529, 0.0751],
      [-0.272, 1.0066, -0.0416],
    ];
  const halves = (a: T, b: T, t: T): [T, T] => {
    const s = k.sigmoid(t);
    return [k.log(k.mul(s, k.softmax(a, 1))), k.log(k.mul(k.sub(1, s), k.softmax(b, 1)))];
  };
  test("log(s·softmax(a)) and log((1 − s)·softmax(b)) at s = 1/3", async () => {
    const [p, q] = halves(k.tensor(A), k.tensor(B), k.tensor(Math.log(0.5)));
    // The logits were printed to four places, and so were these: each may be off by one in the last.
    const near = (got: T, want: number[]): void => got.dataSync().forEach((v, i) => expect(Math.abs(v - want[i]!)).toBeLessThanOrEqual(1e-4));
    near(p, [-2.0768, -4.2745, -1.7725, -3.7219, -1.5592, -2.7127, -4.1858, -3.1831]);
    near(q, [-1.0388, -1.8665, -1.8443, -2.1721, -0.8934, -1.9416]);
    const all = [0, 1].map((i) => [...p.dataSync().slice(4 * i, 4 * i + 4), ...q.dataSync().slice(3 * i, 3 * i + 3)]);
    k.sum(k.exp(all), 1)
      .dataSync()
      .forEach((v) => expect(Math.abs(v - 1)).toBeLessThanOrEqual(2 * 2 ** -23));
    const again = k.logSoftmax(all, 1).dataSync();
    again.forEach((v, i) => expect(Math.abs(v - all.flat()[i]!)).toBeLessThanOrEqual(2 * ulpOf(all.flat()[i]!)));
  });
  test.each([-1e4, -120, -20, -1, 0, 3, 20, 120, 1e4])("the same, value and gradient, at a share of σ(%d)", (at) => {
    const a = k.parameter(A),
      t = k.parameter(at),
      [p] = halves(a, k.tensor(B), t);
    backward(k.sum(p));
    const logs = A.map((row) => logSoftmax(row.map((v) => [Math.fround(v), 0])));
    const value = (i: number, j: number): DD => r.sub(logs[i]![j]!, softplus.value(-at));
    p.dataSync().forEach((v, i) => {
      const want = value(Math.floor(i / 4), i % 4);
      // Each of the two logarithms is rounded, and their sum.
      expect(errorOf(v, want)).toBeLessThanOrEqual(1.51 * ulpOf(want[0]) + WIDE);
    });
    const slope = 8 / (1 + Math.exp(at));
    expect(Math.abs(t.grad!.item() - slope)).toBeLessThanOrEqual(2 * ulpOf(slope));
    expect([...a.grad!.dataSync()].every(Number.isFinite)).toBe(true);
    const off = k.stabilise("off", () => halves(k.tensor(A), k.tensor(B), k.tensor(at))[0].dataSync());
    if (at < -110) expect(off[0]).toBe(-Infinity);
  });
});
