/** float64 inputs that leave no part of the format out, as cases.ts has for float32: the same count, seed and points give the same inputs anywhere. */
import { random } from "./cases.js";

const { MAX_VALUE, MIN_VALUE } = Number;

/** Specials and thresholds: as of float32, and where float64's exp and its kin over- and underflow. */
export const SPECIALS64: readonly number[] = [
  NaN,
  ...[Infinity, 0, 1, MIN_VALUE, 2 ** -1022 - MIN_VALUE, 2 ** -1022, MAX_VALUE].flatMap((x) => [x, -x]),
];
export const THRESHOLDS64: readonly number[] = [
  -745.1332191019412, -744.4400719213812, -708.3964185322641, -37.42994775023705, -36.7368005696771, -0.6931471805599453, -0.5, -0.34657359027997264,
  0.34657359027997264, 0.5, 0.6931471805599453, 0.7071067811865476, 1.0397207708399179, 1.4142135623730951, 2, 36.7368005696771, 37.42994775023705,
  709.782712893384,
];

/** At least `count` inputs: per sign and exponent both ends and random significands; then hard points, thresholds and specials, ± 4 ulp. */
export function stratified64(count: number, seed: number, hard: readonly number[] = []): Float64Array {
  const perBucket = Math.max(3, Math.ceil(count / 4094)),
    dense = [...hard, ...THRESHOLDS64, ...SPECIALS64].flatMap(neighbours64);
  const out = new Float64Array(4094 * perBucket + dense.length),
    words = new Uint32Array(out.buffer), // low word first
    next = random(seed);
  for (let bucket = 0, n = 0; bucket < 4094; bucket++)
    for (let i = 0; i < perBucket; i++, n += 2) {
      const ends = i === 0 ? 0 : 0xffffffff;
      words[n] = i < 2 ? ends : next();
      words[n + 1] = ((bucket & 1) << 31) | ((bucket >> 1) << 20) | ((i < 2 ? ends : next()) >>> 12);
    }
  out.set(dense, 4094 * perBucket);
  return out;
}

/** x and the four float64 on either side of it. */
export const neighbours64 = (x: number): number[] => (Number.isFinite(x) ? [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((k) => stepped64(x, k)) : [x]);

/** The float64 that is `k` steps above x; stops at ±∞. The zeros count as one, and −0 stays where no step is taken. */
export function stepped64(x: number, k: number): number {
  const float = new Float64Array([x]),
    bits = new BigInt64Array(float.buffer),
    infinity = 0x7ff0000000000000n;
  if (k === 0 || !Number.isFinite(x)) return x;
  const ordinal = (bits[0]! < 0n ? -(bits[0]! & (2n ** 63n - 1n)) : bits[0]!) + BigInt(k);
  const size = ordinal < 0n ? -ordinal : ordinal;
  bits[0] = size < infinity ? size : infinity;
  return ordinal < 0n ? -float[0]! : float[0]!;
}
