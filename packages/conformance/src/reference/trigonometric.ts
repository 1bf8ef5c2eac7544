/**
 * sin, cos and tan of a double-double, to 2⁻⁹⁵ relative: x less a multiple of π/2 in integers with as many bits of π as x has before its point, then
 * Taylor's series.
 */
import { arctan } from "./constants.js";
import { type DD, add, dd, div, mul, neg, sub } from "./dd.js";

/** Bits after the point, and those that π has beyond them. */
const POINT = 320n;
const BEYOND = 1100n;
/** π/2 = 8·atan(1/5) − 2·atan(1/239), counting 2⁻¹⁴²⁰. */
const HALF_PI = 8n * arctan(5n, POINT + BEYOND) - 2n * arctan(239n, POINT + BEYOND);
const TERMS = 34;
/** 1/n! for n = 0 … 34. */
const INVERSE_FACTORIALS: readonly DD[] = Array.from({ length: TERMS }).reduce<DD[]>((all, _, n) => [...all, div(all[n]!, dd(n + 1))], [dd(1)]);

export const sin = (x: DD): DD => turned(x, 0);
export const cos = (x: DD): DD => turned(x, 1);
export const tan = (x: DD): DD => (x[0] === 0 ? x : div(sin(x), cos(x)));

/** The sine of x + quarters·π/2. */
function turned(x: DD, quarters: number): DD {
  if (!Number.isFinite(x[0])) return dd(NaN);
  const { quarter, r } = reduced(x),
    q = (quarter + quarters) & 3,
    y = q & 1 ? series(r, 0) : series(r, 1);
  return q & 2 ? neg(y) : y;
}

/** x = quarter·π/2 + r modulo 2π, |r| ≤ π/4. */
export function reduced(x: DD): { quarter: number; r: DD } {
  if (Math.abs(x[0]) < 0.78) return { quarter: 0, r: x };
  const fine = (fixed(x[0]) + fixed(x[1])) << BEYOND,
    twice = (2n * fine) / HALF_PI,
    quarter = (twice + (fine < 0n ? -1n : 1n)) / 2n;
  return { quarter: Number(((quarter % 4n) + 4n) % 4n), r: split(fine - quarter * HALF_PI) };
}

/** Σ (−1)ⁱ·r²ⁱ⁺ⁿ/(2i + n)!: for n = 1 the sine, for n = 0 the cosine. */
function series(r: DD, n: 0 | 1): DD {
  const square = mul(r, r);
  let sum = INVERSE_FACTORIALS[TERMS - 2 + n]!;
  for (let i = TERMS - 4 + n; i >= 0; i -= 2) sum = sub(INVERSE_FACTORIALS[i]!, mul(square, sum));
  return n ? mul(r, sum) : sum;
}

/** A float64 counting 2⁻³²⁰; what it has below is left out. */
function fixed(x: number): bigint {
  let shift = 0n;
  for (; Math.abs(x) < 2 ** 52 && x !== 0 && shift < POINT; shift += 20n) x *= 2 ** 20;
  return BigInt(Math.trunc(x)) << (POINT - shift);
}

/** A number that counts 2⁻¹⁴²⁰ as a double-double. */
function split(n: bigint): DD {
  const size = (n < 0n ? -n : n).toString(2).length,
    cut = BigInt(Math.max(0, size - 160)),
    kept = n >> cut,
    high = Number(kept),
    exponent = Number(cut - POINT - BEYOND),
    half = Math.trunc(exponent / 2),
    scaled = (y: number): number => y * 2 ** half * 2 ** (exponent - half);
  return add(dd(scaled(high)), dd(scaled(Number(kept - BigInt(high)))));
}
