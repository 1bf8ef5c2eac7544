/** Numbers that a kernel is given: a word each, and wide ones three: two floats and an exponent. */
import type { DType } from "@evenkeel/core";
import { type Computed, type Machine, scaledOf, type Value } from "@evenkeel/core/narrow";
import type { Words } from "../words.js";
import { valueOf } from "./elements.js";
import { type Numbers, wordOf } from "./kernel.js";

/** The value of the next number, of a type. */
export function numberOf(m: Machine, numbers: Numbers, dtype: DType): Computed {
  const word = (kind: "f32" | "i32"): Value => ({ kind, name: `bitcast<${kind}>(${numbers.next()})` });
  if (dtype !== "float64") return valueOf(m, dtype, [word("i32") as Value<"i32">]);
  return { h: word("f32") as Value<"f32">, l: word("f32") as Value<"f32">, k: word("i32") as Value<"i32"> };
}

export function putNumber(words: Words, dtype: DType, x: number): void {
  if (dtype !== "float64") return words.put(wordOf(dtype, x));
  const { h, l, k } = scaledOf(x);
  words.put(wordOf("float32", h.constant!));
  words.put(wordOf("float32", l.constant!));
  words.put(k.constant!);
}
