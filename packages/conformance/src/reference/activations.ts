/** Activations with kinks: what they are on both sides, and at a kink the derivative that PyTorch has. Parameters come after x, and are not differentiated by. */
import { type DD, add, dd, div, mul, twoProd, twoSum } from "./dd.js";
import { exp, expm1 } from "./functions.js";
import type { Exact, Reference } from "./reference.js";

const NOT_A_NUMBER = dd(NaN);
/** As x is above 0 or not, and NaN where that cannot be said. */
const above = (x: number, yes: DD, no: DD): DD => (x > 0 ? yes : x <= 0 ? no : NOT_A_NUMBER);
/** Of one parameter or of two: no derivative by it. */
const of = (value: Exact, first: Exact, second: Exact | null = null, parameters = 1): Reference => ({
  value,
  derivatives: [first, ...new Array<null>(parameters).fill(null)],
  seconds: [[second]],
});
const one = dd(1),
  zero = dd(0);

export const leakyRelu = of(
  (x, s) => (x! > 0 ? dd(x!) : twoProd(x!, s!)),
  (x, s) => above(x!, one, dd(s!)),
);
export const prelu: Reference = {
  value: leakyRelu.value,
  derivatives: [leakyRelu.derivatives[0]!, (x) => above(x!, zero, dd(x!))],
  seconds: [
    [null, (x) => above(x!, zero, one)],
    [(x) => above(x!, zero, one), null],
  ],
};

const held = (x: number, low: number, high: number): number => (x !== x ? x : Math.min(Math.max(x, low), high));
const inside = (x: number, low: number, high: number): DD => (x !== x ? NOT_A_NUMBER : dd(x > low && x < high ? 1 : 0));
export const relu6 = of(
  (x) => dd(held(x!, 0, 6)),
  (x) => inside(x!, 0, 6),
  null,
  0,
);
export const hardtanh = of(
  (x, low, high) => dd(held(x!, low!, high!)),
  (x, low, high) => inside(x!, low!, high!),
  null,
  2,
);
export const threshold = of(
  (x, t, v) => dd(x! <= t! ? v! : x!),
  (x, t) => dd(x! <= t! ? 0 : x! === x! ? 1 : NaN),
  null,
  2,
);

/** x + 3 between 0 and 6, exactly. */
const ramp = (x: number): DD => (x >= 3 ? dd(6) : x <= -3 ? zero : twoSum(x, 3));
export const hardsigmoid = of(
  (x) => div(ramp(x!), dd(6)),
  (x) => div(inside(x!, -3, 3), dd(6)),
  null,
  0,
);
export const hardswish = of(
  (x) => (x! <= -3 ? dd(-0) : div(mul(dd(x!), ramp(x!)), dd(6))),
  (x) => (x! >= 3 ? one : x! <= -3 ? zero : div(add(dd(2 * x!), dd(3)), dd(6))),
  (x) => div(inside(x!, -3, 3), dd(3)),
  0,
);

export const softshrink = of(
  (x, l) => (x! > l! ? twoSum(x!, -l!) : x! < -l! ? twoSum(x!, l!) : dd(x! === x! ? 0 : NaN)),
  (x, l) => dd(x! > l! || x! < -l! ? 1 : x! === x! ? 0 : NaN),
);
export const hardshrink = of(
  (x, l) => dd(x! >= -l! && x! <= l! ? 0 : x!),
  (x, l) => dd(x! >= -l! && x! <= l! ? 0 : x! === x! ? 1 : NaN),
);

const growth = (a: DD, x: DD): DD => mul(a, exp(x));
export const elu = of(
  (x, a) => (x! > 0 ? dd(x!) : mul(dd(a!), expm1(dd(x!)))),
  (x, a) => above(x!, one, growth(dd(a!), dd(x!))),
  (x, a) => above(x!, zero, growth(dd(a!), dd(x!))),
);
const over = (x: number, a: number): DD => div(dd(x), dd(a));
export const celu = of(
  (x, a) => (x! > 0 ? dd(x!) : mul(dd(a!), expm1(over(x!, a!)))),
  (x, a) => above(x!, one, exp(over(x!, a!))),
  (x, a) => above(x!, zero, div(exp(over(x!, a!)), dd(a!))),
);
/** 1.6732632423543772848170429916717 and 1.0507009873554804934193349852946, as the source prints them. */
const ALPHA: DD = [1.6732632423543772, 1.0657222547717531e-16],
  SCALE: DD = [1.0507009873554805, 3.9874847667154144e-17];
export const selu = of(
  (x) => mul(SCALE, x! > 0 ? dd(x!) : mul(ALPHA, expm1(dd(x!)))),
  (x) => mul(SCALE, above(x!, one, growth(ALPHA, dd(x!)))),
  (x) => above(x!, zero, mul(SCALE, growth(ALPHA, dd(x!)))),
  0,
);
