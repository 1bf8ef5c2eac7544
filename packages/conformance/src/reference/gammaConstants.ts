/** Numbers that the gamma functions' series are made of, from integers: ζ(k) − 1, Bernoulli's and Euler's. */
import { type DD } from "./dd.js";

/** Bits after the point. */
const POINT = 260n;
const TERMS = 110;

/** p/q, about 1 or smaller, as a double-double. */
function ratio(p: bigint, q: bigint): DD {
  const fixed = (p << POINT) / q,
    high = Number(fixed) * 2 ** -Number(POINT);
  return [high, Number(fixed - BigInt(high * 2 ** Number(POINT))) * 2 ** -Number(POINT)];
}

/**
 * ζ(k) for k from 2 on, counting 2⁻²⁶⁰: Σ (−1)ʲ/(j + 1)ᵏ is (1 − 2¹⁻ᵏ)·ζ(k), and is summed as Cohen, Rodriguez Villegas and Zagier do (2000, algorithm 1):
 * after n terms all but 5.8⁻ⁿ is there.
 */
const ZETA: readonly bigint[] = zetas(TERMS, 90);
function zetas(last: number, n: number): bigint[] {
  let [before, d] = [1n, 3n];
  for (let i = 1; i < n; i++) [before, d] = [d, 6n * d - before];
  const weights: bigint[] = [];
  for (let j = 0, b = -1n, c = -d; j < n; j++) {
    c = b - c;
    weights.push(c);
    b = (b * BigInt(j + n) * BigInt(j - n) * 2n) / (BigInt(2 * j + 1) * BigInt(j + 1));
  }
  return Array.from({ length: last - 1 }, (_, i) => {
    const k = BigInt(i + 2),
      eta = weights.reduce((sum, w, j) => sum + (w << POINT) / BigInt(j + 1) ** k, 0n) / d;
    return (eta << (k - 1n)) / ((1n << (k - 1n)) - 1n);
  });
}
const ONE = 1n << POINT;

/** ζ(k) − 1 at index k, from 2 to 110. */
export const ZETA_LESS_1: readonly DD[] = [[0, 0], [0, 0], ...ZETA.map((z) => ratio(z - ONE, ONE))];

/** 1 − γ = Σ (ζ(k) − 1)/k. */
export const ONE_LESS_EULER: DD = ratio(
  ZETA.reduce((sum, z, i) => sum + (z - ONE) / BigInt(i + 2), 0n),
  ONE,
);

/** B₂ₙ/(2n(2n − 1)) at index n, from 1 to 18, by the tangent numbers T of Brent and Harvey (2011): B₂ₙ = (−1)ⁿ⁻¹·2n·Tₙ/(4ⁿ(4ⁿ − 1)). */
export const STIRLING: readonly DD[] = stirling(18);
function stirling(last: number): DD[] {
  const T: bigint[] = [0n, 1n];
  for (let k = 2; k <= last; k++) T[k] = BigInt(k - 1) * T[k - 1]!;
  for (let k = 2; k <= last; k++) for (let j = k; j <= last; j++) T[j] = BigInt(j - k) * T[j - 1]! + BigInt(j - k + 2) * T[j]!;
  return T.map((t, n) => {
    const power = 4n ** BigInt(n);
    return n ? ratio(n % 2 ? t : -t, power * (power - 1n) * BigInt(2 * n - 1)) : [0, 0];
  });
}
