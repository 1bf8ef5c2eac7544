/**
 * What a reduction carries along: how a term is added, and how two parts are put together.
 *
 * A sum of float32 terms is two sums of two floats, one of terms from 2⁶⁴ up, times 2⁻⁶⁴: each addition loses what is beyond 48 bits, and no partial sum
 * overflows. Wide terms are added as numbers with an exponent, that of the largest so far. Whole numbers are added in 64 bits.
 */
import {
  type Computed,
  exactWords,
  type Float,
  INFINITE,
  type Int,
  type Kind,
  library,
  type Machine,
  pairArithmetic,
  type Scaled,
  scaledNumbers,
  type Value,
} from "@evenkeel/core/narrow";
import { isOdd, wide } from "./elements.js";
import { struct } from "./functions.js";
import { isBelow } from "./integers.js";
import { literal } from "./wgsl.js";

export interface Accumulator {
  readonly fields: readonly Kind[];
  /** Of nothing. */
  readonly zero: readonly number[];
  add(m: Machine, state: readonly Value[], terms: readonly Computed[]): readonly Value[];
  merge(m: Machine, a: readonly Value[], b: readonly Value[]): readonly Value[];
  /** The totals: rounded to their type, or wide. */
  totals(m: Machine, state: readonly Value[]): readonly Computed[];
}

const LARGE = 64;

function pairs(m: Machine) {
  const { add } = m,
    { twoSum, quickSum, sum } = pairArithmetic(m),
    { magnitude } = exactWords(m);
  return {
    magnitude,
    /** Behind an infinity or NaN there is no second float. */
    plus: (h: Float, l: Float, x: Float): readonly Value[] => {
      const s = twoSum(h, x),
        r = quickSum(s.h, add(s.l, l)),
        odd = isOdd(m, s.h);
      return [m.select(odd, s.h, r.h), m.select(odd, 0, r.l)];
    },
    together: (h: Float, l: Float, H: Float, L: Float): readonly Value[] => {
      const s = sum({ h, l }, { h: H, l: L }),
        top = add(h, H),
        odd = isOdd(m, top);
      return [m.select(odd, top, s.h), m.select(odd, 0, s.l)];
    },
  };
}

type Floats = readonly [Float, Float, Float, Float];
const floats: Accumulator = {
  fields: ["f32", "f32", "f32", "f32"],
  zero: [0, 0, 0, 0],
  add(m, state, terms) {
    const [h, l, H, L] = state as Floats,
      x = terms[0] as Float,
      { plus, magnitude } = pairs(m),
      large = m.lessInt((127 + LARGE) << 23, magnitude(x)); // NaN and infinities too
    return [...plus(h, l, m.select(large, 0, x)), ...plus(H, L, m.select(large, m.mul(x, 2 ** -LARGE), 0))];
  },
  merge(m, a, b) {
    const [h, l, H, L] = a as Floats,
      [g, k, G, K] = b as Floats,
      { together } = pairs(m);
    return [...together(h, l, g, k), ...together(H, L, G, K)];
  },
  totals: (m, state) => [library(m).roundS(widened(m, state))],
};
/** The total of a sum of float32 terms before it is rounded. */
export function widened(m: Machine, total: readonly Value[]): Scaled {
  const [h, l, H, L] = total as Floats;
  return library(m).addS(wide(m, { h: H, l: L }, LARGE), wide(m, { h, l }));
}

/** Sums, or extremes, of wide terms, three fields each. */
function wides(combine: "sum" | "max" | "min", count: number): Accumulator {
  const each = <T>(x: readonly T[], i: number): readonly T[] => x.slice(3 * i, 3 * i + 3),
    list = Array.from({ length: count }, (_, i) => i),
    scaledAt = (state: readonly Value[], i: number): Scaled => {
      const [h, l, k] = each(state, i) as [Float, Float, Int];
      return { h, l, k };
    },
    parts = ({ h, l, k }: Scaled): readonly Value[] => [h, l, k],
    word = combine === "sum" ? "addRunning" : (`${combine}S` as const),
    zero = { sum: [0, 0, -INFINITE], max: [-1, 0, INFINITE], min: [1, 0, INFINITE] }[combine];
  return {
    fields: list.flatMap((): readonly Kind[] => ["f32", "f32", "i32"]),
    zero: list.flatMap(() => zero),
    add: (m, state, terms) => list.flatMap((i) => parts(library(m)[word](scaledAt(state, i), asScaled(m, terms[i]!)))),
    merge: (m, a, b) => list.flatMap((i) => parts(library(m)[word](scaledAt(a, i), scaledAt(b, i)))),
    totals: (m, state) => list.map((i) => (combine === "sum" ? normalOf(m, scaledAt(state, i)) : scaledAt(state, i))),
  };
}
const normalOf = (m: Machine, x: Scaled): Scaled => scaledNumbers(m).normal(x, x.k);
const asScaled = (m: Machine, x: Computed): Scaled => ("k" in x ? x : scaledNumbers(m).fToS(x as Float));

/** The low half of a sum, and the high one. */
const integers: Accumulator = {
  fields: ["i32", "i32"],
  zero: [0, 0],
  add: (m, state, terms) => sum64(m, state, [terms[0] as Int, m.shiftRight(terms[0] as Int, 31)]),
  merge: sum64,
  totals: (_, state) => [state[0] as Int],
};
function sum64(m: Machine, a: readonly Value[], b: readonly Value[]): readonly Value[] {
  const [l, h] = a as [Int, Int],
    [L, H] = b as [Int, Int],
    low = m.plus(l, L),
    carry = m.selectInt(isBelow(m, low, l), 1, 0);
  return [low, m.plus(m.plus(h, H), carry)];
}
/** Whether a sum is beyond int32. */
export const isBeyond = (m: Machine, state: readonly Value[]) => m.not(m.equalInt(state[1] as Int, m.shiftRight(state[0] as Int, 31)));

const extreme = (combine: "max" | "min", isFloat: boolean): Accumulator => {
  const pick = (m: Machine, a: Value, b: Value): Value => {
    if (isFloat) return exactWords(m)[`${combine}F`](a as Float, b as Float);
    return m[combine === "max" ? "larger" : "smaller"](a as Int, b as Int);
  };
  const least = isFloat ? -Infinity : -(2 ** 31),
    greatest = isFloat ? Infinity : 2 ** 31 - 1;
  return {
    fields: [isFloat ? "f32" : "i32"],
    zero: [combine === "max" ? least : greatest],
    add: (m, [a], [x]) => [pick(m, a!, x as Value)],
    merge: (m, [a], [b]) => [pick(m, a!, b!)],
    totals: (_, [a]) => [a as Float | Int],
  };
};

/** `wide`: how many totals there are that are not rounded; 0 where there is one, of the type of the terms. */
export function accumulator(combine: "sum" | "max" | "min", isFloat: boolean, wide: number): Accumulator {
  if (wide) return wides(combine, wide);
  if (combine !== "sum") return extreme(combine, isFloat);
  return isFloat ? floats : integers;
}

/** The struct of an accumulator, and what it is before anything is added. */
export const state = ({ fields, zero }: Accumulator, suffix: string | number = ""): string =>
  `${struct(`State${suffix}`, fields)}fn zero${suffix}() -> State${suffix} { return State${suffix}(${zero.map((x, i) => (fields[i] === "f32" ? literal(x) : `i32(${x})`)).join(", ")}); }\n`;
