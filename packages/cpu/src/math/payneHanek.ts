/**
 * y·2/π modulo 4 for y of any size (Payne and Hanek), one vector at a time: of 2/π only those 192 bits are taken that matter at y's exponent. The multiples of 4 that
 * the bits before them give are left out, and those after them give less than 2^-126. No y comes nearer to a multiple of π/2 than 2^-62 of it.
 * Bits of 2/π: scripts/trigonometric.py.
 */
import { addBytes, bytes, get, shrBits, subBytes, swizzle, v, type Bundle, type Simd } from "../emit/index.js";
import { ROUND } from "./exp.js";
import { type Pair, twoSum, upper } from "./float64/pair.js";

/** The first 144 bytes after the point: from 2^1023 on there is no use for more. */
const TWO_OVER_PI =
  "a2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e41" +
  "3991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d08";
const partOf = (i: number): number[] => Array.from({ length: 16 }, (_, j) => parseInt(TWO_OVER_PI.slice(32 * i + 2 * j, 32 * i + 2 * j + 2), 16));
/** Bytes that are taken in one look-up, two digits of 24 bits. */
const TAKEN = 6;
/** The byte that counts first for the exponent field 8q is q − 135. */
const FIRST = -135;
/** The low byte of each half, in all its bytes; and sixteen of one number. */
const LOW_BYTES = [0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8, 8, 8, 8, 8, 8];
const all = (byte: number): number[] => new Array<number>(16).fill(byte & 255);

const DIGIT = 0xffffffn;
/** Exponent fields 1016 to 1023: of a number between 2^-7 and 2. */
const BELOW_2 = 0x3f80000000000000n;
/** The sign, the last three bits of the exponent and the significand. */
const KEPT = -0x7f80000000000001n;
const TWO52 = 4503599627370496;
/** 1.5·2⁵⁴: added and subtracted, it rounds to a multiple of 4, as ROUND does to a whole number. */
const TO_FOURS = 27021597764222976;

/** y·2/π = n + offset + h + l modulo 4, with |h| ≤ ½ (and 2^-29 more). Of ±∞ and NaN nothing is said. */
export function payneHanek(one: Simd, y: Bundle, offset = 0): Pair & { readonly n: Bundle } {
  const digits = digitsFor(one, y);
  // y = d·2^8(q − 127), in halves of 26 and 27 bits, whose products with digits are exact.
  const d = one.or(one.and(y, one.bits(KEPT)), one.bits(BELOW_2));
  const first = upper(one, d);
  const second = one.sub(d, first);
  const high = digits.map((digit) => one.mul(first, digit));
  const low = digits.map((digit) => one.mul(second, digit));
  const modulo4 = (x: Bundle): Bundle => one.sub(x, one.sub(one.add(x, TO_FOURS), TO_FOURS));
  const add = (sum: Pair, x: Bundle): Pair => {
    const { h, l } = twoSum(one, sum.h, x);
    return { h, l: one.add(sum.l, l) };
  };
  // These four have no bit below 2^-43; high[0] is a multiple of 4.
  const large = [low[0]!, high[1]!, low[1]!, high[2]!].map(modulo4).reduce((a, b) => one.add(a, b));
  const shifted = offset ? one.sub(large, offset) : large;
  // Rounded, for n need only be near: the terms that are left out of it are below 2^-30.
  const about = one.add(shifted, one.add(high[3]!, low[2]!));
  const n = one.sub(one.add(about, ROUND), ROUND);
  const sum = [low[2]!, high[4]!, low[3]!, high[5]!, low[4]!].reduce(add, twoSum(one, one.sub(shifted, n), high[3]!));
  const rest = [low[6]!, high[7]!, low[5]!, high[6]!].reduce((a, b) => one.add(a, b));
  return { n, ...twoSum(one, sum.h, one.add(sum.l, rest)) };
}

/** Eight digits of 2/π, each times its place: the k-th is a multiple of 2^(40 − 24k) below 2^(64 − 24k). */
function digitsFor(one: Simd, y: Bundle): Bundle[] {
  // Beside q there are the sign and, above, nothing.
  const start = one.map((j) => v.shuffle(get(shrBits(one, y, 55)[j]!), get(y[j]!), LOW_BYTES));
  const digits: Bundle[] = [];
  for (let k = 0; k < 4; k++) {
    const places = Array.from({ length: 16 }, (_, j) => (FIRST + TAKEN * k + TAKEN - 1 - (j & 7)) & 255);
    let at = one.map((j) => addBytes(get(start[j]!), bytes(places)));
    let found: Bundle | null = null;
    for (let part = 0; part < 9; part++) {
      const some = one.map((j) => swizzle(bytes(partOf(part)), get(at[j]!)));
      found = found ? one.or(found, some) : some;
      at = one.map((j) => subBytes(get(at[j]!), bytes(all(16))));
    }
    for (const digit of [one.and(shrBits(one, found!, 24), one.bits(DIGIT)), one.and(found!, one.bits(DIGIT))]) {
      const whole = one.sub(one.or(digit, TWO52), TWO52);
      digits.push(one.mul(whole, 2 ** (40 - 24 * digits.length)));
    }
  }
  return digits;
}
