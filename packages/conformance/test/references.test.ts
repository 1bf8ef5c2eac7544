/** The references against values and derivatives computed with 600 bits (../shared/cases/mpfr-refs beside the project), where those are at hand. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { abs, add, type DD, dd, div, mul, neg, scale, sqrt, sub } from "../src/reference/dd.js";
import { log } from "../src/reference/functions.js";
import { erf, erfc } from "../src/reference/errorFunctions.js";
import { arithmetic, big, type Big, toNumber } from "../src/reference/big.js";
import { facts, references } from "../src/suite.js";
import { evaluator } from "../src/evaluate.js";
import { inputsOf } from "../src/run.js";
import { logsumexp } from "../src/reference/logsumexp.js";
import { logSoftmax } from "../src/reference/logSoftmax.js";
import { softmax } from "../src/reference/softmax.js";
import { fast, FAST_ERROR } from "../src/fast.js";
import { random } from "../src/cases.js";
import { input, normalQuantile } from "@evenkeel/core";
import * as words from "@evenkeel/core/words";
import { narrow } from "../src/narrow/index.js";
import { counterOf, philox } from "../src/reference/philox.js";
import { quantile, randn } from "../src/reference/randn.js";
import { isNegative, ulpDistance } from "../src/ulp.js";

const folder = new URL("../../../../shared/cases/mpfr-refs/", import.meta.url);
const present = existsSync(folder);
if (!present) console.log(`references: ${folder.pathname} is not there, so the references were not compared with it`);

type Row = readonly (number | string)[];
const cases = (name: string): number[][] =>
  (JSON.parse(gunzipSync(readFileSync(new URL(`${name}.json.gz`, folder))).toString()) as { cases: Row[] }).cases.map((row) => row.map(Number));

/** Many of their inputs lie outside the domain. */
const HALF = new Set(["acos", "acosh", "asin", "logit"]);
/** To how many bits. */
const compared = {
  exp: 98,
  expm1: 98,
  log: 98,
  log1p: 98,
  sigmoid: 98,
  silu: 98,
  softplus: 98,
  tanh: 98,
  sin: 98,
  cos: 98,
  tan: 98,
  asin: 98,
  acos: 98,
  atan: 98,
  mish: 98,
  selu: 98,
  sinh: 98,
  cosh: 98,
  asinh: 98,
  acosh: 98,
  atanh: 98,
  exp2: 98,
  log2: 98,
  log10: 98,
  cbrt: 98,
  sqrt: 98,
  rsqrt: 98,
  reciprocal: 98,
  softsign: 98,
  logsigmoid: 98,
  entr: 98,
  logit: 98,
  tanhshrink: 98,
  erf: 98,
  erfc: 98,
  gelu: 95,
  ndtr: 95,
} as const;

test.skipIf(!present).each(Object.entries(compared))("%s: value to 2^-%i, derivative to 2^-50", (name, bits) => {
  const { value, derivatives } = references[name as keyof typeof compared];
  let judged = 0;
  for (const [x, hi, lo, , derivative] of cases(name) as [number, number, number, number, number][]) {
    const got = value(x);
    expect(off(got, [hi, lo]), `${name}(${x}) = ${got}, not ${hi} + ${lo}`).toBeLessThanOrEqual(2 ** -bits);
    if (hi === hi) expect(off(derivatives[0]!(x), [derivative, 0]), `derivative of ${name} at ${x}`).toBeLessThanOrEqual(2 ** -50);
    judged++;
  }
  expect(judged).toBeGreaterThan(HALF.has(name) ? 600 : 900);
});

test.each(Object.keys(fast))("%s: the fast float64 form is within its error, and zeros have their sign", (name) => {
  const f = facts.find((each) => each.name === name)!,
    { of } = f.bound.wide,
    size = of && evaluator(of, (v) => v);
  const exact = references[name as keyof typeof references].value,
    inputs = inputsOf(f, 6000, 3);
  for (let i = 0; i < inputs[0]!.length; i++) {
    const at = inputs.map((x) => x[i]!) as Parameters<(typeof fast)[string]>,
      value = exact(...at),
      got = fast[name]!(...at);
    if (got === 0) expect(isNegative(got), `${name}(${at})`).toBe(isNegative(value[0]));
    if (Math.abs(value[0]) < 2 ** -200 && Math.abs(got) < 2 ** -200) continue; // rounds to 0 in float32
    const error = off([got, 0], value),
      scale = size ? Math.max(1, Math.abs(size(at) / value[0]) || 0) : 1;
    expect(error, `${name}(${at})`).toBeLessThanOrEqual((FAST_ERROR / 2) * scale);
  }
});

test("Philox: the inverse permutation is one", () => {
  const next = random(5);
  for (let i = 0; i < 50; i++) {
    const [key, counter] = [[next(), next()] as const, [next(), next(), next(), next()] as const];
    expect(counterOf(key, philox(key, counter))).toEqual(counter);
    expect(philox(key, counterOf(key, counter))).toEqual(counter);
  }
});

test("the normal quantile is that of mpmath to 2^-70, and the same on both sides", () => {
  // scripts/normal-quantile.py.
  const rows = JSON.parse(readFileSync(new URL("normal-quantile.json", import.meta.url), "utf8")) as [number, number, number][];
  expect(rows.length).toBeGreaterThan(20);
  for (const [q, hi, lo] of rows) {
    expect(off(quantile(q), [hi, lo]), `${q}`).toBeLessThanOrEqual(2 ** -70);
    expect(quantile(-q)).toEqual(quantile(q).map((x) => -x));
  }
});

test("the inverses of Φ and erf are those of mpmath, and of erf, to 2^-95", () => {
  const rows = JSON.parse(readFileSync(new URL("normal-quantile.json", import.meta.url), "utf8")) as [number, number, number][];
  for (const [q, hi, lo] of rows) expect(off(references.ndtri.value(0.5 + q), [hi, lo]), `${q}`).toBeLessThanOrEqual(2 ** -95);
  for (const x of [1e-30, 1e-3, 0.009, 0.01, 0.3, 0.5, 0.7, 0.99, 1 - 2 ** -24, -0.2])
    expect(off(erf(references.erfinv.value(x)), [x, 0]), `${x}`).toBeLessThanOrEqual(2 ** -95);
  for (const p of [1e-45, 1e-30, 1e-9, 0.2])
    expect(off(scale(erfc(div(neg(references.ndtri.value(p)), sqrt(dd(2)))), -1), [p, 0]), `${p}`).toBeLessThanOrEqual(2 ** -95 * (1 - Math.log(p)));
});

test.each([false, true])("the body of randn holds 2 ulp on pairs of float32 as well, flushing: %s", (flush) => {
  // Its argument has 33 bits: two floats.
  const body = narrow(normalQuantile(words.add(input(0), input(1))), { flush }),
    next = random(6);
  let worst = 0;
  for (let i = 0; i < 3000; i++) {
    const word = i < 200 ? (2 ** 31 - 100 + i) >>> 0 : i < 400 ? (i - 300) >>> 0 : i < 600 ? Math.floor(0.425 * 2 ** 32) - 500 + i : next(),
      q = ((word | 0) + 0.5) * 2 ** -32,
      high = Math.fround(q);
    worst = Math.max(worst, ulpDistance(body(high, q - high), randn(word)));
  }
  expect(worst).toBeLessThanOrEqual(2);
  expect(worst).toBeGreaterThan(0.4);
});

test.skipIf(!present)("lgamma to 2^-98 of its value, and digamma of the terms that cancel at its root", () => {
  for (const [x, hi, lo, , derivative] of cases("lgamma") as [number, number, number, number, number][]) {
    expect(off(references.lgamma.value(x), [hi, lo]), `${x}`).toBeLessThanOrEqual(2 ** -98);
    expect(off(references.lgamma.derivatives[0]!(x), [derivative, 0]), `${x}`).toBeLessThanOrEqual(2 ** -53);
  }
  for (const [x, hi, lo] of cases("digamma") as [number, number, number][])
    expect(off(references.digamma.value(x), [hi, lo]), `${x}`).toBeLessThanOrEqual(2 ** -98 * Math.max(1, 1 / Math.abs(hi)));
});

test("below 0 lgamma, digamma and their derivatives are what Γ(x + 1) = x·Γ(x) makes of those above", () => {
  const [first, second] = [references.digamma.derivatives[0]!, references.digamma.seconds![0]![0]!];
  for (const start of [2 ** -20, 0.1875, 0.375, 0.5, 0.875]) {
    let product = dd(start),
      [psi, once, twice] = [references.digamma.value(start), first(start), second(start)];
    for (let x = start - 1; x > -12; x--) {
      const at = dd(x),
        square = mul(at, at);
      psi = sub(psi, div(dd(1), at));
      once = add(once, div(dd(1), square));
      twice = sub(twice, div(dd(2), mul(square, at)));
      product = mul(product, at);
      const gamma = sub(references.lgamma.value(start + 1), log(abs(product)));
      const pairs = [
        [references.lgamma.value(x), gamma],
        [references.digamma.value(x), psi],
        [first(x), once],
        [second(x), twice],
      ] as [DD, DD][];
      for (const [got, want] of pairs) expect(Math.abs(sub(got, want)[0]), `${x}`).toBeLessThanOrEqual(2 ** -94 * Math.max(Math.abs(want[0]), 20));
    }
  }
});

/** |got − want|/|want|, less what lies below 2⁻¹⁰⁷²; specials must agree. */
function off(got: DD, want: DD): number {
  if (!Number.isFinite(want[0]) || want[0] === 0)
    return Object.is(Math.abs(got[0]), Math.abs(want[0])) && !(got[0] === -want[0] && want[0] !== 0) ? 0 : Infinity;
  return Math.max(0, Math.abs(sub(got, want)[0]) - 2 ** -1072) / Math.abs(want[0]);
}

test("logsumexp, softmax and logSoftmax of rows, against 300 bits, to 2^-90 of what adds up", () => {
  const a = arithmetic(300),
    rows = [[1, 2, 3], [1000, 999.5, -1000, 1000], [0, -40, -40], [-300.25, -310, -299.875], [5], [0.5, 0.5], [0, -700]];
  const error = ([hi, lo]: DD, truth: Big): number => Math.abs(toNumber(a.sub(truth, a.add(big(hi), big(lo)))));
  for (const row of rows) {
    const l = row.map((x): DD => [x, 0]),
      total = row.map((x) => a.exp(big(x))).reduce((x, y) => a.add(x, y)),
      lse = a.log(total),
      size = Math.max(...row.map(Math.abs), 1);
    expect(error(logsumexp(l), lse)).toBeLessThanOrEqual(2 ** -90 * size);
    row.forEach((x, i) => {
      const p = a.div(a.exp(big(x)), total);
      expect(error(softmax(l)[i]!, p)).toBeLessThanOrEqual(2 ** -90 * toNumber(p));
      expect(error(logSoftmax(l)[i]!, a.sub(big(x), lse))).toBeLessThanOrEqual(2 ** -90 * size);
    });
  }
  expect(error([Math.log(2), 0], a.log(big(2)))).toBeGreaterThan(2 ** -90);
});
