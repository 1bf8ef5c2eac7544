/** Balls with derivatives by the scalars of all leaves (forward mode), and the elementwise functions of them, with core's choices at kinks. */
import { type Ball, ball, balls, type Balls, INFINITE, isFinite, isZero, NAN, neg, numberOf, ONE, sign, wholeOf, ZERO } from "./ball.js";
import { functionsOf } from "./functions.js";

/** `d` is null where nothing depends on a leaf. */
export interface Dual {
  readonly v: Ball;
  readonly d: readonly Ball[] | null;
}
export const constant = (x: number): Dual => ({ v: ball(x), d: null });
type Unary = (x: Dual) => Dual;
type Binary = (x: Dual, y: Dual) => Dual;

/** The functions in `p` bits. What is asked of the same operand again is the same object again, and so known to be equal; so is what is asked of an equal leaf. */
export function duals(p: number) {
  const A: Balls = balls(p),
    { add, sub, mul, div, exp, log, sqrt } = A;
  const TWO = ball(2),
    HALF = ball(0.5);
  /** On the way of derivatives zero annihilates. */
  const passed = (d: Ball, by: Ball): Ball => (isZero(d) || isZero(by) ? ZERO : by === ONE ? d : mul(d, by));
  const scaled = (d: Dual["d"], by: () => Ball): Dual["d"] => {
    if (d === null || d.every(isZero)) return d;
    const factor = by();
    return d.map((each) => passed(each, factor));
  };
  const both = (a: Dual["d"], b: Dual["d"]): Dual["d"] => (a && b ? a.map((each, i) => add(each, b[i]!)) : (a ?? b));
  const remembered = (f: Unary): Unary => {
    const known = new WeakMap<Dual, Dual>();
    return (x) => {
      let y = known.get(x);
      if (!y) known.set(x, (y = f(x)));
      return y;
    };
  };
  const lift = (f: (x: Ball) => Ball, slope: (x: Ball, y: Ball) => Ball): Unary => {
    const values = new WeakMap<Ball, Ball>();
    return remembered((x) => {
      let v = values.get(x.v);
      if (!v) values.set(x.v, (v = f(x.v)));
      return { v, d: scaled(x.d, () => slope(x.v, v)) };
    });
  };
  const lift2 =
    (f: (x: Ball, y: Ball) => Ball, byX: (x: Ball, y: Ball, v: Ball) => Ball, byY: (x: Ball, y: Ball, v: Ball) => Ball): Binary =>
    (x, y) => {
      const v = f(x.v, y.v);
      return {
        v,
        d: both(
          scaled(x.d, () => byX(x.v, y.v, v)),
          scaled(y.d, () => byY(x.v, y.v, v)),
        ),
      };
    };
  /** Which branch is better computed: both are right. */
  const leaning = (x: Ball): number => (x.m > 0n ? 1 : x.m < 0n ? -1 : 0);
  const ln = (x: number): Ball => log(ball(x));
  const oneMinusSquare = (y: Ball): Ball => sub(ONE, mul(y, y));
  const sigma = (x: Ball): Ball => {
    if (!isFinite(x)) return ball(1 / (1 + Math.exp(-numberOf(x))));
    // In the form that has no large exponential.
    if (leaning(x) >= 0) return div(ONE, add(ONE, exp(neg(x))));
    const e = exp(x);
    return div(e, add(ONE, e));
  };
  const slopeOfSigma = (x: Ball): Ball => mul(sigma(x), sigma(neg(x)));
  const softplusOf = (x: Ball): Ball => {
    if (!isFinite(x)) return ball(Math.max(numberOf(x), 0) + (numberOf(x) === numberOf(x) ? 0 : NaN));
    return leaning(x) > 0 ? add(x, log(add(ONE, exp(neg(x))))) : log(add(ONE, exp(x)));
  };
  const tanhOf = (x: Ball): Ball => {
    if (!isFinite(x)) return ball(Math.tanh(numberOf(x)));
    if (leaning(x) < 0) return neg(tanhOf(neg(x)));
    const e = exp(mul(neg(TWO), x));
    return div(sub(ONE, e), add(ONE, e));
  };
  const halves = (x: Ball, join: (a: Ball, b: Ball) => Ball): Ball => mul(HALF, join(exp(x), exp(neg(x))));
  const signBall = (x: Ball): Ball => ball(sign(x));
  const recip = (x: Ball): Ball => div(ONE, x);
  const { pi, sin, cos, tan, asin, acos, atan, erf, erfc, lgamma, digamma, atan2 } = functionsOf(A);
  const bell = (x: Ball): Ball => div(exp(mul(neg(HALF), mul(x, x))), sqrt(mul(TWO, pi)));
  const bellErf = (x: Ball): Ball => mul(div(TWO, sqrt(pi)), exp(neg(mul(x, x))));
  const unary = {
    neg: remembered((x) => ({ v: neg(x.v), d: x.d && x.d.map(neg) })),
    abs: lift((x) => (sign(x) < 0 ? neg(x) : x), signBall),
    square: lift(
      (x) => mul(x, x),
      (x) => mul(TWO, x),
    ),
    sqrt: lift(sqrt, (_, y) => div(HALF, y)),
    rsqrt: lift(
      (x) => recip(sqrt(x)),
      (x, y) => mul(neg(HALF), div(y, x)),
    ),
    reciprocal: lift(recip, (_, y) => neg(mul(y, y))),
    exp: lift(exp, (_, y) => y),
    exp2: lift(
      (x) => exp(mul(x, ln(2))),
      (_, y) => mul(y, ln(2)),
    ),
    expm1: lift(
      (x) => sub(exp(x), ONE),
      (x) => exp(x),
    ),
    log: lift(log, recip),
    log2: lift(
      (x) => div(log(x), ln(2)),
      (x) => recip(mul(x, ln(2))),
    ),
    log10: lift(
      (x) => div(log(x), ln(10)),
      (x) => recip(mul(x, ln(10))),
    ),
    log1p: lift(
      (x) => log(add(ONE, x)),
      (x) => recip(add(ONE, x)),
    ),
    sin: lift(sin, cos),
    cos: lift(cos, (x) => neg(sin(x))),
    tan: lift(tan, (_, y) => add(ONE, mul(y, y))),
    asin: lift(asin, (x) => recip(sqrt(oneMinusSquare(x)))),
    acos: lift(acos, (x) => neg(recip(sqrt(oneMinusSquare(x))))),
    atan: lift(atan, (x) => recip(add(ONE, mul(x, x)))),
    sinh: lift(
      (x) => halves(x, sub),
      (x) => halves(x, add),
    ),
    cosh: lift(
      (x) => halves(x, add),
      (x) => halves(x, sub),
    ),
    tanh: lift(tanhOf, (x, y) => (isFinite(x) ? oneMinusSquare(y) : ZERO)),
    asinh: lift(
      (x) => (leaning(x) < 0 ? neg(log(add(neg(x), sqrt(add(mul(x, x), ONE))))) : log(add(x, sqrt(add(mul(x, x), ONE))))),
      (x) => recip(sqrt(add(mul(x, x), ONE))),
    ),
    acosh: lift(
      (x) => log(add(x, sqrt(sub(mul(x, x), ONE)))),
      (x) => recip(sqrt(sub(mul(x, x), ONE))),
    ),
    atanh: lift(
      (x) => mul(HALF, sub(log(add(ONE, x)), log(sub(ONE, x)))),
      (x) => recip(oneMinusSquare(x)),
    ),
    erf: lift(erf, bellErf),
    erfc: lift(erfc, (x) => neg(bellErf(x))),
    ndtr: lift((x) => mul(HALF, erfc(neg(div(x, sqrt(TWO))))), bell),
    lgamma: lift(lgamma, digamma),
    sigmoid: lift(sigma, slopeOfSigma),
    logsigmoid: lift(
      (x) => neg(softplusOf(neg(x))),
      (x) => sigma(neg(x)),
    ),
    softplus: lift(softplusOf, sigma),
    relu: lift(
      (x) => (sign(x) > 0 ? x : sign(x) <= 0 ? ZERO : NAN),
      (x) => (sign(x) > 0 ? ONE : ZERO),
    ),
  };
  const compare = (x: Dual, y: Dual): number => (x === y ? (x.v.special !== x.v.special ? NaN : 0) : compareBalls(x.v, y.v));
  const compareBalls = (x: Ball, y: Ball): number =>
    isFinite(x) && isFinite(y)
      ? sign(sub(x, y))
      : Math.sign((x.special ?? 0) > (y.special ?? 0) ? 1 : numberOf(x) === numberOf(y) ? 0 : numberOf(x) < numberOf(y) ? -1 : NaN);
  const told =
    (test: (order: number) => boolean): Binary =>
    (x, y) =>
      constant(test(compare(x, y)) ? 1 : 0);
  const power = (x: Ball, y: Ball): Ball => {
    if (!isFinite(x) || !isFinite(y)) return ball(Math.pow(numberOf(x), numberOf(y)));
    const n = wholeOf(y);
    if (n !== undefined && n >= -4096n && n <= 4096n) {
      let v = ONE,
        factor = x;
      for (let k = n < 0n ? -n : n; k > 0n; k >>= 1n, factor = k > 0n ? mul(factor, factor) : factor) if (k & 1n) v = mul(v, factor);
      return n < 0n ? recip(v) : v;
    }
    const s = sign(x);
    if (s === 0) return sign(y) > 0 ? ZERO : INFINITE;
    if (s < 0 && n === undefined) return NAN;
    const size = exp(mul(y, log(s < 0 ? neg(x) : x)));
    return s < 0 && n! & 1n ? neg(size) : size;
  };
  const choose = (x: Dual, y: Dual, sided: number): Dual => {
    const order = compare(x, y) * sided;
    if (order > 0) return x;
    if (order < 0) return y;
    if (order !== 0)
      return {
        v: NAN,
        d: both(
          scaled(x.d, () => NAN),
          scaled(y.d, () => NAN),
        ),
      };
    return {
      v: x.v,
      d: both(
        scaled(x.d, () => HALF),
        scaled(y.d, () => HALF),
      ),
    };
  };
  const share = (x: Ball, y: Ball): Ball => {
    if (!isFinite(x) && !isFinite(y) && numberOf(x) === numberOf(y)) return numberOf(x) < 0 ? ZERO : HALF;
    return sigma(sub(x, y));
  };
  const logaddexp = (x: Ball, y: Ball): Ball => {
    if (isFinite(x) && isFinite(y)) {
      const d = sub(x, y);
      return leaning(d) > 0 ? add(x, log(add(ONE, exp(neg(d))))) : add(y, log(add(ONE, exp(d))));
    }
    const [a, b] = [numberOf(x), numberOf(y)];
    return a !== a || b !== b ? NAN : a > b ? x : y;
  };
  const both2 = lift2(
    sub,
    () => ONE,
    () => neg(ONE),
  );
  const binary = {
    add: lift2(
      add,
      () => ONE,
      () => ONE,
    ),
    sub: ((x, y) => (x === y && isFinite(x.v) ? { v: ZERO, d: x.d && x.d.map(() => ZERO) } : both2(x, y))) as Binary,
    mul: lift2(
      mul,
      (_, y) => y,
      (x) => x,
    ),
    div: lift2(
      div,
      (_, y) => recip(y),
      (_x, y, v) => neg(div(v, y)),
    ),
    pow: lift2(
      power,
      (x, y) => (isZero(y) ? ZERO : mul(y, power(x, sub(y, ONE)))),
      (x, y, v) => (isZero(x) && sign(y) >= 0 ? ZERO : mul(v, log(x))),
    ),
    maximum: ((x, y) => choose(x, y, 1)) as Binary,
    minimum: ((x, y) => choose(x, y, -1)) as Binary,
    hypot: lift2(
      (x, y) => sqrt(add(mul(x, x), mul(y, y))),
      (x, _, v) => div(x, v),
      (_, y, v) => div(y, v),
    ),
    atan2: lift2(
      atan2,
      (y, x) => div(x, add(mul(x, x), mul(y, y))),
      (y, x) => neg(div(y, add(mul(x, x), mul(y, y)))),
    ),
    logaddexp: lift2(logaddexp, share, (x, y) => share(y, x)),
    lt: told((o) => o < 0),
    le: told((o) => o <= 0),
    gt: told((o) => o > 0),
    ge: told((o) => o >= 0),
    eq: told((o) => o === 0),
  };
  return { ...A, unary, binary, compare, scaled, both, passed };
}
export type Duals = ReturnType<typeof duals>;
