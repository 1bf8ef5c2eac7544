/**
 * How elements lie in storage, which is `array<u32>` everywhere so that bits stay what they are: one a word, or two, or four. A float64, which only ops have
 * among themselves, has two.
 */
import { bytesIn, type DType } from "@evenkeel/core";
import {
  type Computed,
  type Float,
  halves,
  type Int,
  isHalf,
  type Kind,
  type Machine,
  type Pair,
  type Scaled,
  scaledNumbers,
  exactWords,
} from "@evenkeel/core/narrow";
import { doubles } from "./doubles.js";

/** Elements in a word; ½ of a float64. */
export const perWord = (dtype: DType): number => 4 / bytesIn(dtype);
/** Words of an element. */
export const wordsIn = (dtype: DType): number => Math.max(1, bytesIn(dtype) / 4);

/** Word `at` of a binding, as u32, and the statement that stores one. */
export const wordAt = (binding: number, at: string): string => `load${binding}(${at})`;
export const storeWord = (binding: number, at: string, word: string): string => `store${binding}(${at}, ${word});`;

/** The words of element `at` (an expression) of a binding, as i32; of less than a word its bits alone. */
export function bitsAt(binding: number, dtype: DType, at: string): readonly string[] {
  const n = perWord(dtype);
  if (n < 1) return [`bitcast<i32>(${wordAt(binding, `2u * (${at})`)})`, `bitcast<i32>(${wordAt(binding, `2u * (${at}) + 1u`)})`];
  if (n === 1) return [`bitcast<i32>(${wordAt(binding, at)})`];
  const bits = 32 / n;
  return [`i32((${wordAt(binding, `(${at}) >> ${Math.log2(n)}u`)} >> (((${at}) & ${n - 1}u) * ${bits}u)) & ${2 ** bits - 1}u)`];
}
/** The statements that store the words of element `at`. */
export const storeBits = (binding: number, at: string, words: readonly string[]): string =>
  words
    .map((word, k) => `  ${storeWord(binding, words.length === 1 ? at : `${words.length}u * (${at}) + ${k}u`, `bitcast<u32>(${word})`)}\n`)
    .join("");
/** Lines that load an element as `name`. */
export const load = (name: string, dtype: DType, binding: number, at: string): string =>
  bitsAt(binding, dtype, at)
    .map((bits, i) => `  let ${wordName(name, i)} = ${bits};\n`)
    .join("");
const wordName = (name: string, i: number): string => (i ? `${name}_${i}` : name);
/** The words of an element that was loaded. */
export const loaded = (name: string, dtype: DType): readonly Int[] => Array.from({ length: wordsIn(dtype) }, (_, i) => named(wordName(name, i)));

/** What words are the value of. */
export function valueOf(m: Machine, dtype: DType, [bits, high]: readonly Int[]): Computed {
  if (isHalf(dtype)) return halves(m).halfValue(bits!, dtype);
  if (dtype === "float64") return doubles(m).doubleValue([bits!, high!]);
  return dtype === "float32" ? m.fromBits(bits!) : bits!;
}

/** The words that a value, rounded to its type already, is stored as. */
export function bitsOf(m: Machine, dtype: DType, value: Computed): readonly Int[] {
  if (isHalf(dtype)) return [halves(m).halfBits(value as Float, dtype)];
  if (dtype === "float64") return doubles(m).doubleWords(value as Scaled);
  return [dtype === "float32" ? m.toBits(value as Float) : (value as Int)];
}

/** (h + l)·2ᵏ; what is infinite or NaN is so in h. */
export function wide(m: Machine, { h, l }: Pair, k = 0): Scaled {
  const { normal, fToS, isZero, isInfinite, whereS } = scaledNumbers(m),
    x = whereS(isOdd(m, h), fToS(h), normal({ h, l }, 0, m.toBits(h)));
  return k === 0 ? x : whereS(m.or(isZero(x), isInfinite(x)), x, { h: x.h, l: x.l, k: m.plus(x.k, k) });
}
/** Whether a float is infinite or NaN. */
export const isOdd = (m: Machine, h: Float) => m.lessInt(0x7f7fffff, exactWords(m).magnitude(h));

/** A word by its name in the text. */
export const named = (name: string): Int => ({ kind: "i32" satisfies Kind, name });
