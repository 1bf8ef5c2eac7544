/** How elements lie in storage, which is `array<u32>` everywhere so that bits stay what they are: one a word, or two, or four. */
import { bytesIn, type DType } from "@evenkeel/core";
import { type Computed, type Float, type Half, halves, type Int, type Machine, type Value } from "@evenkeel/core/narrow";

/** Elements in a word. */
export const perWord = (dtype: DType): number => 4 / bytesIn(dtype);

const isHalf = (dtype: DType): dtype is Half => dtype === "float16" || dtype === "bfloat16";
const lg = (dtype: DType): number => Math.log2(perWord(dtype));

/** The bits of element `at` (an expression) of a buffer, as i32, the others of its word cut off. */
export function bitsAt(buffer: string, dtype: DType, at: string): string {
  const n = perWord(dtype);
  if (n === 1) return `bitcast<i32>(${buffer}[${at}])`;
  const bits = 32 / n;
  return `i32((${buffer}[(${at}) >> ${lg(dtype)}u] >> (((${at}) & ${n - 1}u) * ${bits}u)) & ${2 ** bits - 1}u)`;
}

/** What bits are the value of. */
export function valueOf(m: Machine, dtype: DType, bits: Int): Float | Int {
  if (isHalf(dtype)) return halves(m).halfValue(bits, dtype);
  return dtype === "float32" ? m.fromBits(bits) : bits;
}

/** The bits that a value, rounded to its type already, is stored as. */
export function bitsOf(m: Machine, dtype: DType, value: Computed): Int {
  if (isHalf(dtype)) return halves(m).halfBits(value as Float, dtype);
  return dtype === "float32" ? m.toBits(value as Float) : (value as Int);
}

/** An input of a step by its name in the text. */
export const named = (name: string): Int => ({ kind: "i32", name }) satisfies Value<"i32">;
