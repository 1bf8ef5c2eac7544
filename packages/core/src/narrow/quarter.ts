/**
 * x = n·π/2 + r on wide numbers: |x|·2/π modulo 4 in integers of 16 bits (Payne and Hanek), x being an integer of 48 bits times a power of 2. The remainder is
 * exact to 2⁻⁹², 2⁻³⁰ of the smallest that 48 bits have; from 2¹²⁸ up, which no float32 number reaches, it is that of some other number.
 */
import { HALF_PI, TWO_OVER_PI } from "./trigonometricCoefficients.js";
import { DIGIT, digitsOf } from "./digits.js";
import { exactWords } from "./exact.js";
import { type Float, float, type Int, int, type Machine } from "./machine.js";
import { type Pair, pairArithmetic } from "./pair.js";
import { type Scaled, scaledNumbers } from "./scaled.js";

/** Digits of 16 bits of what is multiplied with 2/π: of M, of the bits of 2/π that matter, and the one from which on the product is looked at. */
const SIGNIFICANT = 3;
const WINDOW = 9;
const LOWEST = 2;
/** Below ½ nothing is taken off. */
const SMALL = -1;
const LARGEST = 127;

export const pairOf = ([h, l]: readonly [number, number]): Pair => ({ h: float(h), l: float(l) });

export function quarters(m: Machine) {
  const { mul, bitAnd, bitOr, shiftLeft, shiftRight } = m;
  const { plus, minus, times, smaller, larger, lessInt, equalInt, selectInt, toFloat } = m;
  const { twoSum, sum, product } = pairArithmetic(m);
  const { isNegative } = exactWords(m);
  const { significand } = digitsOf(m);
  const { negS, whereS, normal } = scaledNumbers(m);

  /** Of |x|; where that is below ½, x itself and n = 0. */
  const reduced = (signed: Scaled): { n: Int; r: Scaled } => {
    const x = whereS(isNegative(signed.h), negS(signed), signed);
    const far = product(fraction(x), pairOf(HALF_PI));
    const small = lessInt(x.k, SMALL);
    return { n: selectInt(small, 0, numberOf(x)), r: whereS(small, x, normal(far, 0)) };
  };

  /** |x|·2/π modulo 4, its digits from 2⁻¹¹⁰ on. */
  const turns = (x: Scaled): Int[] => {
    const M = significand(x);
    const W = window(plus(larger(smaller(x.k, LARGEST), SMALL), 15));
    const digits: Int[] = [];
    let carry = int(0);
    for (let c = LOWEST; c < WINDOW; c++) {
      let total = carry;
      for (let j = 0; j < SIGNIFICANT; j++) {
        if (c - j < WINDOW && c >= j) total = plus(total, bitAnd(times(M[j]!, W[c - j]!), DIGIT));
        if (c - j >= 1) total = plus(total, bitAnd(shiftRight(times(M[j]!, W[c - j - 1]!), 16), DIGIT));
      }
      digits.push(bitAnd(total, DIGIT));
      carry = shiftRight(total, 16);
    }
    return digits;
  };
  const numberOf = (x: Scaled): Int => shiftRight(plus(turns(x).at(-1)!, 0x2000), 14);
  /** What |x|·2/π is more than the nearest whole number. */
  const fraction = (x: Scaled): Pair => {
    const digits = turns(x);
    const first = minus(digits.at(-1)!, shiftLeft(numberOf(x), 14));
    const terms = [first, ...digits.slice(0, -1).reverse()].map((digit, i): Float => mul(toFloat(digit), 2 ** (-14 - 16 * i)));
    return sum(sum(twoSum(terms[0]!, terms[1]!), twoSum(terms[2]!, terms[3]!)), twoSum(terms[4]!, terms[5]!));
  };

  /** Nine digits of 2/π from a bit on, the last one first. */
  const window = (bit: Int): Int[] => {
    let digits: Int[] = TWO_OVER_PI.map((digit) => int(digit));
    const skipped = shiftRight(bit, 4);
    for (const step of [8, 4, 2, 1]) {
      const skip = equalInt(bitAnd(skipped, step), step);
      digits = digits.slice(0, WINDOW + step).map((digit, i) => selectInt(skip, digits[i + step] ?? 0, digit));
    }
    const shift = bitAnd(bit, 15);
    const back = minus(16, shift);
    return Array.from({ length: WINDOW }, (_, i) => {
      const at = WINDOW - 1 - i;
      return bitAnd(bitOr(shiftLeft(digits[at]!, shift), shiftRight(digits[at + 1]!, back)), DIGIT);
    });
  };
  return { reduced };
}
