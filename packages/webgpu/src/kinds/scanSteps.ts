/** The steps that scan is made of: states, how they go on, how chunks are joined, and what is stored of them. */
import type { Arithmetic } from "@evenkeel/core";
import { type Computed, exactWords, type Float, type Int, type Kind, type Machine, scaledNumbers, type Value } from "@evenkeel/core/narrow";
import { accumulator, type Accumulator, state } from "../print/combine.js";
import { bitsOf, valueOf, wordsIn } from "../print/elements.js";
import { FAR, FAR_ONE, FAR_ZERO, farNumbers } from "../print/farNumbers.js";
import { fn, struct, wordFn } from "../print/functions.js";
import { UPPER_PRODUCT } from "../print/integers.js";
import { literal } from "../print/wgsl.js";

/** What a kernel is made for: whether factor and term are there, and late. */
export interface Style {
  readonly dtype: Arithmetic;
  readonly factor: "none" | "now" | "late";
  readonly term: "none" | "now" | "late";
}

export const has = (what: "none" | "now" | "late"): boolean => what !== "none";
export const isRecurrence = ({ factor, term }: Style): boolean => has(factor) && has(term);

/** Sums of float32 terms as a reduction has them, and of wide ones. */
const sumOf = (dtype: Arithmetic): Accumulator => accumulator("sum", true, dtype === "float64" ? 1 : 0);
/** The state: a sum, or a number far from all others; of whole numbers its value, and whether one was beyond int32. */
export const fieldsOf = ({ dtype, factor }: Style): readonly Kind[] => (dtype === "int32" ? ["i32", "i32"] : has(factor) ? FAR : sumOf(dtype).fields);

/**
 * The functions: `zero` and `one`; `step(state, words of factor and term)`; `scaledBy(state, words of the factor)`; `join` of a state and a chunk, or of product, state and
 * total; `rounded0` and `rounded1`, the words of an element; and of factors `odd`, whether they are infinite or NaN.
 */
export function functions(style: Style): string {
  const { dtype } = style,
    fields = fieldsOf(style),
    width = wordsIn(dtype),
    words = width * (+has(style.factor) + +has(style.term)),
    start = (name: string, values: readonly number[]): string =>
      `fn ${name}() -> State { return State(${values.map((x, i) => (fields[i] === "f32" ? literal(x) : `i32(${x})`)).join(", ")}); }\n`;
  if (dtype === "int32")
    return `${struct("State", fields)}${start("zero", [0, 0])}${start("one", [1, 0])}${UPPER_PRODUCT}${WHOLE}${wholeSteps(style)}`;
  const value = (m: Machine, given: readonly Int[], i: number): Computed => valueOf(m, dtype, given.slice(width * i, width * (i + 1)));
  const rounded = (total: (m: Machine, a: readonly Value[]) => Computed): string =>
    Array.from({ length: width }, (_, i) =>
      wordFn(`rounded${i}`, "State", fields, { structs: 1 }, (m, [a]) => bitsOf(m, dtype, total(m, a!))[i]!),
    ).join("");
  if (!has(style.factor)) {
    const sum = sumOf(dtype);
    return `${state(sum)}${fn("step", "State", fields, { structs: 1, words }, (m, [a], x) => sum.add(m, a!, [value(m, x, 0)]))}
${fn("join", "State", fields, { structs: 2 }, (m, [a, b]) => sum.merge(m, a!, b!))}${rounded((m, a) => sum.totals(m, a)[0]!)}`;
  }
  const far = (m: Machine, given: readonly Int[], i: number): readonly Value[] => farNumbers(m).of(value(m, given, i));
  const step = fn("step", "State", fields, { structs: 1, words }, (m, [a], x) => {
    const { times, sum } = farNumbers(m),
      scaled = times(a!, far(m, x, 0));
    return has(style.term) ? sum(scaled, far(m, x, 1)) : scaled;
  });
  const join = fn("join", "State", fields, { structs: isRecurrence(style) ? 3 : 2 }, (m, [a, b, c]) => {
    const { times, sum } = farNumbers(m),
      scaled = times(a!, b!);
    return c ? sum(scaled, c) : scaled;
  });
  const odd = wordFn("odd", "", [], { words: width }, (m, _, x) => {
    const [h, l, k] = far(m, x, 0) as [Float, Float, Int];
    return m.selectInt(m.or(scaledNumbers(m).isInfinite({ h, l, k }), exactWords(m).isNaN(h)), 1, 0);
  });
  return `${struct("State", fields)}${start("zero", FAR_ZERO)}${start("one", FAR_ONE)}${step}${join}
${fn("scaledBy", "State", fields, { structs: 1, words: width }, (m, [a], x) => farNumbers(m).times(a!, far(m, x, 0)))}${odd}
${rounded((m, a) => {
  const near = farNumbers(m).near(a);
  return dtype === "float64" ? near : scaledNumbers(m).roundS(near);
})}`;
}

/** Exact in 64 bits from a state within int32; from one that is not nothing is asked. Chunks are joined modulo 2³². */
const WHOLE = `fn both(a: State, x: i32, y: i32) -> State {
  let p = bitcast<u32>(a.s0);
  let q = bitcast<u32>(x);
  let low = p * q;
  let high = upperProduct(p, q) - select(0u, q, a.s0 < 0) - select(0u, p, x < 0);
  let total = low + bitcast<u32>(y);
  let upper = high + bitcast<u32>(y >> 31u) + select(0u, 1u, total < low);
  let value = bitcast<i32>(total);
  return State(value, a.s1 | select(0, 1, upper != bitcast<u32>(value >> 31u)));
}
fn scaledBy(a: State, x: i32) -> State { return State(a.s0 * x, 0); }
fn rounded0(a: State) -> i32 { return a.s0; }
fn odd(x: i32) -> i32 { return 0; }
`;

function wholeSteps({ factor, term }: Style): string {
  const sum =
      "fn step(a: State, y: i32) -> State { return both(a, 1, y); }\nfn join(a: State, b: State) -> State { return State(a.s0 + b.s0, 0); }\n",
    product =
      "fn step(a: State, x: i32) -> State { return both(a, x, 0); }\nfn join(a: State, b: State) -> State { return State(a.s0 * b.s0, 0); }\n",
    recurrence =
      "fn step(a: State, x: i32, y: i32) -> State { return both(a, x, y); }\nfn join(a: State, b: State, c: State) -> State { return State(a.s0 * b.s0 + c.s0, 0); }\n";
  return !has(factor) ? sum : has(term) ? recurrence : product;
}
