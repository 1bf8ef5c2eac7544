/**
 * logsumexp, softmax and logSoftmax: values and gradients against double-double, on rows that overflow, underflow, are dominated by one element or
 * masked; second derivatives; and the empty, the infinite and NaN. u is 2⁻²⁴; the bounds are those that the ops' files state.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { random } from "../src/cases.js";
import * as r from "../src/reference/dd.js";
import type { DD } from "../src/reference/dd.js";
import { fromGreatest, logsumexp } from "../src/reference/logsumexp.js";
import { logSoftmax } from "../src/reference/logSoftmax.js";
import { softmax } from "../src/reference/softmax.js";
import { errorOf, ulpOf } from "../src/ulp.js";
import { eachOf, laid, rowsOf } from "./lines.js";
import { seen } from "./seen.js";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));

const U = 2 ** -24;
const next = random(9);
const unit = (): number => (next() + 0.5) / 2 ** 32;
const normal = (): number => Math.sqrt(-2 * Math.log(unit())) * Math.cos(2 * Math.PI * unit());
const DATA: Record<string, () => number> = {
  "normal·3": () => 3 * normal(),
  "±40": () => 80 * unit() - 40,
  "1e4 + normal": () => 1e4 + normal(),
  "−300 ± 20": () => 40 * unit() - 320,
  "long tails": () => Math.tan(Math.PI * (unit() - 0.5)) * 10,
  "half −∞": () => (next() % 2 ? -Infinity : normal()),
  equal: () => 0.7,
  "normal·1e30": () => 1e30 * normal(),
  "0 and others far below": () => (next() % 5 ? -60 * unit() - 10 : 0),
};
const SHAPES = [
  [200, 1],
  [300, 2],
  [100, 3],
  [40, 37],
  [3, 1000],
] as const;

/** Rows of a data set, along the last dimension, or down the first. */
const each = (make: () => number, check: Parameters<typeof eachOf>[2]): void => eachOf(SHAPES, make, check);
const exact = (row: ArrayLike<number>): DD[] => Array.from(row, r.dd);
/** r/(n + r): what the others have. */
function others(row: readonly DD[]): number {
  const { greatest, beyond } = fromGreatest(row),
    n = row.filter((x) => r.compare(x, greatest) === 0).length;
  return Number.isFinite(greatest[0]) ? (beyond[0] - (n - 1)) / (1 + beyond[0]) : 0;
}
const note = seen("rows.test");
/** Fails with the first result that is further from the truth than `limit`. */
function hold(got: ArrayLike<number>, truth: readonly DD[], limit: (i: number) => number, what: string): void {
  truth.forEach((t, i) => {
    if (Number.isFinite(t[0]) ? !(errorOf(got[i]!, t) <= limit(i)) : !Object.is(got[i], t[0]))
      throw new Error(`${what} [${i}]: got ${got[i]}, want ${t[0]}, error ${errorOf(got[i]!, t)}, limit ${limit(i)}`);
    const off = Number.isFinite(t[0]) ? errorOf(got[i]!, t) : 0;
    if (off > 0) note(what, off / limit(i), `${what}, ${expect.getState().currentTestName?.split(" > ")[0]}`);
  });
}
/** Of what is summed and not rounded: an exponential's error, and the logarithm's. */
const WIDE = 2 ** -40;
/** Of a share: an exponential's error in the lanes of float32, and that of their sum. */
const NEAR = 2 ** -24.5;
/** Rounded once, from float64, with terms that may be subnormal. */
const once = (t: DD, terms: number): number => 0.501 * ulpOf(t[0]) + terms * 2 ** -150;

describe.each(Object.entries(DATA))("%s", (_, make) => {
  test("values", () => {
    each(make, (x, rows, n, along) => {
      const t = laid(x, rows, n, along),
        lse = k.logsumexp(t, along).dataSync(),
        p = rowsOf(k.softmax(t, along), n, along),
        l = rowsOf(k.logSoftmax(t, along), n, along);
      for (let i = 0; i < rows; i++) {
        const row = exact(x.slice(i * n, i * n + n)),
          share = others(row);
        const value = logsumexp(row),
          probabilities = softmax(row),
          logs = logSoftmax(row);
        const wide = WIDE * (share + Math.log(n));
        hold([lse[i]!], [value], () => once(value, 0) + wide, "logsumexp");
        hold(p[i]!, probabilities, (j) => once(probabilities[j]!, 0) + NEAR * probabilities[j]![0], "softmax");
        hold(l[i]!, logs, (j) => once(logs[j]!, 0) + wide, "logSoftmax");
      }
    });
  });
  test("gradients", () => {
    each(make, (x, rows, n, along) => {
      const weights = Float32Array.from({ length: rows * n }, () => (next() % 3 ? normal() : 0)),
        t = laid(x, rows, n, along),
        w = laid(weights, rows, n, along);
      const gradient = (f: (p: T) => T): Float32Array[] => {
        const p = k.parameter(t);
        backward(k.sum(f(p)));
        return rowsOf(p.grad!, n, along);
      };
      const outer = weights.slice(0, rows);
      const byLse = gradient((p) => k.mul(k.tensor(outer), k.logsumexp(p, along))),
        bySoftmax = gradient((p) => k.mul(w, k.softmax(p, along))),
        byLogs = gradient((p) => k.mul(w, k.logSoftmax(p, along)));
      for (let i = 0; i < rows; i++) {
        const row = exact(x.slice(i * n, i * n + n)),
          p = softmax(row),
          g = exact(weights.slice(i * n, i * n + n)),
          { greatest } = fromGreatest(row);
        if (greatest[0] === -Infinity) continue;
        const sum = (terms: readonly DD[]): DD => terms.reduce((a, b) => r.add(a, b), r.dd(0)),
          tied = row.map((v) => r.compare(v, greatest) === 0),
          first = tied.indexOf(true),
          count = tied.filter(Boolean).length;
        const scaled = p.map((v) => r.mul(r.dd(outer[i]!), v));
        hold(byLse[i]!, scaled, (j) => Math.abs(outer[i]!) * (once(p[j]!, n) + 2.01 * U * p[j]![0]) + once(scaled[j]!, 0), "logsumexp′");

        // Shifted by the mean over the greatest: in exact arithmetic no shift changes anything.
        const mean = r.div(sum(g.filter((_x, j) => tied[j])), r.dd(count)),
          h = g.map((v) => r.sub(v, mean)),
          t = sum(h.map((v, j) => r.mul(v, p[j]!))),
          size = h.reduce((s, v, j) => s + Math.abs(v[0]) * p[j]![0], 0);
        const slopes = h.map((v, j) => r.mul(p[j]!, r.sub(v, t)));
        hold(bySoftmax[i]!, slopes, (j) => 12 * U * p[j]![0] * (Math.abs(h[j]![0]) + size) + 6 * 2 ** -150, "softmax′");

        const total = sum(g),
          parts = g.map((v, j) => Math.abs(v[0]) + p[j]![0] * Math.abs(total[0]));
        const logs = g.map((v, j) => r.sub(v, r.mul(p[j]!, total)));
        // Of a single greatest element, minus the others': 1 − p is not known from p.
        if (count === 1) logs[first] = r.neg(sum(logs.filter((_x, j) => j !== first)));
        const all = parts.reduce((s, v, j) => (j === first ? s : s + v), 0);
        hold(byLogs[i]!, logs, (j) => 6.1 * U * (count === 1 && j === first ? all : parts[j]!) + n * 2 ** -149, "logSoftmax′");
      }
    });
  });
});

test("a bound of logsumexp that leaves out the others' share is broken, so the check can fail", () => {
  const x = Float32Array.from({ length: 37 }, () => normal());
  expect(() => hold([k.logsumexp(x).item() * (1 + 2 ** -22)], [logsumexp(exact(x))], () => once(logsumexp(exact(x)), 37) + 2.01 * U, "")).toThrow(
    /got/,
  );
});
test("one element dominates: what the others add is not lost", () => {
  expect(k.logsumexp([0, -30]).item()).toBe(Math.fround(Math.log1p(Math.exp(-30))));
  expect(k.logSoftmax([0, -30], 0).dataSync()[0]).toBe(Math.fround(-Math.log1p(Math.exp(-30))));
});

describe("what no number is", () => {
  const rows: [string, number[], lse: number, p: number[], logs: number[]][] = [
    ["all −∞", [-Infinity, -Infinity], -Infinity, [0, 0], [-Infinity, -Infinity]],
    ["one finite", [-Infinity, 3], 3, [0, 1], [-Infinity, -0]],
    ["one ∞", [Infinity, 3], Infinity, [NaN, NaN], [NaN, NaN]],
    ["two ∞", [Infinity, Infinity], Infinity, [NaN, NaN], [NaN, NaN]],
    ["NaN", [1, NaN], NaN, [NaN, NaN], [NaN, NaN]],
    ["NaN and ∞", [Infinity, NaN], NaN, [NaN, NaN], [NaN, NaN]],
  ];
  test.each(rows)("%s", (_, x, lse, p, logs) => {
    expect(k.logsumexp(x).item()).toBe(lse);
    expect([...k.softmax(x, 0).dataSync()]).toEqual(p);
    expect([...k.logSoftmax(x, 0).dataSync()].map((v) => v + 0)).toEqual(logs.map((v) => v + 0));
  });
  test("of nothing, and of one number", () => {
    expect([...k.logsumexp(k.zeros([2, 0]), 1).dataSync()]).toEqual([-Infinity, -Infinity]);
    expect(k.softmax(k.zeros([2, 0]), 1).shape).toEqual([2, 0]);
    expect(k.logsumexp(k.tensor(5)).item()).toBe(5);
    expect(k.softmax(k.tensor(5), 0).item()).toBe(1);
    expect(k.logSoftmax(k.tensor(5), -1).item() + 0).toBe(0);
  });
  test("a masked row passes no gradient, and neither does a gradient of 0 to a row of NaN", () => {
    const x = k.parameter([
      [-Infinity, -Infinity],
      [NaN, 1],
    ]);
    backward(
      k.sum(
        k.mul(
          k.softmax(x, 1),
          k.tensor([
            [1, 2],
            [0, 0],
          ]),
        ),
      ),
    );
    expect([...x.grad!.dataSync()].map((v) => v + 0)).toEqual([0, 0, 0, 0]);
  });
});

describe("second derivatives: gradients are ops that have gradients", () => {
  const x = [0.5, -1, 2],
    w = [0.25, 1, -0.5],
    c = [1, -2, 0.5];
  const p = softmax(exact(x)).map((v) => v[0]),
    dot = (a: readonly number[], b: readonly number[]): number => a.reduce((s, v, i) => s + v * b[i]!, 0),
    total = w.reduce((a, b) => a + b);
  const cases: [string, (q: T) => T, number[] | number, (i: number) => number][] = [
    ["logsumexp", (q) => k.logsumexp(q), 3, (i) => 3 * p[i]! * (c[i]! - dot(p, c))],
    // Σ c·p·(w − s) with s = Σ p·w, differentiated.
    [
      "softmax",
      (q) => k.softmax(q, 0),
      w,
      (i) =>
        p[i]! *
        (c[i]! * w[i]! -
          dot(
            p,
            c.map((v, j) => v * w[j]!),
          ) -
          (w[i]! - dot(p, w)) * dot(p, c) -
          dot(p, w) * (c[i]! - dot(p, c))),
    ],
    ["logSoftmax", (q) => k.logSoftmax(q, 0), w, (i) => -total * p[i]! * (c[i]! - dot(p, c))],
    ["amax", (q) => k.amax(q), 3, () => 0],
  ];
  test.each(cases)("%s", (_, f, weights, want) => {
    const q = k.parameter(x),
      y = f(q),
      [g] = y.op.vjp!(k.tensor(weights), y);
    backward(k.sum(k.add(k.mul(c, g!), k.mul(q, 0))));
    q.grad!.dataSync().forEach((v, i) => expect(Math.abs(v - want(i))).toBeLessThanOrEqual(40 * U * 4));
  });
});
