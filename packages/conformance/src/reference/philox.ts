/**
 * Philox4x32-10 as its definition reads (Salmon, Moraes, Dror, Shaw 2011), in whole numbers without a bound, and its inverse: for every key
 * it is a permutation of the blocks of four words.
 */
export type Four = readonly [number, number, number, number];
export type Two = readonly [number, number];

const MULTIPLIERS = [0xd2511f53n, 0xcd9e8d57n] as const;
/** The fractions of the golden ratio and of √3, in 32 bits. */
const WEYL = [0x9e3779b9n, 0xbb67ae85n] as const;
const MASK = 0xffffffffn;
const ROUNDS = 10n;

/** The block of a counter. */
export function philox(key: Two, counter: Four): Four {
  let [a, b, c, d] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  for (let round = 0n; round < ROUNDS; round++) {
    const [k, l] = roundKey(key, round),
      p = MULTIPLIERS[0] * a,
      q = MULTIPLIERS[1] * c;
    [a, b, c, d] = [(q >> 32n) ^ b ^ k, q & MASK, (p >> 32n) ^ d ^ l, p & MASK];
  }
  return [a, b, c, d].map(Number) as unknown as Four;
}

/** The counter whose block this is. */
export function counterOf(key: Two, block: Four): Four {
  let [a, b, c, d] = block.map(BigInt) as [bigint, bigint, bigint, bigint];
  for (let round = ROUNDS - 1n; round >= 0n; round--) {
    const [k, l] = roundKey(key, round),
      first = (d * inverse(MULTIPLIERS[0])) & MASK,
      third = (b * inverse(MULTIPLIERS[1])) & MASK;
    [a, b, c, d] = [first, a ^ ((MULTIPLIERS[1] * third) >> 32n) ^ k, third, c ^ ((MULTIPLIERS[0] * first) >> 32n) ^ l];
  }
  return [a, b, c, d].map(Number) as unknown as Four;
}

/** The first `count` words of successive blocks; the first two words of the counter are one number, low word first. */
export function words(key: Two, counter: Four, count: number): number[] {
  const out: number[] = [];
  for (let at = BigInt(counter[0]) + (BigInt(counter[1]) << 32n); out.length < count; at = (at + 1n) & ((1n << 64n) - 1n))
    out.push(...philox(key, [Number(at & MASK), Number(at >> 32n), counter[2], counter[3]]));
  return out.slice(0, count);
}

const roundKey = (key: Two, round: bigint): [bigint, bigint] => [
  (BigInt(key[0]) + round * WEYL[0]) & MASK,
  (BigInt(key[1]) + round * WEYL[1]) & MASK,
];

/** Of an odd number, modulo 2³²: each of Newton's steps doubles the bits that are right, from the three of the number itself. */
function inverse(odd: bigint): bigint {
  let x = odd;
  for (let i = 0; i < 4; i++) x = (x * (2n - odd * x)) & MASK;
  return x;
}
