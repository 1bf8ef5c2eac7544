/** Weighted sums of products and quotients: x + w·(y − x), x + v·a·b, x + v·a/b, where infinities and NaN do as in the formula. */
import { type DD, add, dd, div, mul, neg, sub, twoProd, twoSum } from "./dd.js";
import type { Exact, Reference } from "./reference.js";

const finite = (x: readonly number[]): boolean => x.every(Number.isFinite);

const between: Exact = (...all) => {
  const [x, y, t] = all as [number, number, number];
  if (!finite(all)) return dd(Math.abs(t) < 0.5 ? x + t * y - t * x : t < 0 ? x + t * (y - x) : y - (y - x) * (1 - t));
  // The order decides which zero it is.
  if (Math.abs(t) < 0.5) return sub(add(dd(x), twoProd(t, y)), twoProd(t, x));
  const way = twoSum(y, -x);
  return t < 0 ? add(dd(x), mul(dd(t), way)) : sub(dd(y), mul(way, twoSum(1, -t)));
};
const one: Exact = () => dd(1);
export const lerp: Reference = {
  value: between,
  derivatives: [(_x, _y, t) => twoSum(1, -t!), (_x, _y, t) => dd(t!), (x, y) => twoSum(y!, -x!)],
  seconds: [
    [null, null, () => dd(-1)],
    [null, null, one],
    [() => dd(-1), one, null],
  ],
};

const NONE = [null, null, null, null];
export const addcmul: Reference = {
  value: (x, a, b, v) => (finite([x!, a!, b!, v!]) ? add(dd(x!), mul(dd(v!), twoProd(a!, b!))) : dd(x! + v! * (a! * b!))),
  derivatives: [one, (_x, _a, b, v) => twoProd(v!, b!), (_x, a, _b, v) => twoProd(v!, a!), null],
  seconds: [NONE, [null, null, (_x, _a, _b, v) => dd(v!), null], [null, (_x, _a, _b, v) => dd(v!), null, null], NONE],
};

const share = (a: number, b: number, v: number): DD => mul(dd(v), div(dd(a), dd(b)));
const mixed: Exact = (_x, _a, b, v) => neg(div(div(dd(v!), dd(b!)), dd(b!)));
export const addcdiv: Reference = {
  value: (x, a, b, v) => (finite([x!, a!, b!, v!]) && b !== 0 ? add(dd(x!), share(a!, b!, v!)) : dd(x! + v! * (a! / b!))),
  derivatives: [one, (_x, _a, b, v) => div(dd(v!), dd(b!)), (_x, a, b, v) => neg(div(share(a!, b!, v!), dd(b!))), null],
  seconds: [NONE, [null, null, mixed, null], [null, mixed, (_x, a, b, v) => mul(dd(2), div(div(share(a!, b!, v!), dd(b!)), dd(b!))), null], NONE],
};
