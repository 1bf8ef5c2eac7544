/**
 * Random expressions with the stabiliser on, off, and in exact arithmetic: nothing may get worse. Values and gradients of on must be as near the truth
 * as those of off, or as written float32 ops would be that never leave the range, by a first-order bound of their roundings. One seed makes one
 * expression and one point.
 */
import * as k from "@evenkeel/core";
import { backward } from "@evenkeel/autograd";
import { random } from "./cases.js";
import { abs, arithmetic, type Big, big, isZero, neg, sign, size, toNumber, ZERO } from "./reference/big.js";
import { ulpOf } from "./ulp.js";

type T = k.Tensor;
/** Elements of the one vector that the gradient is asked of. */
const N = 3;
const U = 2 ** -24;
/** How many times the first-order bound is allowed: the order of sums differs, and derivatives are written in another way. */
const ORDERS = 4;

/** A value, and how far from it written ops may be, in units of u. */
interface Known {
  readonly v: Big;
  readonly e: Big;
}
/** With derivatives by each element of x. */
interface Dual {
  readonly v: Known;
  readonly d: readonly Known[];
}
type Vector = readonly Dual[];
/** What exact arithmetic cannot say: outside the domain, or far outside the range. */
class Unknown extends Error {}

/** Estimates of errors need few bits. */
const rough = arithmetic(48);
const EXACT = { 160: arithmetic(160), 320: arithmetic(320) };

function exactly(bits: keyof typeof EXACT) {
  const A = EXACT[bits],
    plus = (...x: Big[]): Big => x.reduce((a, b) => rough.add(a, b));
  const known = (x: number): Known => ({ v: big(x), e: ZERO });
  const from = (v: Big, ...e: Big[]): Known => ({ v, e: plus(abs(v), ...e) });
  const add = (a: Known, b: Known): Known => from(A.add(a.v, b.v), a.e, b.e),
    mul = (a: Known, b: Known): Known => from(A.mul(a.v, b.v), rough.mul(abs(a.v), b.e), rough.mul(abs(b.v), a.e)),
    minus = (a: Known): Known => ({ v: neg(a.v), e: a.e });
  const div = (a: Known, b: Known): Known => {
    if (isZero(b.v)) throw new Unknown("division by 0");
    const q = A.div(a.v, b.v);
    return from(q, rough.div(rough.add(a.e, rough.mul(abs(q), b.e)), abs(b.v)));
  };
  const power = (x: Big): Big => {
    if (size(x) > 14) throw new Unknown("an exponential that is far out of range");
    return A.exp(x);
  };
  const exp = (a: Known): Known => {
    const v = power(a.v);
    return from(v, rough.mul(v, a.e));
  };
  const log = (a: Known): Known => {
    if (sign(a.v) <= 0) throw new Unknown("log of no positive number");
    return from(A.log(a.v), rough.div(a.e, a.v));
  };
  const one = known(1);
  const lift =
    (f: (x: Known) => Known, slope: (x: Known, y: Known) => Known) =>
    (x: Dual): Dual => {
      const v = f(x.v),
        s = slope(x.v, v);
      return { v, d: x.d.map((d) => mul(d, s)) };
    };
  const sum = (x: readonly Known[]): Known => x.reduce((a, b) => add(a, b));
  const sigma = (x: Known): Known => div(one, add(one, exp(minus(x))));
  const unary: Record<string, (x: Dual) => Dual> = {
    neg: (x) => ({ v: minus(x.v), d: x.d.map(minus) }),
    abs: (x) => (sign(x.v.v) < 0 ? unary.neg!(x) : x),
    exp: lift(exp, (_, y) => y),
    expm1: lift(
      (x) => {
        const y = power(x.v);
        return from(A.sub(y, A.ONE), rough.mul(y, x.e));
      },
      (x) => exp(x),
    ),
    log: lift(log, (x) => div(one, x)),
    log1p: lift(
      (x) => {
        const y = A.add(A.ONE, x.v);
        if (sign(y) <= 0) throw new Unknown("log1p of no number above −1");
        return from(A.log(y), rough.div(x.e, y));
      },
      (x) => div(one, add(one, x)),
    ),
    sigmoid: lift(sigma, (x) => mul(sigma(x), sigma(minus(x)))),
    softplus: lift(
      (x) => {
        const s = sigma(x);
        return from(A.log(A.add(A.ONE, power(x.v))), rough.mul(s.v, x.e));
      },
      (x) => sigma(x),
    ),
  };
  const dual = (v: Known, d: (i: number) => Known): Dual => ({ v, d: Array.from({ length: N }, (_, i) => d(i)) });
  const binary: Record<string, (x: Dual, y: Dual) => Dual> = {
    add: (x, y) => dual(add(x.v, y.v), (i) => add(x.d[i]!, y.d[i]!)),
    sub: (x, y) => dual(add(x.v, minus(y.v)), (i) => add(x.d[i]!, minus(y.d[i]!))),
    mul: (x, y) => dual(mul(x.v, y.v), (i) => add(mul(x.d[i]!, y.v), mul(x.v, y.d[i]!))),
    div: (x, y) => {
      const q = div(x.v, y.v);
      return dual(q, (i) => div(add(x.d[i]!, minus(mul(q, y.d[i]!))), y.v));
    },
  };
  const total = (x: Vector): Dual => dual(sum(x.map((each) => each.v)), (i) => sum(x.map((each) => each.d[i]!)));
  const greatest = (x: Vector): Dual => x.reduce((a, b) => (sign(A.sub(a.v.v, b.v.v)) < 0 ? b : a));
  const shifted = (x: Vector): Vector => {
    const m = greatest(x);
    return x.map((each) => binary.sub!(each, m));
  };
  const lse = (x: Vector): Dual => binary.add!(greatest(x), unary.log!(total(shifted(x).map(unary.exp!))));
  const rows: Record<string, (x: Vector) => Vector> = {
    sum: (x) => [total(x)],
    amax: (x) => {
      const best = greatest(x),
        margin = (y: Dual): Big => A.sub(A.sub(best.v.v, y.v.v), A.mul(big(ORDERS * U), A.add(best.v.e, y.v.e)));
      if (x.some((y) => y !== best && sign(margin(y)) <= 0)) throw new Unknown("a tie by rounding, which shares the gradient");
      return [best];
    },
    logsumexp: (x) => [lse(x)],
    logSoftmax: (x) => {
      const l = lse(x);
      return x.map((each) => binary.sub!(each, l));
    },
    softmax: (x) => {
      const e = shifted(x).map(unary.exp!),
        s = total(e);
      return e.map((each) => binary.div!(each, s));
    },
  };
  const leaf = (x: ArrayLike<number>, own: boolean): Vector => Array.from(x, (v, j) => dual(known(v), (i) => known(own && i === j ? 1 : 0)));
  return { unary, binary, rows, leaf, mul, sum, known, memo: new Map<Expression, Vector>() };
}
type Exact = ReturnType<typeof exactly>;

const UNARY = { neg: k.neg, abs: k.abs, exp: k.exp, expm1: k.expm1, log: k.log, log1p: k.log1p, sigmoid: k.sigmoid, softplus: k.softplus };
const BINARY = { add: k.add, sub: k.sub, mul: k.mul, div: k.div };
const ROWS = {
  sum: (x: T) => k.sum(x),
  amax: (x: T) => k.amax(x),
  logsumexp: (x: T) => k.logsumexp(x),
  softmax: (x: T) => k.softmax(x, 0),
  logSoftmax: (x: T) => k.logSoftmax(x, 0),
};

/** An expression: as text, as tensors, and in exact arithmetic. Vectors have N elements or one. */
interface Expression {
  readonly text: string;
  readonly length: number;
  readonly tensor: (x: T) => T;
  readonly exact: (x: readonly number[], a: Exact) => Vector;
}
/** Shared parts are computed once. */
function exactOf(e: Expression, x: readonly number[], a: Exact): Vector {
  let v = a.memo.get(e);
  if (!v) a.memo.set(e, (v = e.exact(x, a)));
  return v;
}

/** The expression and the point of a seed. */
export function expressionOf(seed: number): { expression: Expression; x: number[] } {
  const next = random(seed),
    below = (n: number): number => next() % n,
    unit = (): number => next() / 2 ** 32,
    pick = <V>(xs: readonly V[]): V => xs[below(xs.length)]!;
  const scale = pick([0.01, 1, 1, 10, 30, 100, 300]),
    centre = pick([0, 0, 0, 1, -1]) * scale,
    x = Array.from({ length: N }, () => Math.fround(centre + scale * (2 * unit() - 1)));
  const at = (v: Vector, i: number): Dual => v[v.length === 1 ? 0 : i]!;
  const own: Expression = { text: "x", length: N, tensor: (t) => t, exact: (p, a) => a.leaf(p, true) };
  const data = (values: number[]): Expression => ({
    text: `[${values.join(", ")}]`,
    length: values.length,
    tensor: () => k.tensor(values),
    exact: (_, a) => a.leaf(values, false),
  });
  const number = (v: number): Expression => ({ text: String(v), length: 1, tensor: () => k.mul(1, v), exact: (_, a) => a.leaf([v], false) });
  const made: Expression[] = [own];
  const applied = (name: keyof typeof UNARY, one: Expression): Expression => ({
    text: `${name}(${one.text})`,
    length: one.length,
    tensor: (t) => UNARY[name](one.tensor(t)),
    exact: (p, a) => exactOf(one, p, a).map(a.unary[name]!),
  });
  const grow = (): Expression => {
    const one = pick(made.slice(-3)),
      what = below(12);
    if (what < 4) return applied(pick(["neg", "exp", "exp", "log", "log", "log1p", "expm1", "sigmoid", "softplus", "abs"] as const), one);
    if (what < 8 && one.length > 1) {
      const name = pick(["sum", "sum", "sum", "amax", "logsumexp", "softmax", "logSoftmax"] as const),
        length = name === "softmax" || name === "logSoftmax" ? one.length : 1;
      return { text: `${name}(${one.text})`, length, tensor: (t) => ROWS[name](one.tensor(t)), exact: (p, a) => a.rows[name]!(exactOf(one, p, a)) };
    }
    const name = pick(["add", "sub", "mul", "div", "div"] as const),
      other = below(3)
        ? pick(made)
        : pick([number(1), number(pick([2, 0.5, 3, -1, 1e-3])), data(Array.from({ length: N }, () => Math.fround(unit() * scale)))]),
      [p, q] = below(2) ? [one, other] : [other, one],
      length = Math.max(p.length, q.length);
    return {
      text: `${name}(${p.text}, ${q.text})`,
      length,
      tensor: (t) => BINARY[name](p.tensor(t), q.tensor(t)),
      exact: (point, a) => {
        const u = exactOf(p, point, a),
          v = exactOf(q, point, a);
        return Array.from({ length }, (_, i) => a.binary[name]!(at(u, i), at(v, i)));
      },
    };
  };
  // Most start with an exponential and end with a logarithm: elsewhere there is little to restate.
  if (below(4)) made.push(applied(pick(["exp", "exp", "sigmoid"] as const), own));
  for (let i = 1 + below(6); i > 0; i--) made.push(grow());
  if (below(2)) made.push(applied("log", made.at(-1)!));
  return { expression: made.at(-1)!, x };
}

/** Values and the gradient of Σ (1 + j/4)·yⱼ. */
const weight = (j: number): number => 1 + j / 4;
function computed({ tensor, length }: Expression, x: readonly number[], mode: "on" | "off"): number[] {
  return k.stabilise(mode, () => {
    const p = k.parameter([...x]),
      y = tensor(p),
      w = Array.from({ length }, (_, j) => weight(j));
    if (!y.requiresGrad) return [...y.dataSync()];
    backward(k.sum(k.mul(k.reshape(y, [length]), w)));
    return [...y.dataSync(), ...p.grad!.dataSync()];
  });
}
function truth(e: Expression, x: readonly number[], bits: keyof typeof EXACT): { value: number; slack: number }[] {
  const a = exactly(bits),
    y = exactOf(e, x, a),
    slopes = Array.from({ length: N }, (_, i) => a.sum(y.map((each, j) => a.mul(a.known(weight(j)), each.d[i]!))));
  return [...y.map((each) => each.v), ...slopes].map(({ v, e }) => ({ value: toNumber(v), slack: toNumber(e) * U }));
}

export interface Compared {
  readonly text: string;
  /** `unknown`: exact arithmetic cannot judge; `rescued`: off is wrong in the third digit, and on is not; `worse` than off and than the bound. */
  readonly verdict: "unknown" | "same" | "rescued" | "worse";
}

/** Where both have lost the same, as by an overflow, they differ by roundings. */
const SAME = 1 + 2 ** -10;

/** `spoil` changes what was computed with the stabiliser, to see that it is found. */
export function compare(seed: number, spoil: (y: number) => number = (y) => y): Compared {
  const { expression, x } = expressionOf(seed),
    text = `seed ${seed}: ${expression.text} at [${x.join(", ")}]`;
  let exact: { value: number; slack: number }[];
  try {
    const once = truth(expression, x, 160),
      twice = truth(expression, x, 320);
    if (once.some(({ value }, i) => !(Math.abs(value - twice[i]!.value) <= 1e-10 * ulpOf(twice[i]!.value)))) return { text, verdict: "unknown" };
    exact = twice;
  } catch (e) {
    if (e instanceof Unknown) return { text, verdict: "unknown" };
    throw e;
  }
  const on = computed(expression, x, "on").map(spoil),
    off = computed(expression, x, "off");
  let rescued = false;
  for (const [i, { value, slack }] of exact.entries()) {
    if (i >= on.length || Math.abs(value) > 2 ** 127) continue;
    const unit = ulpOf(value),
      error = (y: number): number => (Number.isFinite(y) ? Math.abs(y - value) : Infinity),
      [e, f] = [error(on[i]!), error(off[i]!)];
    if (e > Math.max(SAME * f, ORDERS * slack + 2 * unit))
      return { text: `${text} [${i}]: on ${on[i]}, off ${off[i]}, truth ${value}, slack ${slack}`, verdict: "worse" };
    if (f > 0.01 * Math.abs(value) + 2 * unit && e < 1e-3 * Math.abs(value) + 2 * unit) rescued = true;
  }
  return { text, verdict: rescued ? "rescued" : "same" };
}
