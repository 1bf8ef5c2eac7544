/** The same maths in other words: other ops, operands in another order, other signs, and layout ops after which everything is as it was. */
import type { Algebra, Operand } from "./algebra.js";

type K<T> = Algebra<T>;
const isMade = <T>(x: Operand<T>): x is T => typeof x !== "number" && !Array.isArray(x);
const opposite = <T>(k: K<T>, x: Operand<T>): Operand<T> =>
  isMade(x) ? k.neg(x) : typeof x === "number" ? -x : (x as readonly number[]).map((y) => -y);

type Unary = <T>(k: K<T>, x: T) => T;
type Binary = <T>(k: K<T>, a: Operand<T>, b: Operand<T>) => T;
type Row = <T>(k: K<T>, x: T, dim?: number, options?: { readonly keepdim?: boolean }) => T;
const unary: Readonly<Partial<Record<keyof Algebra<never>, readonly Unary[]>>> = {
  neg: [(k, x) => k.mul(x, -1), (k, x) => k.sub(0, x)],
  square: [(k, x) => k.mul(x, x), (k, x) => k.pow(x, 2)],
  sqrt: [(k, x) => k.pow(x, 0.5)],
  rsqrt: [(k, x) => k.reciprocal(k.sqrt(x)), (k, x) => k.pow(x, -0.5), (k, x) => k.div(1, k.sqrt(x))],
  reciprocal: [(k, x) => k.div(1, x), (k, x) => k.pow(x, -1)],
  exp: [(k, x) => k.reciprocal(k.exp(k.neg(x))), (k, x) => k.div(1, k.exp(k.neg(x)))],
  expm1: [(k, x) => k.sub(k.exp(x), 1)],
  log1p: [(k, x) => k.log(k.add(1, x))],
  sigmoid: [
    (k, x) => k.div(1, k.add(1, k.exp(k.neg(x)))),
    (k, x) => k.reciprocal(k.add(k.exp(k.neg(x)), 1)),
    (k, x) => k.exp(k.neg(k.softplus(k.neg(x)))),
    (k, x) => k.sub(1, k.sigmoid(k.neg(x))),
  ],
  softplus: [
    (k, x) => k.log(k.add(1, k.exp(x))),
    (k, x) => k.log1p(k.exp(x)),
    (k, x) => k.neg(k.logsigmoid(k.neg(x))),
    (k, x) => k.neg(k.log(k.sigmoid(k.neg(x)))),
  ],
  logsigmoid: [(k, x) => k.log(k.sigmoid(x)), (k, x) => k.neg(k.softplus(k.neg(x))), (k, x) => k.neg(k.log(k.add(1, k.exp(k.neg(x)))))],
  relu: [(k, x) => k.maximum(x, 0)],
  tanh: [(k, x) => k.sub(k.mul(2, k.sigmoid(k.mul(2, x))), 1), (k, x) => k.div(k.sinh(x), k.cosh(x))],
  cosh: [(k, x) => k.mul(0.5, k.add(k.exp(x), k.exp(k.neg(x))))],
  sinh: [(k, x) => k.mul(0.5, k.sub(k.exp(x), k.exp(k.neg(x))))],
};
const binary: Readonly<Partial<Record<keyof Algebra<never>, readonly Binary[]>>> = {
  add: [(k, a, b) => k.add(b, a), (k, a, b) => k.sub(a, opposite(k, b)), (k, a, b) => k.sub(b, opposite(k, a))],
  sub: [(k, a, b) => k.add(opposite(k, b), a), (k, a, b) => k.neg(k.sub(b, a)), (k, a, b) => k.add(a, opposite(k, b))],
  mul: [(k, a, b) => k.mul(b, a), (k, a, b) => k.neg(k.mul(opposite(k, a), b))],
  div: [(k, a, b) => k.neg(k.div(opposite(k, a), b)), (k, a, b) => (isMade(b) ? k.mul(a, k.reciprocal(b)) : k.div(a, b))],
  logaddexp: [(k, a, b) => (isMade(a) && isMade(b) ? k.log(k.add(k.exp(a), k.exp(b))) : k.logaddexp(b, a))],
  hypot: [(k, a, b) => (isMade(a) && isMade(b) ? k.sqrt(k.add(k.square(a), k.square(b))) : k.hypot(b, a))],
};
const rows: Readonly<Partial<Record<keyof Algebra<never>, readonly Row[]>>> = {
  softmax: [(k, x, dim) => k.div(k.exp(x), k.sum(k.exp(x), dim, { keepdim: true })), (k, x, dim) => k.exp(k.logSoftmax(x, dim!))],
  logSoftmax: [(k, x, dim) => k.log(k.softmax(x, dim!))],
  logsumexp: [(k, x, dim, options) => k.log(k.sum(k.exp(x), dim, options))],
};
export type Way = <T>(k: K<T>, ...operands: readonly never[]) => T;
/** By op. */
export const SPELLED = { ...unary, ...binary, ...rows } as Readonly<Record<string, readonly Way[] | undefined>>;

/** Views and parts of a whole, of any shape. */
export const LAID: readonly Unary[] = [
  (k, y) => k.select(k.unsqueeze(y, 0), 0, 0),
  (k, y) => k.select(k.stack([y, k.neg(y)], 0), 0, 0),
  (k, y) => k.select(k.flip(k.stack([y, y], 0), 0), 0, 0),
  (k, y) => k.select(k.cat([k.unsqueeze(y, 0), k.unsqueeze(y, 0)], 0), 0, 1),
  (k, y) => k.select(k.narrow(k.stack([y, y, y], 0), 0, 1, 2), 0, 0),
];

/** What a datum is given as, by one number or two in its place, and what it is made of them. */
export interface Given {
  readonly to: readonly ((x: number) => number)[];
  readonly back: <T>(k: K<T>, ...x: readonly T[]) => T;
}
const one = (to: (x: number) => number, back: Unary): Given => ({ to: [to], back: (k, x) => back(k, x!) });
/** `other` of the two is what makes of the first what it is of; both are of float32. */
const two = (first: (x: number) => number, other: (x: number, first: number) => number, back: Binary): Given => ({
  to: [first, (x) => other(Math.fround(x), Math.fround(first(x)))],
  back: (k, a, b) => back(k, a!, b!),
});
export const GIVEN: readonly Given[] = [
  one(
    (x) => -x,
    (k, x) => k.neg(x),
  ),
  one(
    (x) => x / 4,
    (k, x) => k.mul(4, x),
  ),
  one(
    (x) => 3 * x,
    (k, x) => k.div(x, 3),
  ),
  one(
    (x) => x / -0.7,
    (k, x) => k.mul(x, -0.7),
  ),
  one(
    (x) => x,
    (k, x) => k.select(k.stack([k.exp(k.neg(k.abs(x))), x], 0), 0, 1),
  ),
  two(
    (x) => 0.75 * x,
    (x, first) => x - first,
    (k, a, b) => k.add(a, b),
  ),
  two(
    (x) => 1.5 * x,
    (x, first) => first - x,
    (k, a, b) => k.sub(a, b),
  ),
  two(
    (x) => x / -2,
    () => -2,
    (k, a, b) => k.mul(a, b),
  ),
];

/** Two values as one, where both are of one shape or one of them is a number. */
export const JOINED: readonly (<T>(k: K<T>, a: T, b: T) => T)[] = [
  (k, a, b) => k.add(a, b),
  (k, a, b) => k.sub(b, a),
  (k, a, b) => k.mul(a, b),
  (k, a, b) => k.maximum(a, b),
  (k, a, b) => k.add(k.mul(2.5, a), k.div(b, -0.5)),
  (k, a, b) => k.neg(k.add(k.mul(a, 3), b)),
];
