/** What the stabiliser restates: value and gradient of expressions as people write them, against double-double, directly and through layout ops. */
import { beforeAll, describe, expect, test } from "vitest";
import { backward, grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { stratified } from "../src/cases.js";
import { distance } from "../src/judge.js";
import * as r from "../src/reference/dd.js";
import type { DD } from "../src/reference/dd.js";
import { exp, expm1, log1p } from "../src/reference/functions.js";
import { log1mexp } from "../src/reference/log1mexp.js";
import { log1p as log1pReference } from "../src/reference/log1p.js";
import { sigmoid } from "../src/reference/sigmoid.js";
import { softplus } from "../src/reference/softplus.js";

type T = k.Tensor;
interface Case {
  readonly written: (x: T) => T;
  readonly value: (x: number) => DD;
  readonly slope: (x: number) => DD;
  /** The second derivative. */
  readonly curve?: (x: number) => DD;
  /** Where the written form makes sense. */
  readonly on?: readonly [number, number];
}
const one: DD = [1, 0],
  dd = (x: number): DD => [x, 0],
  minus = ([h, l]: DD): DD => [-h, -l];
const CASES: Record<string, Case> = {
  "log(1 + e^x)": { written: (x) => k.log(k.add(1, k.exp(x))), value: softplus.value, curve: sigmoid.derivatives[0]!, slope: sigmoid.value },
  "log1p(e^x)": { written: (x) => k.log1p(k.exp(x)), value: softplus.value, curve: sigmoid.derivatives[0]!, slope: sigmoid.value },
  "1 − σ(x)": {
    written: (x) => k.sub(1, k.sigmoid(x)),
    value: (x) => sigmoid.value(-x),
    curve: (x) => minus(sigmoid.seconds![0]![0]!(x)),
    slope: (x) => minus(sigmoid.derivatives[0]!(x)),
  },
  "e^x − 1": { written: (x) => k.sub(k.exp(x), 1), value: (x) => expm1(dd(x)), curve: (x) => exp(dd(x)), slope: (x) => exp(dd(x)), on: [-80, 80] },
  "log(1 + x)": {
    written: (x) => k.log(k.add(1, x)),
    value: (x) => log1p(dd(x)),
    curve: log1pReference.seconds![0]![0]!,
    slope: (x) => r.div(one, r.add(one, dd(x))),
    on: [-0.999999, 1e30],
  },
  "log(1 − x)": {
    written: (x) => k.log(k.sub(1, x)),
    value: (x) => log1p(dd(-x)),
    curve: (x) => log1pReference.seconds![0]![0]!(-x),
    slope: (x) => minus(r.div(one, r.sub(one, dd(x)))),
    on: [-1e30, 0.999999],
  },
  "e^x / (1 + e^x)": {
    written: (x) => k.div(k.exp(x), k.add(1, k.exp(x))),
    value: sigmoid.value,
    curve: sigmoid.seconds![0]![0]!,
    slope: (x) => sigmoid.derivatives[0]!(x),
  },
  "1 / (1 + e^−x)": {
    written: (x) => k.div(1, k.add(1, k.exp(k.neg(x)))),
    value: sigmoid.value,
    curve: sigmoid.seconds![0]![0]!,
    slope: (x) => sigmoid.derivatives[0]!(x),
  },
  "log σ(x) − log(1 − σ(x))": { written: (x) => k.sub(k.log(k.sigmoid(x)), k.log(k.sub(1, k.sigmoid(x)))), value: dd, slope: () => one },
  "log(e^x)": { written: (x) => k.log(k.exp(x)), value: dd, slope: () => one },
  "e^x·e^−x": { written: (x) => k.mul(k.exp(x), k.exp(k.neg(x))), value: () => one, slope: () => [0, 0] },
  "log(1 − e^−|x|)": {
    written: (x) => k.log(k.sub(1, k.exp(k.neg(k.abs(x))))),
    value: (x) => log1mexp.value(-Math.abs(x)),
    slope: (x) => (x < 0 ? log1mexp.derivatives[0]!(x) : minus(log1mexp.derivatives[0]!(-x))),
    on: [1e-30, 1e4],
  },
  "log(1 − e^−x)": {
    written: (x) => k.log(k.sub(1, k.exp(k.neg(x)))),
    value: (x) => log1mexp.value(-x),
    curve: (x) => log1mexp.seconds![0]![0]!(-x),
    slope: (x) => minus(log1mexp.derivatives[0]!(-x)),
    on: [1e-30, 1e4],
  },
  // Its root is ln 2.
  "log(e^x − 1)": {
    written: (x) => k.log(k.sub(k.exp(x), 1)),
    value: (x) => r.add(dd(x), log1mexp.value(-x)),
    curve: (x) => log1mexp.seconds![0]![0]!(-x),
    slope: (x) => minus(r.div(one, expm1(dd(-x)))),
    on: [1, 1e4],
  },
  "softplus(x) − x": {
    written: (x) => k.sub(k.softplus(x), x),
    value: (x) => softplus.value(-x),
    curve: (x) => sigmoid.derivatives[0]!(x),
    slope: (x) => minus(sigmoid.value(-x)),
  },
  "softplus(x) − softplus(−x)": { written: (x) => k.sub(k.softplus(x), k.softplus(k.neg(x))), value: dd, slope: () => one },
  "log(½·e^x)": {
    written: (x) => k.log(k.mul(0.5, k.exp(x))),
    value: (x) => r.sub(dd(x), [Math.LN2, 2.3190468138462996e-17]),
    slope: () => one,
    on: [1, 1e4],
  },
};
/** float32 of the value, and of the derivative: one op each after the forms, so one rounding, and one more where a sign is apart. */
const BOUND = 1.01;

const layouts: Record<string, [(x: T) => T, (y: T) => T]> = {
  directly: [(x) => x, (y) => y],
  "through reshape, permute and expand": [(x) => k.permute(k.reshape(x, [-1, 2]), [1, 0]), (y) => k.reshape(k.permute(y, [1, 0]), [-1])],
  "through slices, flips and cat": [(x) => k.at(x, [null, null, -1]), (y) => k.flip(k.cat(k.chunk(y, 3)), 0)],
  "through a diagonal, select and stack": [(x) => k.select(k.stack([x, x], 1), 1, 0), (y) => k.reshape(k.unsqueeze(y, 1), [-1])],
};
/** The written form with a layout op between every two of its ops. */
function interleaved(written: (x: T) => T, [into, out]: [(x: T) => T, (y: T) => T]): (x: T) => T {
  return (x) => out(written(into(x)));
}
/** The same, with the layout between the ops of the written form: between what it is the logarithm or the sum of, and that. */
const BETWEEN: Record<string, (x: T) => T> = {
  "cat of slices": (x) => k.cat([k.at(x, [null, 7]), k.at(x, [7, null])]),
  "stack, selected": (x) => k.select(k.stack([x, k.abs(x)], 1), 1, 0),
  "flip, flipped": (x) => k.flip(k.flip(x, 0), 0),
  "pad, cropped": (x) => k.pad(k.pad(x, [3, 2]), [-3, -2]),
  "roll and back": (x) => k.roll(k.roll(x, 5), -5),
  "rows of an expansion": (x) => k.at(k.expand(x, [2, x.size]), 1),
  "chunks, catted": (x) => k.cat(k.chunk(x, 5)),
};

beforeAll(() => k.setDefaultDevice(cpu()));
const points = ([lo, hi]: readonly [number, number]): Float32Array => {
  const x = [...stratified(4000, 11), ...Array.from({ length: 4001 }, (_, i) => (i - 2000) / 16)].filter(
    (v) => Number.isFinite(v) && v >= lo && v <= hi,
  );
  return Float32Array.from(x.length % 2 ? x.slice(1) : x);
};
function worst(way: (x: T) => T, c: Case): [value: number, gradient: number] {
  const x = points(c.on ?? [-3e38, 3e38]),
    p = k.parameter(x),
    y = way(p);
  backward(k.sum(y));
  const of = (got: ArrayLike<number>, truth: (x: number) => DD): number =>
    x.reduce((w, v, i) => {
      const t = truth(v),
        d = distance(got[i]!, t);
      return Math.max(w, Number.isNaN(d) ? Infinity : d);
    }, 0);
  return [of(y.dataSync(), c.value), of(p.grad!.dataSync(), c.slope)];
}

describe.each(Object.entries(layouts))("%s", (_, layout) => {
  test.each(Object.entries(CASES))("%s", (_name, c) => {
    const [value, gradient] = worst(interleaved(c.written, layout), c);
    expect([value <= BOUND, gradient <= BOUND, value, gradient].slice(0, 2)).toEqual([true, true]);
  });
});
describe("second derivatives, differentiated twice", () => {
  const curved = Object.entries(CASES).filter(([, c]) => c.curve);
  test.each(curved)("%s", (_name, c) => {
    const x = points(c.on ?? [-3e38, 3e38]),
      second = grad((t: T) => k.sum(grad((u: T) => k.sum(c.written(u)))(t)))(k.tensor(x)).dataSync();
    x.forEach((v, i) => {
      const off = distance(second[i]!, c.curve!(v));
      if (!(off <= BOUND)) expect([v, second[i], off]).toEqual([v, c.curve!(v)[0], BOUND]);
    });
  });
});
describe("a logarithm passes through what lies between it and what it is taken of", () => {
  const between = Object.entries(BETWEEN);
  test.each(between)("%s", (_, layout) => {
    for (const c of [
      { written: (x: T) => k.log(layout(k.sigmoid(x))), value: (x: number) => minus(softplus.value(-x)), slope: (x: number) => sigmoid.value(-x) },
      {
        written: (x: T) => k.log(layout(k.sub(1, k.sigmoid(x)))),
        value: (x: number) => minus(softplus.value(x)),
        slope: (x: number) => minus(sigmoid.value(x)),
      },
      { written: (x: T) => k.log(layout(k.add(1, k.exp(x)))), value: softplus.value, slope: sigmoid.value },
      {
        written: (x: T) => k.sub(1, layout(k.sigmoid(x))),
        value: (x: number) => sigmoid.value(-x),
        slope: (x: number) => minus(sigmoid.derivatives[0]!(x)),
      },
    ]) {
      const [value, gradient] = worst(c.written, c);
      expect([value <= BOUND, gradient <= BOUND]).toEqual([true, true]);
    }
    const [value, gradient] = worst((x) => k.stabilise("off", () => k.log(layout(k.sub(1, k.sigmoid(x))))), CASES["1 − σ(x)"]!);
    expect(Math.max(value, gradient)).toBeGreaterThan(16);
  });
  test("parts of two sets: log(cat(s·p, (1−s)·q)) is cat of the logarithms", () => {
    for (const share of [-200, -30, -1, 0, 2, 40, 300]) {
      const t = k.parameter(share),
        a = k.parameter([-150, -2, 0, 3]),
        b = k.parameter([90, 0.5]),
        s = k.sigmoid(t),
        y = k.log(k.cat([k.mul(s, k.sigmoid(a)), k.mul(k.sub(1, s), k.sigmoid(b))]));
      backward(k.sum(y));
      const log = (x: number): DD => minus(softplus.value(-x)),
        want = [...[-150, -2, 0, 3].map((x) => r.add(log(share), log(x))), ...[90, 0.5].map((x) => r.add(log(-share), log(x)))];
      want.forEach((w, i) => expect(distance(y.dataSync()[i]!, w)).toBeLessThanOrEqual(BOUND));
      [-150, -2, 0, 3].forEach((x, i) => expect(distance(a.grad!.dataSync()[i]!, sigmoid.value(-x))).toBeLessThanOrEqual(BOUND));
      [90, 0.5].forEach((x, i) => expect(distance(b.grad!.dataSync()[i]!, sigmoid.value(-x))).toBeLessThanOrEqual(BOUND));
      // 4·σ(−t) − 2·σ(t): each of six terms is rounded once, and so are their sums.
      const slope = r.sub(r.mul([4, 0], sigmoid.value(-share)), r.mul([2, 0], sigmoid.value(share)));
      expect(Math.abs(t.grad!.item() - slope[0])).toBeLessThanOrEqual(8 * 2 ** -24 * 6);
    }
  });
  test("a pointer-generator as written: log(cat(s·softmax(a), (1−s)·softmax(b)))", () => {
    for (const share of [-1e4, -90, 0.3, 60, 1e4]) {
      const t = k.parameter(share),
        a = k.parameter([900, -300, 0]),
        b = k.parameter([2, -1]),
        s = k.sigmoid(t),
        y = k.log(k.cat([k.mul(s, k.softmax(a, 0)), k.mul(k.sub(1, s), k.softmax(b, 0))]));
      const lse = (x: readonly number[], at: number): DD => {
        // log softmax: −log Σ e^(xᵢ − x).
        const terms = x.map((v) => exp(dd(v - x[at]!)));
        return terms.some((v) => v[0] === Infinity)
          ? r.add(dd(x[at]! - Math.max(...x)), [0, 0])
          : minus(
              log1p(
                r.sub(
                  terms.reduce((p, q) => r.add(p, q)),
                  one,
                ),
              ),
            );
      };
      const log = (x: number): DD => minus(softplus.value(-x)),
        want = [0, 1, 2].map((i) => r.add(log(share), lse([900, -300, 0], i))).concat([0, 1].map((i) => r.add(log(-share), lse([2, -1], i))));
      want.forEach((w, i) => expect(distance(y.dataSync()[i]!, w)).toBeLessThanOrEqual(2));
      // The loss of one label in each set: its gradient at t is −(1 − σ(t)) + σ(t).
      backward(k.neg(k.add(k.select(y, 0, 2), k.select(y, 0, 3))));
      const slope = r.sub(sigmoid.value(share), sigmoid.value(-share));
      // At 0.3 terms of 0.57 and 0.43 cancel to 0.15, whose ulp is a quarter of theirs.
      expect(distance(t.grad!.item(), slope)).toBeLessThanOrEqual(share === 0.3 ? 4 * BOUND : BOUND);
      expect([...a.grad!.dataSync()]).toEqual([1, 0, -1]);
      expect([...a.grad!.dataSync(), ...b.grad!.dataSync()].every(Number.isFinite)).toBe(true);
    }
  });
  test("a fill has a logarithm too, and a part of which nothing is known hides no other", () => {
    const x = k.tensor([-200, 0, 200]);
    expect([...k.log(k.pad(k.sigmoid(x), [1, 1])).dataSync()]).toEqual([
      -Infinity,
      -200,
      Math.fround(-Math.LN2),
      -Math.fround(Math.exp(-200)),
      -Infinity,
    ]);
    expect([...k.log(k.pad(k.sigmoid(x), [0, 1], { value: Math.E })).dataSync()][3]).toBe(1);
    expect([...k.log(k.pad(k.sigmoid(x), [0, 1], { value: -1 })).dataSync()]).toEqual([-200, Math.fround(-Math.LN2), 0, NaN]);
    expect([...k.log(k.cat([k.sigmoid(x), x])).dataSync()]).toEqual([-200, Math.fround(-Math.LN2), 0, NaN, -Infinity, Math.fround(Math.log(200))]);
    expect([...k.log(k.where([true, false, false], k.sigmoid(x), k.neg(x))).dataSync()]).toEqual([-200, -Infinity, NaN]);
    const sum = k.add(201, k.where([true, false, true], x, k.sigmoid(x)));
    expect([...k.log(sum).dataSync()]).toEqual([1, 201.5, 401].map((v) => Math.fround(Math.log(v))));
  });
});
test("as written most of them fail, so the table can", () => {
  const failing = Object.values(CASES).filter((c) => Math.max(...worst((x) => k.stabilise("off", () => c.written(x)), c)) > 16);
  expect(failing.length).toBeGreaterThanOrEqual(Object.keys(CASES).length - 1);
});

describe("nothing gets worse", () => {
  const t = (...x: number[]): T => k.tensor(x);
  /** What is written, and what it is in exact arithmetic to 7 digits; the stabiliser must not lose it. */
  const cases: [string, () => T, number][] = [
    ["y / e^x, where 1/e^x alone overflows", () => k.div(t(1e-10), k.exp(t(-95))), 1.811239e31],
    ["0 / e^x", () => k.div(t(0), k.exp(t(-100))), 0],
    ["y·e^a·e^b, where e^a·e^b overflows", () => k.mul(k.mul(t(1e-30), k.exp(t(60))), k.exp(t(60))), 1.304181e22],
    ["c·e^a / e^b", () => k.div(k.mul(1e-20, k.exp(t(50))), k.exp(t(-50))), 2.688117e23],
    ["a residual with a target of 1", () => k.sub(k.sigmoid(t(-20)), k.sub(1, t(1))), 2.061154e-9],
    ["(y − 1) + e^x", () => k.add(k.sub(t(1), 1), k.exp(t(-20))), 2.061154e-9],
    ["(y − x) + softplus(x)", () => k.add(k.sub(t(-50), t(-50)), k.softplus(t(-50))), 1.92875e-22],
    ["log((1 − a) + b)", () => k.log(k.add(k.sub(1, t(1)), t(1e-10))), -23.02585],
    ["NaN through e^x·e^−x", () => k.mul(k.exp(t(NaN)), k.exp(k.neg(t(NaN)))), NaN],
    [
      "NaN through log(e^(x − x))",
      () => {
        const x = t(NaN);
        return k.log(k.exp(k.sub(x, x)));
      },
      NaN,
    ],
    ["∞ through log(e^(x·0))", () => k.log(k.exp(k.mul(t(Infinity), 0))), NaN],
    ["log(e^(x·∞))", () => k.log(k.exp(k.mul(t(1), Infinity))), Infinity],
    ["log(e^x·0), then / 0", () => (k.log(k.mul(k.exp(t(1)), 0)).item(), k.log(k.div(k.exp(t(1)), 0))), Infinity],
    ["log(e^x / y) near 1", () => k.log(k.div(k.exp(t(5)), t(148.41316))), 5 - Math.log(Math.fround(148.41316))],
    ["the logarithm of a negative number", () => k.log(k.mul(k.exp(t(1)), t(-1))), NaN],
    ["reshaped factors", () => k.mul(k.reshape(k.mul(k.exp(t(-60.3)), t(1.3e30)), [1, 1]), k.reshape(k.exp(t(-3.7)), [1, 1])), 208.4956],
  ];
  test.each(cases)("%s", (_, written, want) => {
    const got = written().item(),
      off = k.stabilise("off", () => written().item());
    if (Number.isNaN(want) || !Number.isFinite(want)) return expect(got).toBe(want);
    // 7 digits were given; where the written form is exact, so must this be.
    expect(Math.abs(got - want)).toBeLessThanOrEqual(Math.max(1e-6 * Math.abs(want), Math.abs(off - want)));
  });
  test("many nodes are restated in little time: no walk is exponential", () => {
    const s = k.sigmoid(t(0.5));
    let chain = t(0.5),
      powers = k.exp(t(1e-9)),
      product = s;
    for (let i = 0; i < 300; i++) chain = k.log(k.sigmoid(k.neg(chain)));
    for (let i = 0; i < 40; i++) powers = k.mul(powers, powers);
    for (let i = 0; i < 1000; i++) product = k.mul(product, s);
    const start = performance.now();
    for (const each of [chain, powers, product]) each.item();
    // Exponential or quadratic walks took minutes here; this is no measurement.
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
