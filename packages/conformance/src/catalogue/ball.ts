/**
 * Ball arithmetic: a number of any precision, and how far from it the true one may be. What a ball cannot decide, a sign or a branch, is asked
 * again in more bits. The infinities and NaN are as in IEEE 754, for where the written maths has them.
 */
import { arithmetic, type Big, big, sign as signOf, size, toNumber } from "../reference/big.js";

/** m·2ᵉ ± 2ʳ, with r = −∞ where it is exact; or one of ±∞ and NaN, in `special`. */
export interface Ball extends Big {
  readonly r: number;
  readonly special?: number;
}
/** More bits may decide. */
export class Undecided extends Error {}
/** No number of bits will. */
export class Unsayable extends Error {}

const exactly = ({ m, e }: Big): Ball => ({ m, e, r: -Infinity });
export const ball = (x: number): Ball => (Number.isFinite(x) ? exactly(big(x)) : { m: 0n, e: 0, r: -Infinity, special: x });
export const ZERO = ball(0);
export const ONE = ball(1);
export const NAN = ball(NaN);
export const INFINITE = ball(Infinity);
/** log₂(2ᵃ + 2ᵇ), not below it. */
const joined = (a: number, b: number): number => {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low === -Infinity ? high : high + Math.log2(1 + 2 ** (low - high)) + 1e-9;
};
export const isZero = (a: Ball): boolean => a.m === 0n && a.r === -Infinity && a.special === undefined;
export const isFinite = (a: Ball): boolean => a.special === undefined;
/** |a| ≤ 2ᵘ and, unless it may be 0, |a| ≥ 2ˡ. */
export const above = (a: Ball): number => joined(a.m === 0n ? -Infinity : size(a), a.r);
const below = (a: Ball): number => (a.m !== 0n && a.r < size(a) - 5 ? size(a) - 5 : -Infinity);
/** −1, 0, 1 or NaN. */
export function sign(a: Ball): number {
  if (a.special !== undefined) return Math.sign(a.special);
  if (a.r !== -Infinity && below(a) === -Infinity) throw new Undecided("a sign");
  return signOf(a);
}
/** About the nearest float64, where the ball is so small that it does not matter. */
export const numberOf = (a: Ball): number => a.special ?? toNumber(a);
/** log₂ of the error relative to the number, or to 2ˡ where that is greater. */
export const doubt = (a: Ball, l: number): number => (a.special === undefined ? a.r - Math.max(l, a.m === 0n ? -Infinity : size(a) - 4) : -Infinity);
export const neg = (a: Ball): Ball => (a.special === undefined ? { m: -a.m, e: a.e, r: a.r } : ball(-a.special));
/** Whether it is a whole number, exactly. */
export const wholeOf = (a: Ball): bigint | undefined => {
  if (a.special !== undefined || a.r !== -Infinity) return undefined;
  if (a.e >= 0) return a.e < 64 ? a.m << BigInt(a.e) : undefined;
  return (a.m >> BigInt(-a.e)) << BigInt(-a.e) === a.m ? a.m >> BigInt(-a.e) : undefined;
};
/** Exponentials of what is beyond are not computed. */
const FAR = 44;
/** Bits that exp and log may lose of those they work in. */
const LOST = 24;

/** The operations, rounded to `p` bits or a few more. */
export function balls(p: number) {
  const inner = arithmetic(p + 2 * LOST);
  const round = (m: bigint, e: number, r: number): Ball => {
    const cut = size({ m, e: 0 }) - p;
    if (cut <= 0) return { m, e, r };
    const kept = m >> BigInt(cut);
    return { m: kept, e: e + cut, r: r === -Infinity && kept << BigInt(cut) === m ? r : joined(r, e + cut) };
  };
  const within = (a: Big, r: number): Ball => round(a.m, a.e, r);
  const add = (a: Ball, b: Ball): Ball => {
    if (a.special !== undefined || b.special !== undefined) return ball((a.special ?? 0) + (b.special ?? 0));
    const r = joined(a.r, b.r);
    if (a.m === 0n || b.m === 0n) return a.m === 0n ? { m: b.m, e: b.e, r } : { m: a.m, e: a.e, r };
    if (Math.abs(size(a) - size(b)) > 2 * p) {
      const [high, low] = size(a) > size(b) ? [a, b] : [b, a];
      return round(high.m, high.e, joined(r, size(low)));
    }
    const e = Math.min(a.e, b.e);
    return round((a.m << BigInt(a.e - e)) + (b.m << BigInt(b.e - e)), e, r);
  };
  const sub = (a: Ball, b: Ball): Ball => (a === b && isFinite(a) ? ZERO : add(a, neg(b)));
  const mul = (a: Ball, b: Ball): Ball => {
    if (a.special !== undefined || b.special !== undefined) return ball((a.special ?? sign(a)) * (b.special ?? sign(b)));
    const r = joined(b.r === -Infinity ? -Infinity : above(a) + b.r, a.r === -Infinity || b.m === 0n ? -Infinity : size(b) + a.r);
    return round(a.m * b.m, a.e + b.e, r);
  };
  const div = (a: Ball, b: Ball): Ball => {
    if (a.special !== undefined || b.special !== undefined || isZero(b)) return ball((a.special ?? sign(a)) / (b.special ?? sign(b)));
    const least = below(b);
    if (least === -Infinity) throw new Undecided("a divisor that may be 0");
    const shift = Math.max(0, p + 16 + size({ m: b.m, e: 0 }) - size({ m: a.m, e: 0 })),
      numerator = a.m << BigInt(shift),
      m = numerator / b.m,
      e = a.e - shift - b.e,
      own = m * b.m === numerator ? -Infinity : e,
      moved = b.r === -Infinity ? -Infinity : size({ m, e }) + 1 + b.r;
    return round(m, e, joined(joined(a.r, moved) - least, own));
  };
  const exp = (a: Ball): Ball => {
    if (a.special !== undefined) return ball(Math.exp(a.special));
    if (isZero(a)) return ONE;
    const least: Ball = { m: 0n, e: 0, r: -(2 ** (FAR - 1)) };
    if (size(a) > FAR) {
      if (sign(a) > 0) throw new Unsayable("an exponential that is far out of range");
      return least;
    }
    if (a.r > -1) {
      const most = toNumber(a) + 2 ** a.r;
      if (most < -1e5) return { m: 0n, e: 0, r: most / Math.LN2 + 1 };
      throw new Undecided("an exponential of what is not known");
    }
    const y = inner.exp(a);
    return within(y, size(y) + joined(a.r + 1, LOST - p - 2 * LOST + Math.max(0, size(a))));
  };
  const log = (a: Ball): Ball => {
    if (a.special !== undefined) return ball(Math.log(a.special));
    const s = sign(a);
    if (s <= 0) return s < 0 ? NAN : ball(-Infinity);
    if (a.r === -Infinity && a.m === 1n << BigInt(-Math.min(0, a.e)) && a.e <= 0) return ZERO;
    return within(inner.log(a), joined(a.r - below(a) + 1, LOST - p - 2 * LOST + Math.log2(Math.abs(size(a)) + 1)));
  };
  const sqrt = (a: Ball): Ball => {
    if (a.special !== undefined) return ball(Math.sqrt(a.special));
    const s = sign(a);
    if (s <= 0) return s < 0 ? NAN : ZERO;
    const shift = Math.max(0, 2 * p + 16 - size({ m: a.m, e: 0 })),
      even = (a.e - shift) % 2 === 0 ? shift : shift + 1,
      m = a.m << BigInt(even),
      root = rootOf(m),
      e = (a.e - even) / 2;
    return round(root, e, joined(a.r - size({ m: root, e }) + 4, root * root === m ? -Infinity : e));
  };
  return { p, add, sub, mul, div, exp, log, sqrt };
}
export type Balls = ReturnType<typeof balls>;

/** ⌊√m⌋, by Newton's iteration from above. */
function rootOf(m: bigint): bigint {
  let x = 1n << BigInt(Math.ceil(size({ m, e: 0 }) / 2) + 1);
  for (;;) {
    const next = (x + m / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}
