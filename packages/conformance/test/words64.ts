/** The CPU's words at float64 degree, what they are held to, and where they are looked at: for their test and for the script that measures them. */
import { float64 } from "../../cpu/src/math/float64/index.js";
import type { Bundle, Simd } from "../../cpu/src/emit/index.js";
import type { Word } from "../../cpu/test/word.js";
import { type DD, dd, scale } from "../src/reference/dd.js";
import * as angles from "../src/reference/angles.js";
import * as gammaFunctions from "../src/reference/gammaFunctions.js";
import * as errorFunctions from "../src/reference/errorFunctions.js";
import * as reference from "../src/reference/functions.js";
import * as hyperbolic from "../src/reference/hyperbolic.js";
import * as trigonometric from "../src/reference/trigonometric.js";
import * as powers from "../src/reference/powers.js";

export const BOUND = 1;
const { atan2, exp, expm1, log, log1p, pow } = float64;

export interface Judged {
  readonly word: Word;
  readonly exact: (x: DD) => DD;
  /** The exact result times 2ⁿ, if it can be below 2⁻⁹⁶⁹: a double-double has no bits for it there. */
  readonly exactTimes?: (x: DD, n: number) => DD;
  /** Where terms cancel, which are pairs of 2⁻⁶³: an ulp is at least that of this. */
  readonly ofTerms?: (x: number) => number;
  /** Intervals in which something happens, beside every exponent. */
  readonly intervals: readonly (readonly [number, number])[];
}
/** One eighth of a turn, where the quarter changes, whole turns, and both reductions. */
const ANGLES: Judged["intervals"] = [
  [-0.8, 0.8],
  [0.75, 0.82],
  [-7, 7],
  [-1e6, 1e6],
  [-1e10, 1e10],
];
/** Of one coordinate to the other, among them tan(π/8) and its inverse. */
const RAYS: Judged["intervals"] = [
  [-1, 1],
  [-10, 10],
  [0.4, 0.42],
  [-2.43, -2.4],
  [-1e-9, 1e-9],
  [0, 1e10],
];
const number = (d: Simd, x: number): Bundle => d.splat(d.lanes.const(x));
/** A power of either operand alone, and of both. */
const powerOf = (x: number): Judged => ({
  word: (d, y) => pow(d, number(d, x), y),
  exact: (y) => powers.pow(dd(x), y),
  exactTimes: (y, n) => powers.pow(dd(x), y, n),
  intervals: [
    [-2, 2],
    [-100, 100],
    [-1080 / Math.abs(Math.log2(x)), 1030 / Math.abs(Math.log2(x))],
  ],
});
/** The angle of points on a line that is parallel to an axis. */
const angleAcross = (x: number): Judged => ({
  word: (d, y) => atan2(d, y, number(d, x)),
  exact: (y) => angles.atan2(y, dd(x)),
  exactTimes: (y, n) => angles.atan2(scale(y, n), dd(x)),
  intervals: RAYS.map(([low, high]) => [low * Math.abs(x), high * Math.abs(x)]),
});
const angleAlong = (y: number): Judged => ({
  word: (d, x) => atan2(d, number(d, y), x),
  exact: (x) => angles.atan2(dd(y), x),
  exactTimes: (x, n) => angles.atan2(scale(dd(y), n), x),
  intervals: RAYS.map(([low, high]) => [low * Math.abs(y), high * Math.abs(y)]),
});
const powerTo = (y: number): Judged => ({
  word: (d, x) => pow(d, x, number(d, y)),
  exact: (x) => powers.pow(x, dd(y)),
  exactTimes: (x, n) => powers.pow(x, dd(y), n),
  intervals: [
    [0.9, 1.1],
    [0, 3],
    [0, 1000],
    [-10, 0],
  ],
});
export const judged: Readonly<Record<string, Judged>> = {
  erf: {
    word: float64.erf,
    exact: errorFunctions.erf,
    exactTimes: (x, n) => errorFunctions.erf(scale(x, n)),
    intervals: [
      [-0.51, 0.51],
      [0.45, 0.55],
      [-6, 6],
    ],
  },
  erfc: {
    word: float64.erfc,
    exact: (x) => errorFunctions.erfc(x),
    exactTimes: errorFunctions.erfc,
    intervals: [
      [-1, 1],
      [-6, 6],
      [0, 27.3],
      [26.4, 27.3],
    ],
  },
  erfcx: {
    word: float64.erfcx,
    exact: errorFunctions.erfcx,
    exactTimes: (x, n) => errorFunctions.erfcx(scale(x, -n)),
    intervals: [
      [-1, 1],
      [-6, 10],
      [-26.7, 0],
      [0, 1000],
    ],
  },
  lgamma: {
    word: float64.lgamma,
    exact: gammaFunctions.lgamma,
    ofTerms: (x) => (x < -2 ? 2 ** -10 * gammaFunctions.lgamma(dd(1 - x))[0] : 0),
    intervals: [
      [0, 4],
      [0.9, 1.1],
      [1.9, 2.1],
      [2.9, 3.1],
      [0, 1e4],
      [-2, 0],
      [-12, -2],
      [-200, 0],
    ],
  },
  digamma: {
    word: float64.digamma,
    exact: gammaFunctions.digamma,
    ofTerms: (x) => (x < 0 ? 2 ** -10 * Math.max(gammaFunctions.digamma(dd(1 - x))[0], 0.5) : 0),
    intervals: [
      [0, 4],
      [1.4, 1.5],
      [0.9, 1.1],
      [1.9, 2.1],
      [2.9, 3.1],
      [0, 1e4],
      [-2, 0],
      [-12, -2],
      [-1e4, 0],
    ],
  },
  exp: {
    word: exp,
    exact: (x) => reference.exp(x),
    exactTimes: reference.exp,
    intervals: [
      [-1.1, 1.1],
      [-746, 710],
      [-745.2, -707],
      [-0.36, -0.33],
    ],
  },
  expm1: {
    word: expm1,
    exact: reference.expm1,
    intervals: [
      [-0.36, 0.36],
      [0.34, 0.38],
      [-1.5, 1.5],
      [-40, 60],
      [-20, 710],
    ],
  },
  log: {
    word: log,
    exact: reference.log,
    intervals: [
      [0.5, 2],
      [1.3, 1.4143],
      [0.7, 0.71],
      [0.999, 1.001],
      [0, 100],
    ],
  },
  log1p: {
    word: log1p,
    exact: reference.log1p,
    intervals: [
      [-0.5, 1],
      [0.3, 0.4143],
      [0.414, 0.5],
      [-1, 5],
      [0, 1000],
    ],
  },
  tanh: {
    word: float64.tanh,
    exact: hyperbolic.tanh,
    intervals: [
      [-0.2, 0.2],
      [0.1, 0.8],
      [-2, 2],
      [-21, 21],
    ],
  },
  sin: { word: float64.sin, exact: trigonometric.sin, intervals: ANGLES },
  cos: { word: float64.cos, exact: trigonometric.cos, intervals: ANGLES },
  tan: { word: float64.tan, exact: trigonometric.tan, intervals: ANGLES },
  asin: {
    word: float64.asin,
    exact: angles.asin,
    intervals: [
      [-0.01, 0.01],
      [-1, 1],
      [0.45, 0.55],
      [0.99, 1],
      [-1, -0.99],
    ],
  },
  acos: {
    word: float64.acos,
    exact: angles.acos,
    intervals: [
      [-0.01, 0.01],
      [-1, 1],
      [0.45, 0.55],
      [-0.55, -0.45],
      [0.99, 1],
      [-1, -0.99],
    ],
  },
  atan: {
    word: float64.atan,
    exact: angles.atan,
    intervals: [
      [-0.01, 0.01],
      [-1, 1],
      [0.4, 0.42],
      [2.4, 2.43],
      [0, 10],
      [-1000, 1000],
    ],
  },
  "atan2(x, 1.37)": angleAcross(1.37),
  "atan2(x, −0.1)": angleAcross(-0.1),
  "atan2(x, 1e300)": angleAcross(1e300),
  "atan2(x, −1e-310)": angleAcross(-1e-310),
  "atan2(1.37, x)": angleAlong(1.37),
  "atan2(−1e-300, x)": angleAlong(-1e-300),
  sinh: {
    word: float64.sinh,
    exact: hyperbolic.sinh,
    intervals: [
      [-0.4, 0.4],
      [0.3, 0.8],
      [-3, 3],
      [-40, 40],
      [-711, 711],
    ],
  },
  cosh: {
    word: float64.cosh,
    exact: hyperbolic.cosh,
    intervals: [
      [-0.4, 0.4],
      [0.3, 0.8],
      [-3, 3],
      [-40, 40],
      [-711, 711],
    ],
  },
  asinh: {
    word: float64.asinh,
    exact: hyperbolic.asinh,
    intervals: [
      [-0.01, 0.01],
      [-0.5, 0.5],
      [-3, 3],
      [0, 100],
      [2 ** 59, 2 ** 61],
    ],
  },
  acosh: {
    word: float64.acosh,
    exact: hyperbolic.acosh,
    intervals: [
      [1, 1.001],
      [1, 2],
      [1, 10],
      [1, 1000],
      [2 ** 59, 2 ** 61],
    ],
  },
  atanh: {
    word: float64.atanh,
    exact: hyperbolic.atanh,
    intervals: [
      [-0.01, 0.01],
      [-0.5, 0.5],
      [-1, 1],
      [0.99, 1],
    ],
  },
  exp2: {
    word: float64.exp2,
    exact: (x) => powers.exp2(x),
    exactTimes: powers.exp2,
    intervals: [
      [-1, 1],
      [-1076, 1025],
      [-1075.5, -1020],
      [-20, 20],
    ],
  },
  log2: {
    word: float64.log2,
    exact: powers.log2,
    intervals: [
      [0.5, 2],
      [1.3, 1.5],
      [0.7, 0.71],
      [0.999, 1.001],
      [0, 100],
    ],
  },
  log10: {
    word: float64.log10,
    exact: powers.log10,
    intervals: [
      [0.5, 2],
      [1.3, 1.5],
      [0.7, 0.71],
      [0.999, 1.001],
      [0, 1000],
    ],
  },
  cbrt: {
    word: float64.cbrt,
    exact: powers.cbrt,
    intervals: [
      [-1, 1],
      [0.5, 4],
      [0.7, 0.71],
      [0, 1000],
    ],
  },
  "1.37^x": powerOf(1.37),
  "0.1^x": powerOf(0.1),
  "x^0.3": powerTo(0.3),
  "x^−7": powerTo(-7),
  "x^123.456": powerTo(123.456),
  "x^x": {
    word: (d, x) => pow(d, x, x),
    exact: (x) => powers.pow(x, x),
    exactTimes: (x, n) => powers.pow(x, x, n),
    intervals: [
      [0, 2],
      [0, 150],
      [-150, 0],
    ],
  },
};
