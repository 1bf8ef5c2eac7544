/** The words of narrow arithmetic by themselves, on numbers (h + l)·2ᵏ: what each states in its file's head, on its whole domain and with a bad divider. */
import { expect, test } from "vitest";
import { random } from "../src/cases.js";
import { type Float, INFINITE, input, type Library, library, machine, type Scaled, scaledNumbers, ZERO } from "@evenkeel/core/narrow";
import type { Adapter } from "../src/narrow/index.js";
import { wasm } from "../src/narrow/wasm.js";
import * as d from "../src/reference/dd.js";
import * as angles from "../src/reference/angles.js";
import * as powers from "../src/reference/powers.js";
import * as errorFunctions from "../src/reference/errorFunctions.js";
import * as gammaFunctions from "../src/reference/gammaFunctions.js";
import * as reference from "../src/reference/functions.js";
import * as hyperbolic from "../src/reference/hyperbolic.js";
import * as trigonometric from "../src/reference/trigonometric.js";

type Triple = readonly [h: number, l: number, k: number];
type Word = Extract<keyof Library, `${string}S`>;
type WholeWord = "floorS" | "truncS" | "nearestS";

const next = random(11);
const uniform = (a: number, b: number): number => a + (b - a) * (next() / 2 ** 32);
const sign = (): number => (next() & 1 ? 1 : -1);
const triple = (h: number, l: number, k: number): Triple => [Math.fround(h), Math.fround(l), Math.round(k)];
/** A normalised number with exponent k. */
const number = (k: number, s = 1): Triple => triple(s * Math.fround(uniform(1, 2)), uniform(-1, 1) * 2 ** -25, k);
/** 1 + t, t from 2⁻⁷⁰ to 2⁻³, on either side. */
function nearOne(): Triple {
  if (next() & 1) return triple(1, sign() * uniform(1, 2) * 2 ** uniform(-70, -26), 0);
  return next() & 1 ? triple(1 + uniform(0, 1) * 2 ** uniform(-23, -3), 0, 0) : triple(2 - uniform(0, 1) * 2 ** uniform(-22, -2), 0, -1);
}
/** A number of 48 bits of any size up to 2¹²⁸. */
const angle = (): Triple =>
  triple(sign() * Math.fround(uniform(1, 2)), Math.round(uniform(-1, 1) * 2 ** 22) * 2 ** -47, uniform(next() & 1 ? -300 : -3, 127));
const aboveOne = (): Triple => triple(1 + uniform(0, 1) * 2 ** uniform(-23, 0), uniform(0, 1) * 2 ** -25, 0);
const belowOne = (): Triple => triple(2 - uniform(0.01, 1) * 2 ** uniform(-22, 0), uniform(-1, 0) * 2 ** -25, -1);
/** A number, and one to whose power it is in the range of float64. */
function powered(): Triple[] {
  const x = next() & 1 ? nearOne() : number(uniform(-900, 900)),
    [h, l, k] = x,
    size = Math.abs(Math.log2(h) + Math.log1p(l / h) / Math.LN2 + k);
  return [x, number(Math.log2(700 / size) - uniform(0.5, 12), sign())];
}
/** Two numbers that nearly cancel when added. */
function opposite(): Triple[] {
  const [h, l, k] = number(uniform(-300, 300));
  return [[h, l, k], triple(-h * (1 + Math.round(uniform(-2, 2)) * 2 ** -23), uniform(-1, 1) * 2 ** -25, k)];
}
const two = (span: number): Triple[] => [number(uniform(-span, span), sign()), number(uniform(-span, span), sign())];

/** A number around a whole one or the middle between two, of any size up to 2⁴⁰; or one that is large enough to be whole, or nearly. */
function aroundWhole(): Triple[] {
  if (next() % 8 === 0) return [number(uniform(140, 170), sign())];
  const k = Math.round(uniform(-3, 40)),
    far = k > 22 ? 1 : 2 ** (k - 22),
    h = Math.round(uniform(1, 2) * 2 ** Math.min(23, k + 1)) / 2 ** Math.min(23, k + 1),
    l = k > 22 ? Math.round(uniform(-1, 1) * 2 ** (k - 24)) / 2 ** k / 2 : 0;
  return [
    triple(sign() * Math.min(Math.max(h, 1), 2 - 2 ** -23), next() & 1 ? l : sign() * uniform(1, 2) * 2 ** uniform(-60, -26) * Math.min(1, far), k),
  ];
}
const wholeWords: [WholeWord, (x: bigint, unit: bigint) => bigint][] = [
  ["floorS", (x, u) => x - (((x % u) + u) % u)],
  ["truncS", (x, u) => x - (x % u)],
  ["nearestS", (x, u) => nearest(x, u)],
];
/** To a multiple of u, of two to the even one. */
function nearest(x: bigint, u: bigint): bigint {
  if (x < 0n) return -nearest(-x, u);
  const rest = x % u,
    below = x - rest;
  return 2n * rest > u || (2n * rest === u && (below / u) % 2n) ? below + u : below;
}
/** In units of 2⁻²⁰⁰. */
const units = (x: number): bigint => BigInt(x * 2 ** 200);
test.each(wholeWords)("%s is exact", (name, exact) => {
  for (const adapter of adapters) {
    const apply = onScaled(name, 1, adapter);
    for (let i = 0; i < 20_000; i++) {
      const [[h, l, k]] = aroundWhole() as [Triple];
      const [got, want] = [apply(h, l, k), exact(units(h * 2 ** k) + units(l * 2 ** k), 2n ** 200n)];
      expect(units(got[0]) + units(got[1]), `${h} ${l} ${k}`).toBe(want);
    }
  }
});

test("fmodS is exact", () => {
  // What two float32 numbers are apart at most, and numbers of 48 bits.
  const operand = (k: number): Triple => triple(sign() * Math.fround(uniform(1, 2)), Math.round(uniform(-1, 1) * 2 ** 22) * 2 ** -47, k);
  const near = ([h, l, k]: Triple): Triple => triple(h * (next() & 1 ? 1 : 1 + Math.round(uniform(-2, 2)) * 2 ** -23), next() & 1 ? l : 0, k);
  for (const adapter of adapters) {
    const apply = onScaled("fmodS", 2, adapter);
    let reduced = 0;
    for (let i = 0; i < 20_000; i++) {
      const y = operand(uniform(-149, 127)),
        [h, l, k] = next() & 1 ? operand(uniform(-149, 127)) : near([y[0], y[1], y[2] + Math.round(uniform(0, next() & 1 ? 3 : 60))]);
      const got = apply(h, l, k, ...y),
        [a, b] = [units(h * 2 ** k) + units(l * 2 ** k), units(y[0] * 2 ** y[2]) + units(y[1] * 2 ** y[2])];
      expect(units(got[0]) + units(got[1]), `${h} ${l} ${k}, ${y.join(" ")}`).toBe(a % b);
      if (a % b !== a) reduced++;
    }
    expect(reduced).toBeGreaterThan(10_000);
    expect(onScaled("fmodS", 2, adapter)(1, 0, 300, 1, 0, 0)[0]).toBeNaN();
  }
});

const words: [Word, bits: number, exact: (...a: d.DD[]) => d.DD, make: () => Triple[]][] = [
  ["addS", 44, (a, b) => d.add(a!, b!), () => (next() & 1 ? opposite() : two(20))],
  ["mulS", 43, (a, b) => d.mul(a!, b!), () => two(400)],
  ["divS", 40, (a, b) => d.div(a!, b!), () => two(400)],
  ["sqrtS", 40, (a) => d.sqrt(a!), () => [number(uniform(-800, 800))]],
  ["erfS", 26, (a) => errorFunctions.erf(a!), () => [number(uniform(-200, 4), sign())]],
  ["erfcS", 26, (a) => errorFunctions.erfc(a!), () => [next() & 1 ? number(uniform(-200, 4), sign()) : number(uniform(-2, 4))]],
  ["erfcxS", 26, (a) => errorFunctions.erfcx(a!), () => [next() & 1 ? number(uniform(-200, 3), sign()) : number(uniform(-2, 300))]],
  ["lgammaS", 26, (a) => gammaFunctions.lgamma(a!), () => [next() & 1 ? number(uniform(-300, 200)) : number(uniform(-3, 5))]],
  ["lgammaS", 26, (a) => gammaFunctions.lgamma(a!), () => [number(uniform(-300, 0.9), -1)]],
  ["digammaS", 26, (a) => gammaFunctions.digamma(a!), () => [next() & 1 ? number(uniform(-300, 200)) : number(uniform(-3, 5))]],
  ["digammaS", 26, (a) => gammaFunctions.digamma(a!), () => [number(uniform(-300, -1.1), -1)]],
  ["expm1S", 26, (a) => reference.expm1(a!), () => [number(uniform(-200, 9.4), sign())]],
  ["logS", 26, (a) => reference.log(a!), () => [next() & 1 ? nearOne() : number(uniform(-900, 900))]],
  ["log1pS", 26, (a) => reference.log1p(a!), () => [next() & 1 ? number(uniform(-300, 900)) : number(uniform(-300, -1), sign())]],
  ["exp2S", 26, (a) => powers.exp2(a!), () => [number(uniform(-60, 9.9), sign())]],
  ["log2S", 26, (a) => powers.log2(a!), () => [next() & 1 ? nearOne() : number(uniform(-900, 900))]],
  ["log10S", 26, (a) => powers.log10(a!), () => [next() & 1 ? nearOne() : number(uniform(-900, 900))]],
  ["sinhS", 26, (a) => hyperbolic.sinh(a!), () => [number(uniform(-200, 9.4), sign())]],
  ["coshS", 26, (a) => hyperbolic.cosh(a!), () => [number(uniform(-200, 9.4), sign())]],
  ["tanhS", 26, (a) => hyperbolic.tanh(a!), () => [number(uniform(-200, 6), sign())]],
  ["sinS", 26, (a) => trigonometric.sin(a!), () => [angle()]],
  ["cosS", 26, (a) => trigonometric.cos(a!), () => [angle()]],
  ["tanS", 26, (a) => trigonometric.tan(a!), () => [angle()]],
  ["asinS", 26, (a) => angles.asin(a!), () => [next() & 1 ? belowOne() : number(uniform(-300, -1), sign())]],
  ["acosS", 26, (a) => angles.acos(a!), () => [next() & 1 ? belowOne() : number(uniform(-300, -1), sign())]],
  ["atanS", 26, (a) => angles.atan(a!), () => [number(next() & 1 ? uniform(-300, 900) : uniform(-4, 4), sign())]],
  ["atan2S", 26, (y, x) => angles.atan2(y!, x!), () => two(next() & 1 ? 400 : 4)],
  ["asinhS", 26, (a) => hyperbolic.asinh(a!), () => [number(uniform(-300, 900), sign())]],
  ["acoshS", 26, (a) => hyperbolic.acosh(a!), () => [next() & 1 ? aboveOne() : number(uniform(1, 900))]],
  ["atanhS", 26, (a) => hyperbolic.atanh(a!), () => [next() & 1 ? belowOne() : number(uniform(-300, -1), sign())]],
  ["cbrtS", 38, (a) => powers.cbrt(a!), () => [number(uniform(-900, 900), sign())]],
  ["powS", 26, (a, b) => powers.pow(a!, b!), powered],
];
const adapters: Adapter[] = [{}, { flush: true, seedError: 2.5 }, { seedError: -2.5 }];

test.each(words)("%s keeps 2^-%i of its result", (name, bits, exact, make) => {
  for (const adapter of adapters) {
    const apply = onScaled(name, make().length, adapter);
    expectWithin(bits, () => {
      const at = make();
      return [apply(...at.flat()), exact(...at.map(([h, l, k]) => d.scale([h, l], k)))];
    });
  }
});

/** A sum of so many as reductions add them. */
function running(count: number, adapter: Adapter): (...parts: number[]) => d.DD {
  const m = machine(),
    { addRunning } = library(m);
  const terms = Array.from({ length: count }, (_, i): Scaled => ({ h: input(3 * i), l: input(3 * i + 1), k: m.toInt(input(3 * i + 2)) })),
    total = terms.reduce((a, b) => addRunning(a, b), ZERO);
  return valueOf(m, scaledNumbers(m).normal(total, total.k), 3 * count, adapter);
}
test("addRunning keeps 2^-46 of its terms at each step", () => {
  const count = 9;
  for (const adapter of adapters) {
    const apply = running(count, adapter);
    for (let i = 0; i < 5_000; i++) {
      const span = next() & 1 ? 3 : 150,
        terms = Array.from({ length: count }, () => number(uniform(-span, span), sign())),
        exact = terms.reduce<d.DD>((sum, [h, l, k]) => d.add(sum, d.scale([h, l], k)), [0, 0]),
        size = terms.reduce((sum, [h, , k]) => sum + Math.abs(h) * 2 ** k, 0);
      expect(Math.abs(d.sub(apply(...terms.flat()), exact)[0]), terms.join(" ")).toBeLessThanOrEqual(count * 2 ** -46 * size);
    }
  }
});
test("addRunning adds infinities and NaN as IEEE 754 does", () => {
  const ends: Readonly<Record<string, Triple>> = {
      "∞": [1, 0, INFINITE],
      "−∞": [-1, 0, INFINITE],
      NaN: [NaN, 0, 0],
      "5": [1.25, 0, 2],
      "0": [0, 0, -INFINITE],
    },
    values: Readonly<Record<string, number>> = { "∞": Infinity, "−∞": -Infinity, NaN, "5": 5, "0": 0 },
    names = Object.keys(ends);
  for (const adapter of adapters) {
    const apply = running(4, adapter);
    for (let i = 0; i < names.length ** 4; i++) {
      const chosen = [0, 1, 2, 3].map((p) => names[Math.floor(i / names.length ** p) % names.length]!),
        want = chosen.reduce((sum, n) => sum + values[n]!, 0);
      expect(apply(...chosen.flatMap((n) => ends[n]!))[0], chosen.join(" + ")).toBe(want);
    }
  }
});

test("expD keeps 2^-26 of its result", () => {
  const m = machine();
  const apply = valueOf(m, library(m).expD({ h: input(0), l: input(1) }), 2, {});
  expectWithin(26, () => {
    const h = Math.fround(sign() * uniform(1, 2) * 2 ** Math.round(uniform(-20, 8)));
    const l = Math.fround(h * uniform(-1, 1) * 2 ** -25);
    return [apply(h, l), reference.exp(d.twoSum(h, l))];
  });
});

/** 20,000 results against their exact values, where those are normal in float64. */
function expectWithin(bits: number, draw: () => [got: d.DD, truth: d.DD]): void {
  let worst = 0;
  for (let i = 0; i < 20_000; i++) {
    const [got, truth] = draw();
    const size = Math.abs(truth[0]);
    if (size > 2 ** -900 && size < 2 ** 1000) worst = Math.max(worst, Math.abs(d.sub(got, truth)[0]) / size);
  }
  expect(Math.log2(worst)).toBeLessThan(-bits);
  expect(Math.log2(worst)).toBeGreaterThan(-60); // something was measured
}

function onScaled(name: (Word | WholeWord) & keyof Library, operands: number, adapter: Adapter): (...parts: number[]) => d.DD {
  const m = machine();
  const at = Array.from({ length: operands }, (_, i): Scaled => ({ h: input(3 * i), l: input(3 * i + 1), k: m.toInt(input(3 * i + 2)) }));
  return valueOf(m, (library(m)[name] as (...x: Scaled[]) => Scaled)(...at), 3 * operands, adapter);
}

function valueOf(m: ReturnType<typeof machine>, y: Scaled, inputs: number, adapter: Adapter): (...inputs: number[]) => d.DD {
  const [h, l, k] = [y.h, y.l, m.toFloat(y.k)].map((v: Float) => wasm(m.steps, v, inputs, adapter));
  return (...at) => d.scale([h!(...at), l!(...at)], k!(...at));
}
