/** Words at float64 degree where their results are known without a reference: special values, thresholds, order, every lane. */
import { describe, expect, test } from "vitest";
import { acos } from "../src/math/float64/acos.js";
import { asin } from "../src/math/float64/asin.js";
import { atan } from "../src/math/float64/atan.js";
import { cos } from "../src/math/float64/cos.js";
import { erf } from "../src/math/float64/erf.js";
import { erfc } from "../src/math/float64/erfc.js";
import { erfcx } from "../src/math/float64/erfcx.js";
import { exp } from "../src/math/float64/exp.js";
import { expm1 } from "../src/math/float64/expm1.js";
import { log } from "../src/math/float64/log.js";
import { log1p } from "../src/math/float64/log1p.js";
import { digamma } from "../src/math/float64/digamma.js";
import { lgamma } from "../src/math/float64/lgamma.js";
import { sin } from "../src/math/float64/sin.js";
import { tan } from "../src/math/float64/tan.js";
import { compile, type Word } from "./word.js";

const { MAX_VALUE, MIN_VALUE } = Number;
const LEAST = 2 ** -1022;
const EPSILON = 2 ** -52;

const words: Record<string, { word: Word; table: [number, number][]; thresholds: number[] }> = {
  erf: {
    word: erf,
    table: [
      [0, 0],
      [-0, -0],
      [Infinity, 1],
      [-Infinity, -1],
      [NaN, NaN],
      [MIN_VALUE, MIN_VALUE],
      [-MIN_VALUE, -MIN_VALUE],
      [6, 1],
      [-6, -1],
      [MAX_VALUE, 1],
    ],
    thresholds: [0, 0.5, -0.5, 2 ** -900],
  },
  erfc: {
    word: erfc,
    table: [
      [0, 1],
      [-0, 1],
      [Infinity, 0],
      [-Infinity, 2],
      [NaN, NaN],
      [MIN_VALUE, 1],
      [-6, 2],
      [28, 0],
      [MAX_VALUE, 0],
      [-MAX_VALUE, 2],
    ],
    thresholds: [],
  },
  erfcx: {
    word: erfcx,
    table: [
      [0, 1],
      [-0, 1],
      [Infinity, 0],
      [-Infinity, Infinity],
      [NaN, NaN],
      [-27, Infinity],
      [-MAX_VALUE, Infinity],
      [2 ** 500, 2 ** -500 / Math.sqrt(Math.PI)],
    ],
    thresholds: [],
  },
  lgamma: {
    word: lgamma,
    table: [
      [0, Infinity],
      [-0, Infinity],
      [1, 0],
      [2, 0],
      [3, Math.LN2],
      [1 + EPSILON, -1.2816762426960008e-16],
      [MIN_VALUE, 744.4400719213812],
      [-MIN_VALUE, 744.4400719213812],
      [-LEAST, 708.3964185322641],
      [-1, Infinity],
      [-3, Infinity],
      [-(2 ** 53), Infinity],
      [-MAX_VALUE, Infinity],
      [-Infinity, Infinity],
      [Infinity, Infinity],
      [NaN, NaN],
      [2.5599833278516383e305, MAX_VALUE],
      [2.5599833278516387e305, Infinity],
      [MAX_VALUE, Infinity],
    ],
    thresholds: [2, 3],
  },
  digamma: {
    word: digamma,
    table: [
      [0, -Infinity],
      [-0, Infinity],
      [1, -0.5772156649015329],
      [2, 0.42278433509846713],
      [1.4616321449683622, -9.241265521729427e-17],
      [MIN_VALUE, -Infinity],
      [-MIN_VALUE, Infinity],
      [2 ** -1000, -(2 ** 1000)],
      [-(2 ** -1000), 2 ** 1000],
      [-1, NaN],
      [-3, NaN],
      [-MAX_VALUE, NaN],
      [-Infinity, NaN],
      [Infinity, Infinity],
      [NaN, NaN],
      [MAX_VALUE, 709.782712893384],
    ],
    thresholds: [1, 2, 3, 1.4616321449683622],
  },
  exp: {
    word: exp,
    table: [
      [0, 1],
      [-0, 1],
      [MIN_VALUE, 1],
      [-MIN_VALUE, 1],
      [EPSILON, 1 + EPSILON],
      [-EPSILON / 2, 1 - EPSILON / 2],
      [EPSILON / 4, 1],
      [Infinity, Infinity],
      [-Infinity, 0],
      [NaN, NaN],
      [709.782712893384, 1.7976931348622732e308],
      [709.7827128933841, Infinity],
      [710, Infinity],
      [MAX_VALUE, Infinity],
      [-745.1332191019411, MIN_VALUE],
      [-745.1332191019412, 0],
      [-746, 0],
      [-MAX_VALUE, 0],
      [-708.3964185322641, 2.2250738585072626e-308],
    ],
    thresholds: [
      0, 0.34657359027997264, -0.34657359027997264, 1.0397207708399179, -708.3964185322641, -745.1332191019411, 709.436139303104, 709.782712893384,
    ],
  },
  expm1: {
    word: expm1,
    table: [
      [0, 0],
      [-0, -0],
      [MIN_VALUE, MIN_VALUE],
      [-MIN_VALUE, -MIN_VALUE],
      [LEAST, LEAST],
      [-1e-300, -1e-300],
      [EPSILON / 4, EPSILON / 4],
      [Infinity, Infinity],
      [-Infinity, -1],
      [NaN, NaN],
      [709.782712893384, 1.7976931348622732e308],
      [709.7827128933841, Infinity],
      [MAX_VALUE, Infinity],
      [-MAX_VALUE, -1],
      [-38, -1],
      [-36, -0.9999999999999998],
    ],
    thresholds: [
      0, 0.34657359027997264, -0.34657359027997264, 1.0397207708399179, -1.0397207708399179, -37.42994775023705, -40, 37.42994775023705,
      709.782712893384,
    ],
  },
  log: {
    word: log,
    table: [
      [1, 0],
      [0, -Infinity],
      [-0, -Infinity],
      [Infinity, Infinity],
      [-Infinity, NaN],
      [NaN, NaN],
      [-MIN_VALUE, NaN],
      [-1, NaN],
      [-MAX_VALUE, NaN],
      [MIN_VALUE, -744.4400719213812],
      [LEAST, -708.3964185322641],
      [LEAST - MIN_VALUE, -708.3964185322641],
      [MAX_VALUE, 709.782712893384],
      [2, Math.LN2],
      [0.5, -Math.LN2],
      [1 + EPSILON, EPSILON - EPSILON ** 2 / 2],
      [1 - EPSILON / 2, -EPSILON / 2 - EPSILON ** 2 / 8],
    ],
    thresholds: [1, Math.SQRT1_2, Math.SQRT2, 2 * Math.SQRT2, LEAST, 2 * LEAST],
  },
  log1p: {
    word: log1p,
    table: [
      [0, 0],
      [-0, -0],
      [MIN_VALUE, MIN_VALUE],
      [-MIN_VALUE, -MIN_VALUE],
      [-LEAST, -LEAST],
      [1e-300, 1e-300],
      [-1, -Infinity],
      [-1 - EPSILON, NaN],
      [-1 + EPSILON / 2, -53 * Math.LN2],
      [-2, NaN],
      [-MAX_VALUE, NaN],
      [-Infinity, NaN],
      [Infinity, Infinity],
      [NaN, NaN],
      [1, Math.LN2],
      [2 ** 53, 53 * Math.LN2],
      [2 ** 1023, 1023 * Math.LN2],
      [MAX_VALUE, 709.782712893384],
    ],
    thresholds: [0, -0.5, Math.SQRT1_2 - 1, Math.SQRT2 - 1, 1, 2 * Math.SQRT2 - 1, 2 ** 53, 2 ** 54, 2 ** 1023, -0.999],
  },
  sin: {
    word: sin,
    table: [
      [0, 0],
      [-0, -0],
      [MIN_VALUE, MIN_VALUE],
      [-LEAST, -LEAST],
      [EPSILON, EPSILON],
      [Infinity, NaN],
      [-Infinity, NaN],
      [NaN, NaN],
      [Math.PI, 1.2246467991473532e-16],
      [1e22, -0.8522008497671888],
      [MAX_VALUE, 0.004961954789184062],
    ],
    thresholds: [0, Math.PI / 4, -Math.PI / 4, 2 * Math.PI, 7 * (Math.PI / 4)],
  },
  cos: {
    word: cos,
    table: [
      [0, 1],
      [-0, 1],
      [MIN_VALUE, 1],
      [2 ** -27, 1],
      [Infinity, NaN],
      [-Infinity, NaN],
      [NaN, NaN],
      [Math.PI / 2, 6.123233995736766e-17],
      // Of all float64, the nearest to a multiple of π/2 beside 0.
      [6381956970095103 * 2 ** 797, -4.687165924254628e-19],
    ],
    thresholds: [-Math.PI / 4, -Math.PI / 2, -3 * (Math.PI / 4)],
  },
  tan: {
    word: tan,
    table: [
      [0, 0],
      [-0, -0],
      [MIN_VALUE, MIN_VALUE],
      [-LEAST, -LEAST],
      [Infinity, NaN],
      [-Infinity, NaN],
      [NaN, NaN],
      [Math.PI / 2, 16331239353195370],
      [-Math.PI / 2, -16331239353195370],
    ],
    thresholds: [0, Math.PI / 4, -Math.PI / 4, Math.PI, 5 * (Math.PI / 4)],
  },
  asin: {
    word: asin,
    table: [
      [0, 0],
      [-0, -0],
      [MIN_VALUE, MIN_VALUE],
      [-LEAST, -LEAST],
      [EPSILON, EPSILON],
      [1, Math.PI / 2],
      [-1, -Math.PI / 2],
      [1 + EPSILON, NaN],
      [-2, NaN],
      [MAX_VALUE, NaN],
      [Infinity, NaN],
      [-Infinity, NaN],
      [NaN, NaN],
    ],
    thresholds: [0, 0.5, -0.5, 2 ** -300],
  },
  acos: {
    word: acos,
    table: [
      [1, 0],
      [-1, Math.PI],
      [0, Math.PI / 2],
      [-0, Math.PI / 2],
      [1 - EPSILON / 2, 2 ** -26],
      [1 + EPSILON, NaN],
      [-1 - EPSILON, NaN],
      [MAX_VALUE, NaN],
      [Infinity, NaN],
      [-Infinity, NaN],
      [NaN, NaN],
    ],
    thresholds: [],
  },
  atan: {
    word: atan,
    table: [
      [0, 0],
      [-0, -0],
      [MIN_VALUE, MIN_VALUE],
      [-LEAST, -LEAST],
      [EPSILON, EPSILON],
      [1, Math.PI / 4],
      [-1, -Math.PI / 4],
      [2 ** 53, Math.PI / 2],
      [MAX_VALUE, Math.PI / 2],
      [-MAX_VALUE, -Math.PI / 2],
      [Infinity, Math.PI / 2],
      [-Infinity, -Math.PI / 2],
      [NaN, NaN],
    ],
    thresholds: [0, Math.SQRT2 - 1, 1 - Math.SQRT2, 1, Math.SQRT2 + 1, 1e-100, 3.273390607896142e150],
  },
};

/** The float64 that is `k` steps from x, which is not 0. */
function step(x: number, k: number): number {
  const float = Float64Array.of(x);
  new BigInt64Array(float.buffer)[0]! += BigInt(x < 0 ? -k : k);
  return float[0]!;
}
const around = (x: number): number[] =>
  x === 0 ? [-3, -2, -1, -0, 0, 1, 2, 3].map((k) => k * MIN_VALUE) : Array.from({ length: 401 }, (_, i) => step(x, i - 200));

describe.each(Object.entries(words))("%s", (_, { word, table, thresholds }) => {
  const run = compile(word);

  test.each(table)("at %d is %d", (x, y) => expect(run(Float64Array.of(x))[0]).toBe(y));

  test("NaN stays NaN, whatever its sign and payload", () => {
    const patterns = [0x7ff8000000000000n, 0xfff8000000000000n, 0x7ff8000000000001n, 0x7ff8000000000fffn, 0xffffffffffffffffn, 0x7ffc00000000ffffn];
    expect([...run(new Float64Array(BigUint64Array.from(patterns).buffer))]).toEqual(patterns.map(() => NaN));
  });

  test("rises near its thresholds", () => {
    for (const threshold of thresholds) {
      const results = run(Float64Array.from(around(threshold)));
      const falls = results.findIndex((y, i) => i > 0 && !(y >= results[i - 1]!));
      expect(falls, `${falls - 200} steps from ${threshold}`).toBe(-1);
    }
  });

  test("gives the same bits in every lane", () => {
    for (const [x, y] of table) expect([...run(new Float64Array(19).fill(x))]).toEqual(new Array(19).fill(y));
  });
});
