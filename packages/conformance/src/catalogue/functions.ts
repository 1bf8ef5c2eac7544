/** The functions of bigFunctions.ts on balls: what the argument may be off moves the result by its slope. */
import { functions } from "../reference/bigFunctions.js";
import { type Big, size } from "../reference/big.js";
import { above, type Ball, ball, type Balls, INFINITE, isFinite, isZero, NAN, neg, numberOf, ONE, sign, Undecided, wholeOf, ZERO } from "./ball.js";

export function functionsOf({ p, add, sub, mul, div, exp, sqrt }: Balls) {
  const F = functions(p + 8),
    TWO = ball(2);
  const rounded = (y: Big, r: number): Ball => ({ m: y.m, e: y.e, r });
  const known = (y: Big): Ball => rounded(y, size(y) - p);
  const pi = known(F.pi),
    halfPi = div(pi, TWO);
  const lifted =
    (f: (x: Big) => Big, slope: (x: Ball) => Ball, limit: (x: number) => Ball) =>
    (x: Ball): Ball => {
      if (!isFinite(x)) return Number.isNaN(numberOf(x)) ? NAN : limit(numberOf(x));
      if (x.r === -Infinity) {
        const y = f(x);
        return y.m === 0n ? ZERO : known(y);
      }
      if (x.r > Math.min(0, size(x)) - 16) throw new Undecided("a function of what is not known");
      const s = slope({ m: x.m, e: x.e, r: -Infinity });
      if (!isFinite(s)) throw new Undecided("a function where it is steep");
      const y = f(x);
      return rounded(y, Math.max(y.m === 0n ? -Infinity : size(y) - p, above(s) + x.r + 1) + 1);
    };
  const none = (): Ball => NAN;
  const recip = (x: Ball): Ball => div(ONE, x);
  const square = (x: Ball): Ball => mul(x, x);
  const sin: (x: Ball) => Ball = lifted(F.sin, () => ONE, none);
  const cos: (x: Ball) => Ball = lifted(F.cos, () => ONE, none);
  const tan = lifted(F.tan, (x) => recip(square(cos(x))), none);
  const atan = lifted(
    F.atan,
    () => ONE,
    (x) => (x > 0 ? halfPi : neg(halfPi)),
  );
  const bounded =
    (f: (x: Ball) => Ball) =>
    (x: Ball): Ball =>
      !isFinite(x) || sign(sub(ONE, square(x))) < 0 ? NAN : f(x);
  const steep = (x: Ball): Ball => recip(sqrt(sub(ONE, square(x))));
  const asin = bounded(lifted(F.asin, steep, none));
  const acos = bounded(lifted(F.acos, steep, none));
  const bell = (x: Ball): Ball => div(mul(TWO, exp(neg(square(x)))), sqrt(pi));
  const erf = lifted(F.erf, bell, (x) => ball(Math.sign(x)));
  const erfc = lifted(F.erfc, bell, (x) => (x > 0 ? ZERO : TWO));
  const pole = (x: Ball): boolean => isFinite(x) && sign(x) <= 0 && wholeOf(x) !== undefined;
  const digammaOf: (x: Ball) => Ball = lifted(
    F.digamma,
    (x) => add(ONE, recip(square(x))),
    (x) => (x > 0 ? INFINITE : NAN),
  );
  const digamma = (x: Ball): Ball => (pole(x) ? NAN : digammaOf(x));
  const lgammaOf = lifted(F.lgamma, digamma, () => INFINITE);
  const lgamma = (x: Ball): Ball => (pole(x) ? INFINITE : lgammaOf(x));
  const atan2 = (y: Ball, x: Ball): Ball => {
    if (!isFinite(y) || !isFinite(x)) return ball(Math.atan2(numberOf(y), numberOf(x)));
    if (isZero(y)) return sign(x) >= 0 ? ZERO : pi;
    if (isZero(x)) return sign(y) > 0 ? halfPi : neg(halfPi);
    const angle = F.atan2(y, x),
      moved = [y, x].map((one) => (one.r === -Infinity ? -Infinity : one.r - size(x) + 6));
    if (sign(x) === 0) throw new Undecided("an angle");
    return rounded(angle, Math.max(size(angle) - p, ...moved) + 2);
  };
  return { pi, sin, cos, tan, asin, acos, atan, erf, erfc, lgamma, digamma, atan2 };
}
