/** A smoke test of the elementary functions against the engine's own, in float64; the conformance suite is their judge. */
import { describe, expect, test } from "vitest";
import { input, type Ex } from "@evenkeel/core";
import * as words from "@evenkeel/core/words";
import { map } from "../src/kinds/map.js";
import { single } from "./evaluate.js";
import { machine, place, room, taken } from "./place.js";

const { add, div, mul, max, neg, abs, exp, expm1, log, log1p, sin, cos, tan, asin, acos, atan, erf, erfc, erfcx, fmod, lgamma, digamma } = words;
const x = input(0);

function results(body: Ex, values: Float32Array): Float32Array {
  const shape = [values.length];
  const from = place(values, [1]);
  const to = room(shape);
  map(machine, { kind: "map", program: single(body), shape, inputs: [from], outputs: [to] });
  return new Float32Array(taken(to, shape).buffer);
}

/** Distance in units of the last place of the float32 number nearest to `exact`. */
function ulps(got: number, exact: number): number {
  const [nearest, bits] = [new Float32Array([exact]), new Uint32Array(1)];
  bits.set(new Uint32Array(nearest.buffer));
  const exponent = Math.max((bits[0]! >>> 23) & 255, 1);
  return Object.is(got, nearest[0]) ? Math.min(0.5, Math.abs(got - exact) / 2 ** (exponent - 150)) : Math.abs(got - exact) / 2 ** (exponent - 150);
}

const softplus = (t: number): number => Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t)));
const functions: Record<string, [Ex, (t: number) => number]> = {
  exp: [exp(x), Math.exp],
  expm1: [expm1(x), Math.expm1],
  log: [log(x), Math.log],
  log1p: [log1p(x), Math.log1p],
  sin: [sin(x), Math.sin],
  cos: [cos(x), Math.cos],
  tan: [tan(x), Math.tan],
  asin: [asin(x), Math.asin],
  acos: [acos(x), Math.acos],
  atan: [atan(x), Math.atan],
  "fmod by a number": [fmod(x, 0.1), (t) => t % 0.1],
  "fmod of a number": [fmod(1e30, x), (t) => 1e30 % t],
  "fmod of a number by its square": [fmod(x, mul(x, x)), (t) => t % (t * t)],
  "sin of a square": [sin(mul(x, x)), (t) => Math.sin(t * t)],
  sigmoid: [div(1, add(1, exp(neg(x)))), (t) => 1 / (1 + Math.exp(-t))],
  softplus: [add(max(x, 0), log1p(exp(neg(abs(x))))), softplus],
  silu: [div(x, add(1, exp(neg(x)))), (t) => t / (1 + Math.exp(-t))],
  "log of a product": [log(mul(x, mul(x, x))), (t) => Math.log(t * (t * t))],
  "log of a sum": [log(add(1, exp(neg(abs(x))))), (t) => Math.log(1 + Math.exp(-Math.abs(t)))],
};

const values = new Float32Array(new Uint32Array(1 << 18).map((_, i) => i * 16384 + (Math.imul(i, 0x9e3779b1) >>> 18)).buffer);

describe("float32 results are within 0.501 ulp", () => {
  for (const [name, [body, exact]] of Object.entries(functions)) {
    test(name, () => {
      const got = results(body, values);
      let worst = 0,
        at = 0;
      for (let i = 0; i < values.length; i++) {
        const want = exact(values[i]!);
        if (name === "silu" && values[i] === -Infinity) continue; // −∞/∞: a row's table of special values has the limit.
        const error = Number.isFinite(Math.fround(want)) ? ulps(got[i]!, want) : Object.is(got[i], Math.fround(want)) ? 0 : Infinity;
        if (!(error <= worst)) [worst, at] = [error, values[i]!];
      }
      expect(worst, `at ${at}`).toBeLessThan(0.501);
    });
  }
});

describe("e^(x − h) in the lanes of float32", () => {
  /** What m makes of h, as expNear.ts says. */
  const nearest = (m: number): number => {
    const c = Math.abs(m) > 208 ? m : 0;
    return c + Math.round(Math.fround((m - c) * Math.fround(Math.LOG2E))) * Math.LN2;
  };
  const of = (x: Float32Array, m: number): Float32Array => {
    const shape = [1, x.length],
      to = room(shape);
    map(machine, {
      kind: "map",
      program: single(words.expNear(input(0), input(1)), 2),
      shape,
      inputs: [place(x, [0, 1]), place(Float32Array.of(m), [0, 0])],
      outputs: [to],
    });
    return new Float32Array(taken(to, shape).buffer);
  };
  test.each([0, 0.3, -0.35, 3.7, -88.1, 150.123, -200.7, 207.99, 208.01, -208.5, 300.3, 1e4 + 0.37, -54321.1, 1e30])("m = %f", (m) => {
    const x = Float32Array.from({ length: 65536 }, (_, i) => m - (i < 32768 ? (i / 32768) * 88 : 2 ** (-(i - 32768) / 1000)) * (m > 1e9 ? m : 1));
    const got = of(x, Math.fround(m)),
      h = nearest(Math.fround(m));
    let worst = 0;
    for (let i = 0; i < x.length; i++) {
      const want = Math.exp(x[i]! - h);
      if (want > 1e-38) worst = Math.max(worst, ulps(got[i]!, want) - 0.5 - (want * 2 ** -25.5) / 2 ** (Math.floor(Math.log2(want)) - 23));
      else expect(got[i]!).toBeLessThan(1.2e-38);
    }
    expect(worst).toBeLessThan(1e-5);
  });
  test("far below, infinite and NaN", () => {
    const x = Float32Array.of(-Infinity, -1e30, -150, 1, NaN, 0);
    expect([...of(x, 1)]).toEqual([0, 0, 0, Math.fround(Math.exp(1 - Math.LN2)), NaN, 0.5]);
    for (const m of [Infinity, -Infinity, NaN]) expect([...of(x, m)]).toEqual(new Array(6).fill(NaN));
    // Bits that would be an exponent, if they were added to one.
    expect([...of(new Float32Array(Int32Array.of(0x7f800fff, -4097).buffer), 3)]).toEqual([NaN, NaN]);
  });
});

describe("special values", () => {
  const cases: Record<string, [Ex, [number, number][]]> = {
    erf: [
      erf(x),
      [
        [0, 0],
        [-0, -0],
        [Infinity, 1],
        [-Infinity, -1],
        [NaN, NaN],
        [1e30, 1],
        [-1e30, -1],
        [1e-45, 1.401298464324817e-45],
      ],
    ],
    erfc: [
      erfc(x),
      [
        [0, 1],
        [Infinity, 0],
        [-Infinity, 2],
        [NaN, NaN],
        [1e30, 0],
        [-1e30, 2],
        [10.06, 0],
        [10.05, 1.401298464324817e-45],
      ],
    ],
    "x·erfc(−x)": [
      mul(x, erfc(neg(x))),
      [
        [-1e30, -0],
        [1e30, 2e30],
        [NaN, NaN],
      ],
    ],
    lgamma: [
      lgamma(x),
      [
        [0, Infinity],
        [-0, Infinity],
        [1, 0],
        [2, 0],
        [-1, Infinity],
        [-16777216, Infinity],
        [-1e30, Infinity],
        [Infinity, Infinity],
        [-Infinity, Infinity],
        [NaN, NaN],
        [1e-45, 103.27892990343184],
        [4.1e36, Infinity],
        // The nearest to a root: its terms are 0.8.
        [-2.4570248126983643, -1.1287842529645816e-7],
      ],
    ],
    digamma: [
      digamma(x),
      [
        [0, -Infinity],
        [-0, Infinity],
        [-1, NaN],
        [-16777216, NaN],
        [Infinity, Infinity],
        [-Infinity, NaN],
        [NaN, NaN],
        [1, -0.5772156649015329],
        [1.4616321325302124, -1.203605254910667e-8],
        [-0.5040830373764038, -2.602549550299359e-7],
      ],
    ],
    erfcx: [
      erfcx(x),
      [
        [0, 1],
        [Infinity, 0],
        [-Infinity, Infinity],
        [NaN, NaN],
        [1e30, 1e-30 / Math.sqrt(Math.PI)],
        [-1e30, Infinity],
      ],
    ],
    asin: [
      asin(x),
      [
        [0, 0],
        [-0, -0],
        [1, Math.PI / 2],
        [-1, -Math.PI / 2],
        [1.0000001, NaN],
        [-1e30, NaN],
        [Infinity, NaN],
        [NaN, NaN],
        [1e-45, 1.401298464324817e-45],
      ],
    ],
    acos: [
      acos(x),
      [
        [1, 0],
        [-1, Math.PI],
        [0, Math.PI / 2],
        [-0, Math.PI / 2],
        [-1.0000001, NaN],
        [1e30, NaN],
        [-Infinity, NaN],
        [NaN, NaN],
      ],
    ],
    atan: [
      atan(x),
      [
        [0, 0],
        [-0, -0],
        [Infinity, Math.PI / 2],
        [-Infinity, -Math.PI / 2],
        [1e30, Math.PI / 2],
        [-1e30, -Math.PI / 2],
        [NaN, NaN],
        [-1e-45, -1.401298464324817e-45],
      ],
    ],
    "atan of what float32 has no numbers for": [
      atan(mul(mul(x, mul(x, x)), mul(mul(x, mul(x, x)), mul(x, mul(x, x))))),
      [
        [1e30, Math.PI / 2],
        [-1e30, -Math.PI / 2],
        [1e-30, 0],
      ],
    ],
    exp: [
      exp(x),
      [
        [0, 1],
        [-0, 1],
        [Infinity, Infinity],
        [-Infinity, 0],
        [NaN, NaN],
        [88.73, Infinity],
        [1e30, Infinity],
        [-1e30, 0],
        [700, Infinity],
        [-700, 0],
        [-103.97, 1.401298464324817e-45],
        [-103.98, 0],
      ],
    ],
    "fmod by itself": [
      fmod(x, x),
      [
        [3, 0],
        [-3, -0],
        [0, NaN],
        [Infinity, NaN],
        [NaN, NaN],
      ],
    ],
    expm1: [
      expm1(x),
      [
        [0, 0],
        [-0, -0],
        [Infinity, Infinity],
        [-Infinity, -1],
        [NaN, NaN],
        [1e30, Infinity],
        [-1e30, -1],
        [1e-45, 1.401298464324817e-45],
        [-1e-45, -1.401298464324817e-45],
      ],
    ],
    log: [
      log(x),
      [
        [1, 0],
        [0, -Infinity],
        [-0, -Infinity],
        [Infinity, Infinity],
        [-Infinity, NaN],
        [NaN, NaN],
        [-1e-45, NaN],
        [-1, NaN],
      ],
    ],
    log1p: [
      log1p(x),
      [
        [0, 0],
        [-0, -0],
        [-1, -Infinity],
        [-1.0000001192092896, NaN],
        [Infinity, Infinity],
        [-Infinity, NaN],
        [NaN, NaN],
        [1e-45, 1.401298464324817e-45],
      ],
    ],
    sigmoid: [
      functions.sigmoid![0],
      [
        [0, 0.5],
        [1e30, 1],
        [-1e30, 0],
        [Infinity, 1],
        [-Infinity, 0],
        [NaN, NaN],
      ],
    ],
    softplus: [
      functions.softplus![0],
      [
        [1e30, 1e30],
        [-1e30, 0],
        [Infinity, Infinity],
        [-Infinity, 0],
        [NaN, NaN],
      ],
    ],
    silu: [
      functions.silu![0],
      [
        [1e30, 1e30],
        [-1e30, -0],
        [0, 0],
        [-0, -0],
        [Infinity, Infinity],
        [NaN, NaN],
      ],
    ],
    "x·e^x": [
      mul(x, exp(x)),
      [
        [-1e30, -0],
        [1e30, Infinity],
        [NaN, NaN],
      ],
    ],
    "log of what may be NaN": [
      log(add(exp(x), exp(neg(x)))),
      [
        [NaN, NaN],
        [0, Math.LN2],
      ],
    ],
    "log of a sum that overflows float64": [
      log([1, 2, 3, 4, 5, 6].reduce((sum) => add(sum, sum), exp(x))),
      [
        [1e30, Infinity],
        [0, 6 * Math.LN2],
      ],
    ],
    "log of a subnormal float64 number": [
      log(mul(mul(mul(x, x), mul(x, x)), mul(mul(x, x), mul(x, x)))),
      [
        [2 ** -130, -1040 * Math.LN2],
        [2 ** -134, -1072 * Math.LN2],
        [2 ** -140, -Infinity],
      ],
    ],
  };
  for (const [name, [body, table]] of Object.entries(cases)) {
    test(name, () => {
      const got = results(
        body,
        Float32Array.from(table, ([argument]) => argument),
      );
      table.forEach(([argument, value], i) => expect(got[i], `at ${argument}`).toBe(Math.fround(value)));
    });
  }
});
