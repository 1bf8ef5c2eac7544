/**
 * lgamma and digamma in float64 and fast, within 2⁻⁴⁹: tables of what is left without roots and poles, asymptotic where that is enough, reflected below 0. There
 * a root lies in every unit: of lgamma, tables beside each pole; of digamma, the terms that cancel in two parts, and the reference where they are too few.
 */
import { PI } from "./reference/constants.js";
import { add, type DD, dd, div, mul, neg, sub, twoSum } from "./reference/dd.js";
import * as gammaFunctions from "./reference/gammaFunctions.js";
import { sin } from "./reference/trigonometric.js";
import { tabulated, tabulatedParts } from "./tabulated.js";

/** Γ's logarithm over (x − 1)·(x − 2), which is smooth where they are 0, and the same of its derivative and its root in two parts. */
const ROOT = [1.4616321449683622, 9.549995429965697e-17] as const;
const overRoots = tabulated((x) => {
  const at = dd(x);
  if (x === 1) return neg(gammaFunctions.digamma(at));
  if (x === 2) return gammaFunctions.digamma(at);
  return div(gammaFunctions.lgamma(at), mul(sub(at, dd(1)), sub(at, dd(2))));
});
const overRoot = tabulated((x) => div(gammaFunctions.digamma(dd(x)), sub(dd(x), ROOT)));
const lgammaOf = tabulated((x) => gammaFunctions.lgamma(dd(x))),
  digammaOf = tabulated((x) => gammaFunctions.digamma(dd(x)));
/** Below it terms that cancelled have too few digits. */
const CANCELLED = 0.5;

/** log Γ(1 + x) for tiny x. */
const afterPole = (x: number): number => x * (0.8224670334241132 * x - 0.5772156649015329);

export function lgamma(x: number): number {
  if (x > 1e6) return (x - 0.5) * (Math.log(x) - 1) + (0.4189385332046727 + 1 / (12 * x));
  if (x >= 0.5) return x < 3 ? (x - 1) * (x - 2) * overRoots(x) + 0 : lgammaOf(x);
  if (x >= 0) return x < 2 ** -20 ? -Math.log(x) + afterPole(x) : lgammaOf(x);
  const d = x - Math.round(x);
  if (x !== x) return x;
  if (d === 0 || x === -Infinity) return Infinity;
  const y = -Math.log(Math.abs(Math.sin(Math.PI * d)) / Math.PI) - (x > -(2 ** -20) ? afterPole(-x) : lgamma(1 - x));
  return Math.abs(y) < CANCELLED * Math.max(1, -x) ? besidePole(Math.round(x), d) : y;
}
/** log|Γ(n + d)| over d less its root, for each pole n ≤ −2 and each side of it: one root is there, of about ±1/(−n)!, and tables in |d| are fine near 0. */
const besidePoles = new Map<number, { root: DD; quotient: (size: number) => number }>();
function besidePole(n: number, d: number): number {
  const key = d < 0 ? n : -n,
    made = besidePoles.get(key) ?? makeBesidePole(n, Math.sign(d));
  besidePoles.set(key, made);
  const size = Math.abs(d);
  return (size - made.root[0] - made.root[1]) * made.quotient(size);
}
function makeBesidePole(n: number, sign: number) {
  const at = (size: DD): DD => add(dd(n), sign < 0 ? neg(size) : size),
    slope = (size: DD): DD => mul(dd(sign), gammaFunctions.digamma(at(size)));
  let root = dd(1);
  for (let k = 2; k <= -n; k++) root = div(root, dd(k));
  for (let step = 0; step < 12; step++) root = sub(root, div(gammaFunctions.lgamma(at(root)), slope(root)));
  const quotient = tabulated((size) => {
    const away = sub(dd(size), root);
    return Math.abs(away[0]) < 1e-9 * size ? slope(root) : div(gammaFunctions.lgamma(at(dd(size))), away);
  });
  return { root, quotient };
}

export function digamma(x: number): number {
  if (x > 1e6) return Math.log(x) - 0.5 / x - 1 / (12 * x * x);
  if (x >= 1) return x < 2 ? (x - ROOT[0] - ROOT[1]) * overRoot(x) : digammaOf(x);
  if (Math.abs(x) < 2 ** -20) return -1 / x - 0.5772156649015329 + 1.6449340668482264 * x;
  if (x > 0) return digammaOf(x);
  const d = x - Math.round(x);
  if (d === 0 || d !== d) return NaN;
  const cotangent = Math.sin(Math.PI * (0.5 - Math.abs(d))) / Math.sin(Math.PI * d),
    y = digamma(1 - x) - Math.PI * cotangent,
    size = Math.max(1, Math.log(-x));
  if (Math.abs(y) >= CANCELLED * size) return y;
  const fine = besideRoot(1 - x, d);
  return Math.abs(fine) >= CANCELLED_TOO * size ? fine : gammaFunctions.digamma(dd(x))[0];
}
/** The same for the part of the parts that is not known exactly. */
const CANCELLED_TOO = 1 / 16;
const digammaParts = tabulatedParts((x) => gammaFunctions.digamma(dd(x))),
  cotangentParts = tabulatedParts((d) => mul(PI, div(sin(mul(PI, sub(dd(0.5), dd(d)))), sin(mul(PI, dd(d))))));
/** ψ(x) − π·cot πd, where they nearly cancel. */
function besideRoot(x: number, d: number): number {
  const [psi, rest] = digammaParts(x),
    [size, left] = cotangentParts(Math.abs(d)),
    [high, low] = twoSum(psi, d < 0 ? size : -size);
  return high + (low + (rest + (d < 0 ? left : -left)));
}
