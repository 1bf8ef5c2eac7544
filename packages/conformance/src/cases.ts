/**
 * float32 inputs that leave no part of the format out: every sign and exponent, every special value, and the neighbourhood of every
 * point that the op calls hard. The same count, seed and points give the same inputs on every machine.
 */

/** Specials and thresholds: NaN, ±∞, ±0, ±1, the ends of the subnormal and normal ranges, and where exp and its kin over- and underflow. */
export const SPECIALS: readonly number[] = [
  NaN,
  ...[Infinity, 0, 1, 2 ** -149, 2 ** -126 - 2 ** -149, 2 ** -126, 2 ** 128 - 2 ** 104].flatMap((x) => [x, -x]),
];
export const THRESHOLDS: readonly number[] = [
  -103.972084, -103.278929, -88.7228394, -87.3365479, -17.32868, -16.6355323, -1, -0.693147182, -0.5, -0.3465736, 0.3465736, 0.5, 0.693147182,
  0.707106769, 1, 1.41421354, 2, 16.6355323, 17.32868, 87.3365479, 88.7228394,
];

/** At least `count` inputs: per sign and exponent both ends and random mantissas; then hard points, thresholds and specials, ± 2 ulp. */
export function stratified(count: number, seed: number, hard: readonly number[] = []): Float32Array {
  const perBucket = Math.max(3, Math.ceil(count / 510));
  const dense = [...hard, ...THRESHOLDS, ...SPECIALS].flatMap(neighbours);
  const bits = new Uint32Array(510 * perBucket + dense.length),
    next = random(seed);
  let n = 0;
  for (let sign = 0; sign < 2; sign++)
    for (let exponent = 0; exponent < 255; exponent++)
      for (let i = 0; i < perBucket; i++) {
        const mantissa = i === 0 ? 0 : i === 1 ? 0x7fffff : next() >>> 9;
        bits[n++] = ((sign << 31) | (exponent << 23) | mantissa) >>> 0;
      }
  const out = new Float32Array(bits.buffer);
  out.set(dense, n);
  return out;
}

/**
 * Inputs of a binary op, one array an operand: all pairs of specials, hard points and thresholds; equal, opposite and neighbouring
 * operands, where differences cancel; and stratified operands paired at random.
 */
export function stratifiedPairs(count: number, seed: number, hard: readonly number[] = []): [Float32Array, Float32Array] {
  const points = [...hard, ...SPECIALS, ...THRESHOLDS].map(Math.fround),
    side = stratified(count, seed),
    next = random(seed + 1);
  const x = new Float32Array(points.length ** 2 + side.length),
    y = new Float32Array(x.length);
  let n = 0;
  const pair = (a: number, b: number): void => {
    x[n] = a;
    y[n++] = b;
  };
  for (const a of points) for (const b of points) pair(a, b);
  for (let i = 0; i < side.length; i++) {
    const a = side[i]!;
    if (i % 8 === 0) pair(a, stepped(a, (next() % 5) - 2));
    else if (i % 8 === 1) pair(a, -stepped(a, (next() % 5) - 2));
    else pair(a, side[next() % side.length]!);
  }
  return [x, y];
}

/** x and the two float32 on either side of it. */
export const neighbours = (x: number): number[] => (Number.isFinite(x) ? [-2, -1, 0, 1, 2].map((k) => stepped(x, k)) : [x]);

/** The float32 that is `k` steps above x; stops at ±∞. The zeros count as one, and −0 stays where no step is taken. */
export function stepped(x: number, k: number): number {
  float[0] = x;
  if (k === 0 || !Number.isFinite(float[0]!)) return float[0]!;
  const ordinal = (bits[0]! < 0 ? -(bits[0]! & 0x7fffffff) : bits[0]!) + k;
  const clamped = Math.min(Math.max(ordinal, -0x7f800000), 0x7f800000);
  bits[0] = clamped < 0 ? -clamped | 0x80000000 : clamped;
  return float[0]!;
}
const float = new Float32Array(1),
  bits = new Int32Array(float.buffer);

/** Uniform 32-bit integers from a seed (Marsaglia's xorshift, 32 bits, scrambled by a multiplication). */
export function random(seed: number): () => number {
  let s = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ 0x2545f491) | 1;
  return () => {
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    return Math.imul(s, 0x9e3779b1) >>> 0;
  };
}
