/** not an op: what is left of functions after the first terms of their series, and what they are over their argument. Near 0 by the series, elsewhere as written. */
import { derivAt } from "./derivative.js";
import { pow } from "./pow.js";
import { rangeOf } from "../stability/interval.js";
import { logAbs1p, logAbsExpm1 } from "../stability/logs.js";
import { bySide } from "../stability/sides.js";
import { numberIn } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { native } from "../stability/forms.js";
import { of } from "../stability/emit.js";
import { affine, atom, lin } from "../stability/lin.js";
import { logarithmNear, logarithmOfWave } from "../stability/linear.js";
import { log1p } from "./log1p.js";
import { sigmoid } from "./sigmoid.js";
import { softplus } from "./softplus.js";
import { logSoftplusByExp } from "./softplusRatios.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { cos } from "./cos.js";
import { cosh } from "./cosh.js";
import { expm1 } from "./expm1.js";
import { inverseExpm1 } from "./inverseExpm1.js";
import { apply, type Elementwise, elementwise } from "./row.js";
import { sin } from "./sin.js";
import { sinh } from "./sinh.js";
import { tan } from "./tan.js";
import { tanh } from "./tanh.js";
import { rules } from "../stability/rules.js";

/** Σ cₙ·xⁿ for n from 0 to `to`. */
const polynomial = (x: Ex, to: number, c: (n: number) => number): Ex =>
  Array.from({ length: to }, (_, n) => c(n)).reduceRight<Ex>((sum, cn) => w.add(w.mul(x, sum), cn), w.add(w.mul(x, 0), c(to)));
const within = (x: Ex, near: number, series: Ex, far: Ex): Ex => w.where(w.lt(w.abs(x), near), series, far);
const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
const squared = (x: Ex): Ex => w.mul(x, x);

/** e^x − 1 − x near 0: the series to 2⁻⁵⁵ of its first term. */
const nearExpm1mx = (x: Ex): Ex =>
  w.mul(
    squared(x),
    polynomial(x, 13, (n) => 1 / factorial(n + 2)),
  );
/** e^x − 1 − x. */
export const expm1mx: Elementwise<1> = /* @__PURE__ */ elementwise("expm1mx", {
  body: (x) => within(x, 0.5, nearExpm1mx(x), w.where(w.lt(700, x), Infinity, w.sub(w.expm1(x), x))),
  deriv: (x) => expm1(x),
  range: () => [0, Infinity],
  forms: { states: rules },
});
/** q − p − p·log(q/p) of p and the logarithms of q and p: p·(e^d − 1 − d) of their difference d, also where e^d is beyond the range. */
export const divergenceTerm: Elementwise<3> = /* @__PURE__ */ elementwise<3>("divergence", {
  body: (p, q, l) => {
    const d = w.sub(q, l);
    return within(d, 0.5, w.mul(p, nearExpm1mx(d)), w.sub(w.exp(q), w.mul(p, w.add(1, d))));
  },
  forms: {},
});
/** log(1 + x) − x. */
export const log1pmx: Elementwise<1> = /* @__PURE__ */ elementwise("log1pmx", {
  body: (x) =>
    within(
      x,
      0.25,
      w.mul(
        squared(x),
        polynomial(x, 26, (n) => (n % 2 ? 1 : -1) / (n + 2)),
      ),
      w.where(w.lt(x, Infinity), w.sub(w.log1p(x), x), w.neg(x)),
    ),
  deriv: (x) => w.where(w.lt(x, Infinity), w.neg(w.div(x, w.add(1, x))), -1),
  range: () => [-Infinity, 0],
  forms: { states: rules },
});
/** x³·Σ cₙ·x²ⁿ for n from 0 to `terms`, where |x| < near. */
interface Odd {
  readonly near: number;
  readonly terms: number;
  readonly c: (n: number) => number;
}
/** f(x) − x of an odd f with f′(0) = 1. */
const lessArgument = (name: string, f: (x: Ex) => Ex, { near, terms, c }: Odd, slope: (x: Ex) => Ex): Elementwise<1> =>
  elementwise(name, {
    body: (x) => within(x, near, w.mul(w.mul(x, squared(x)), polynomial(squared(x), terms, c)), w.sub(f(x), x)),
    deriv: slope,
    forms: { states: rules },
  });
/** sin x − x. */
export const sinmx: Elementwise<1> = /* @__PURE__ */ lessArgument(
  "sinmx",
  w.sin,
  { near: 1, terms: 8, c: (n) => (n % 2 ? 1 : -1) / factorial(2 * n + 3) },
  (x) => cosm1(x),
);
/** cos x − 1. */
export const cosm1: Elementwise<1> = /* @__PURE__ */ elementwise("cosm1", {
  body: (x) => w.mul(-2, squared(w.sin(w.mul(0.5, x)))),
  deriv: (x) => w.neg(sin(x)),
  range: () => [-2, 0],
  forms: { states: rules },
});
/** sinh x − x. */
export const sinhmx: Elementwise<1> = /* @__PURE__ */ lessArgument("sinhmx", w.sinh, { near: 1, terms: 8, c: (n) => 1 / factorial(2 * n + 3) }, (x) =>
  coshm1(x),
);
/** cosh x − 1. */
export const coshm1: Elementwise<1> = /* @__PURE__ */ elementwise("coshm1", {
  body: (x) => w.mul(2, squared(w.sinh(w.mul(0.5, x)))),
  deriv: (x) => sinh(x),
  range: () => [0, Infinity],
  forms: { states: rules },
});

/** Coefficients of tan x = Σ tₙ·x²ⁿ⁺¹, by t′ = 1 + t². */
const TANGENT = /* @__PURE__ */ ((): number[] => {
  const t = [1];
  for (let n = 1; n < 30; n++) t.push(t.reduce((s, c, i) => s + c * t[n - 1 - i]!, 0) / (2 * n + 1));
  return t;
})();
/** tan x − x. */
export const tanmx: Elementwise<1> = /* @__PURE__ */ lessArgument("tanmx", w.tan, { near: 0.75, terms: 26, c: (n) => TANGENT[n + 1]! }, (x) =>
  w.mul(tan(x), tan(x)),
);

/** f(x)/x where f(x)/x = Σ cₙ·xⁿ: f′(x)/x − f(x)/x² far from 0, and again; far from it f is as written. `less`: f(x) − x. */
function over(
  name: string,
  near: number,
  terms: number,
  c: (n: number) => number,
  f: (x: Ex) => Ex,
  slope: (x: Ex) => Ex,
  curve: (x: Ex) => Ex,
  less: () => Elementwise<1>,
  log?: () => Elementwise<1>,
) {
  const self: Elementwise<1> = elementwise(name, {
    body: (x) => w.where(w.eq(w.abs(f(x)), Infinity), Infinity, within(x, near, polynomial(x, terms, c), w.div(f(x), x))),
    deriv: (x) => first(x),
    forms: {
      states: rules,
      ...(log && { log: (node) => native(atom(of(log(), affine(node.inputs[0]!)))) }),
      offsets: (node) => [{ base: lin(1), rest: () => atom(of(less1, affine(node.inputs[0]!))) }],
    },
  });
  const less1: Elementwise<1> = elementwise(`${name} less 1`, {
    body: (x) => w.where(w.eq(x, 0), 0, w.where(w.lt(w.abs(x), Infinity), w.div(less()(x), x), w.sub(self(x), 1))),
    deriv: (x) => first(x),
    forms: { states: rules },
  });
  const first: Elementwise<1> = elementwise(`${name}′`, {
    body: (x) =>
      within(
        x,
        near,
        polynomial(x, terms, (n) => (n + 1) * c(n + 1)),
        // What is infinite is so by an exponential, as its slope is.
        w.where(w.and(w.eq(w.abs(f(x)), Infinity), w.lt(w.abs(x), Infinity)), w.mul(x, Infinity), w.div(w.sub(slope(x), w.div(f(x), x)), x)),
      ),
    deriv: (x) =>
      within(
        x,
        near,
        polynomial(x, terms, (n) => (n + 1) * (n + 2) * c(n + 2)),
        w.div(w.sub(curve(x), w.mul(2, first(x))), x),
      ),
  });
  return self;
}
/** The word is held to a finite value. */
const expm1Held = (x: Ex): Ex => w.where(w.lt(700, x), Infinity, w.expm1(x));
const sinhHeld = (x: Ex): Ex => w.where(w.lt(700, w.abs(x)), w.mul(x, Infinity), sinh(x));
/** (e^x − 1)/x; 1 at 0, and ∞ at ∞. */
export const exprel: Elementwise<1> = /* @__PURE__ */ over(
  "exprel",
  0.5,
  15,
  (n) => 1 / factorial(n + 1),
  expm1Held,
  w.exp,
  w.exp,
  () => expm1mx,
  () => logExprel,
);
/** log(1 + x)/x; 1 at 0. */
export const log1prel: Elementwise<1> = /* @__PURE__ */ over(
  "log1prel",
  0.25,
  28,
  (n) => (n % 2 ? -1 : 1) / (n + 1),
  w.log1p,
  (x) => w.div(1, w.add(1, x)),
  (x) => w.neg(w.div(w.div(1, w.add(1, x)), w.add(1, x))),
  () => log1pmx,
);
/** sin(x)/x; 1 at 0. */
export const sinrel: Elementwise<1> = /* @__PURE__ */ over(
  "sinrel",
  1,
  20,
  (n) => (n % 2 ? 0 : (n % 4 ? -1 : 1) / factorial(n + 1)),
  (x) => sin(x),
  (x) => cos(x),
  (x) => w.neg(sin(x)),
  () => sinmx,
);
/** sinh(x)/x; 1 at 0. */
export const sinhrel: Elementwise<1> = /* @__PURE__ */ over(
  "sinhrel",
  1,
  20,
  (n) => (n % 2 ? 0 : 1 / factorial(n + 1)),
  sinhHeld,
  (x) => cosh(x),
  (x) => sinh(x),
  () => sinhmx,
);

/** log of (e^x − 1)/x. */
export const logExprel: Elementwise<1> = /* @__PURE__ */ elementwise("logExprel", {
  body: (x) =>
    within(
      x,
      0.5,
      w.log1p(
        w.mul(
          x,
          polynomial(x, 14, (n) => 1 / factorial(n + 2)),
        ),
      ),
      w.add(w.max(x, 0), w.log(w.div(w.neg(w.expm1(w.neg(w.abs(x)))), w.abs(x)))),
    ),
  deriv: (x) => logExprelSlope(x),
  forms: { logarithmic: true },
});
/** 1/(1 − e^−x) − 1/x, from ½ at 0. Coefficients are Bernoulli's numbers over factorials. */
export const logExprelSlope: Elementwise<1> = /* @__PURE__ */ elementwise("logExprel′", {
  body: (x) =>
    within(
      x,
      1,
      polynomial(x, 17, (n) => BERNOULLI[n]!),
      w.sub(w.div(-1, w.expm1(w.neg(x))), w.div(1, x)),
    ),
  deriv: (x) =>
    within(
      x,
      1,
      polynomial(x, 16, (n) => (n + 1) * BERNOULLI[n + 1]!),
      w.sub(w.div(w.div(1, x), x), w.div(1, w.mul(w.expm1(x), w.neg(w.expm1(w.neg(x)))))),
    ),
  forms: { states: rules },
});
/** x/(1 − e^−x) = Σ bₙ·xⁿ, less its first term and over x. */
const BERNOULLI = /* @__PURE__ */ ((): number[] => {
  const b = [1];
  for (let n = 1; n < 20; n++) b.push(-b.reduce((s, c, i) => s + (c * ((n - i) % 2 ? -1 : 1)) / factorial(n - i + 1), 0));
  return b.slice(1);
})();

/** log cosh x. */
export const logCosh: Elementwise<1> = /* @__PURE__ */ elementwise("logCosh", {
  body: (x) => within(x, 1, w.log1p(w.mul(2, squared(w.sinh(w.mul(0.5, x))))), w.add(w.sub(w.abs(x), Math.LN2), w.log1p(w.exp(w.mul(-2, w.abs(x)))))),
  deriv: (x) => tanh(x),
  range: () => [0, Infinity],
  forms: { logarithmic: true },
});
/** log|sinh x|. */
export const logSinh: Elementwise<1> = /* @__PURE__ */ elementwise("logSinh", {
  body: (x) => within(x, 300, w.log(w.abs(w.sinh(x))), w.sub(w.abs(x), Math.LN2)),
  deriv: (x) => w.div(1, tanh(x)),
  forms: { logarithmic: true },
});
/** Below, log(1 + e^x) is e^x to all digits. */
const TAIL = -40;
/** log log(1 + e^x). */
export const logSoftplus: Elementwise<1> = /* @__PURE__ */ elementwise("logSoftplus", {
  body: (x) => w.where(w.lt(x, TAIL), x, w.log(w.add(w.max(x, 0), w.log1p(w.exp(w.neg(w.abs(x))))))),
  deriv: (x) => w.where(w.lt(x, TAIL), 1, w.div(w.div(1, w.add(1, w.exp(w.neg(x)))), w.add(w.max(x, 0), w.log1p(w.exp(w.neg(w.abs(x))))))),
  forms: {
    states: rules,
    logarithmic: true,
    // log softplus(x) = x + log(softplus(x)/e^x)
    offsets: ({ inputs: [x] }) => [{ base: affine(x!), rest: () => atom(of(logSoftplusByExp, affine(x!))) }],
  },
});

/** 1 + d to the power c, and less 1: d is not rounded away. */
export const pow1p: Elementwise<2> = /* @__PURE__ */ elementwise<2>("pow1p", {
  body: (d, c) => w.where(w.lt(-1, d), w.exp(w.mul(c, w.log1p(d))), w.pow(w.add(1, d), c)),
  deriv: [(d, c) => w.where(w.eq(c, 0), 0, w.mul(c, pow1p(d, w.sub(c, 1)))), (d, c) => w.where(w.le(d, -1), 0, w.mul(pow1p(d, c), w.log1p(d)))],
  forms: { states: rules },
});
export const pow1pm1: Elementwise<2> = /* @__PURE__ */ elementwise<2>("pow1pm1", {
  body: (d, c) => w.where(w.lt(-1, d), w.expm1(w.mul(c, w.log1p(d))), w.sub(w.pow(w.add(1, d), c), 1)),
  deriv: [(d, c) => w.where(w.eq(c, 0), 0, w.mul(c, pow1p(d, w.sub(c, 1)))), (d, c) => w.where(w.le(d, -1), 0, w.mul(pow1p(d, c), w.log1p(d)))],
  forms: {
    states: rules,
    log: (node) => {
      const [d, c] = node.inputs as [Tensor, Tensor],
        e = numberIn(c);
      if (e === undefined) return null;
      // Whole powers of what is below 0 are numbers, and odd ones are below 0 too.
      const mayTurn = Number.isInteger(e) && rangeOf(d)[0] < -1,
        log = mayTurn && e % 2 ? of(logOddPower, affine(d), lin(e)) : of(logAbsExpm1, atom(of(mayTurn ? logAbs1p : log1p, affine(d)), e));
      return bySide(log, node);
    },
  },
});
const oddExponent = (d: Ex, c: Ex): Ex => w.mul(c, logAbs1p(d));
/** log|(1 + d)^c − 1| of odd c. */
const logOddPower: Elementwise<2> = /* @__PURE__ */ elementwise<2>("logOddPower", {
  body: (d, c) => {
    const u = oddExponent(d, c);
    return w.where(w.lt(d, -1), softplus(u), logAbsExpm1(u));
  },
  deriv: [
    (d, c) => {
      const u = oddExponent(d, c),
        byExponent = w.where(w.lt(d, -1), sigmoid(u), w.neg(inverseExpm1(w.neg(u))));
      return w.where(w.and(w.eq(d, -1), w.lt(0, c)), 0, w.mul(byExponent, w.div(c, w.add(1, d))));
    },
    null,
  ],
  forms: { logarithmic: true },
});
/** x^e − 1. */
export const powm1: Elementwise<2> = /* @__PURE__ */ elementwise<2>("powm1", {
  body: (x, e) => w.where(w.lt(0, x), w.expm1(w.mul(e, w.log(x))), w.sub(w.pow(x, e), 1)),
  deriv: [(x, e) => derivAt(pow.row, 0, [x, e])!, (x, e) => derivAt(pow.row, 1, [x, e])!],
  forms: {
    states: rules,
    quotient: ({ inputs: [x, e] }) => ({ by: e!, is: () => apply(powm1By.op, [x!, e!]) }),
  },
});
const whereLog = (x: Ex, e: Ex, byLog: Ex, other: Ex): Ex =>
  w.where(w.and(w.lt(0, x), w.and(w.lt(x, Infinity), w.lt(w.abs(e), Infinity))), byLog, other);
/** (x^e − 1)/e, which is log x at e = 0. */
const powm1By: Elementwise<2> = /* @__PURE__ */ elementwise<2>("powm1By", {
  body: (x, e) => whereLog(x, e, w.mul(exprel(w.mul(e, w.log(x))), w.log(x)), w.div(powm1(x, e), e)),
  deriv: [
    (x, e) => whereLog(x, e, w.div(pow(x, e), x), w.div(derivAt(pow.row, 0, [x, e])!, e)),
    (x, e) =>
      whereLog(
        x,
        e,
        w.mul(derivAt(exprel.row, 0, [w.mul(e, w.log(x))])!, w.mul(w.log(x), w.log(x))),
        w.div(w.sub(derivAt(pow.row, 1, [x, e])!, w.div(powm1(x, e), e)), e),
      ),
  ],
  forms: { states: rules },
});
/** p − 1 of p = (1 + d)^e, by d where that is small. As a function of p, which d follows. */
export const powerLess1: Elementwise<3> = /* @__PURE__ */ elementwise<3>("power less 1", {
  body: (p, d, e) => w.where(w.lt(w.abs(d), 0.5), w.expm1(w.mul(e, w.log1p(d))), w.sub(p, 1)),
  deriv: [() => 1, null, null],
  forms: {
    states: rules,
    logarithm: (node) => {
      const d = node.inputs[1]!,
        e = numberIn(node.inputs[2]!);
      // Of what is below 0 a power less 1 has a sign of its own.
      return e === undefined ? null : (rangeOf(d)[0] < -1 ? logarithmOfWave : logarithmNear)(node, e, d);
    },
  },
});
/** √(1 + d) − 1 = d/(1 + √(1 + d)). */
export const sqrt1pm1: Elementwise<1> = /* @__PURE__ */ elementwise("sqrt1pm1", {
  body: (d) => w.where(w.eq(d, Infinity), Infinity, w.div(d, w.add(1, w.sqrt(w.add(1, d))))),
  deriv: (d) => w.div(0.5, w.sqrt(w.add(1, d))),
  forms: { states: rules },
});
/** arccos(1 − d) = 2·arcsin √(d/2). */
export const acos1m: Elementwise<1> = /* @__PURE__ */ elementwise("acos1m", {
  body: (d) => w.mul(2, w.asin(w.sqrt(w.mul(0.5, d)))),
  deriv: (d) => w.div(1, w.mul(w.sqrt(d), w.sqrt(w.sub(2, d)))),
  forms: { states: rules },
});
/** arccos x from 1 − x and 1 + x. */
export const acosBetween: Elementwise<2> = /* @__PURE__ */ elementwise<2>("acosBetween", {
  body: (p, q) => w.mul(2, w.atan2(w.sqrt(p), w.sqrt(q))),
  // As a function of the first: the other one follows it.
  deriv: [(p, q) => w.div(1, w.mul(w.sqrt(p), w.sqrt(q))), null],
  forms: { states: rules },
});
/** arcosh(1 + d). */
export const acosh1p: Elementwise<1> = /* @__PURE__ */ elementwise("acosh1p", {
  body: (d) => w.log1p(w.add(d, w.mul(w.sqrt(d), w.sqrt(w.add(2, d))))),
  // The root of −0 is −0.
  deriv: (d) => w.div(1, w.mul(w.sqrt(w.add(d, 0)), w.sqrt(w.add(2, d)))),
  forms: { states: rules },
});
