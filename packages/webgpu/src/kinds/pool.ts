/**
 * pool: one invocation a window. Where windows begin, how much they see and what they are divided by are tables in storage, which are copied in for each request: of
 * each window of a dimension two words and a wide number.
 */
import type { PoolRequest, Windows } from "@evenkeel/core";
import { exactWords, type Int, type Kind, library, type Machine, type Scaled, scaledOf, type Value } from "@evenkeel/core/narrow";
import type { Gpu, Source } from "../gpu.js";
import { accumulator, state, widened } from "../print/combine.js";
import { bitsAt, bitsOf, storeBits, valueOf, wordAt, wordsIn } from "../print/elements.js";
import { fn, struct, wordFn } from "../print/functions.js";
import { type Bound, bound, Numbers, source, wordOf, wordsOf } from "../print/kernel.js";

const SIZE = 64;
/** Words of a window. */
const ENTRY = 5;
const WHOLE: Windows = { from: [0], count: [1], step: 1, divisors: [1] };

export function pool(gpu: Gpu, { combine, dtype, rows, size: given, windows, input, output }: PoolRequest): null {
  const missing = 3 - given.length,
    dims = [...Array.from({ length: missing }, () => WHOLE), ...windows],
    size = [...new Array<number>(missing).fill(1), ...given],
    counts = dims.map(({ from }) => from.length),
    total = counts.reduce((n, k) => n * k, rows);
  if (total === 0) return null;
  const entries = dims.flatMap(tableOf),
    table = gpu.reserve(4 * entries.length);
  gpu.write(table, new Uint32Array(entries));
  const to = bound([input, { storage: table, offset: 0, strides: [] }], [output]),
    kernel = gpu.kernel(`pool ${combine} ${dtype} ${to.key}`, () => kernelOf(combine, dtype, to));
  gpu.dispatch(
    kernel,
    to.storages,
    (words) => {
      const [, second, third] = size as [number, number, number];
      for (const x of [
        total,
        input.offset,
        output.offset,
        ...counts,
        size[0]! * second * third,
        second * third,
        third,
        ...dims.map(({ step }) => step),
      ])
        words.put(x);
    },
    Math.ceil(total / SIZE),
  );
  gpu.free(table);
  return null;
}

function tableOf({ from, count, divisors }: Windows): number[] {
  return from.flatMap((first, p) => {
    const { h, l, k } = scaledOf(divisors[p]!);
    return [first, count[p]!, wordOf("float32", h.constant!), wordOf("float32", l.constant!), k.constant!];
  });
}

type Type = PoolRequest["dtype"];

function kernelOf(combine: PoolRequest["combine"], dtype: Type, to: Bound): Source {
  const numbers = new Numbers(),
    [total, x, y, n0, n1, n2, row, plane, line, s0, s1, s2] = numbers.take(12),
    [input, table, output] = to.of as readonly [number, number, number],
    isSum = combine === "sum",
    element = bitsAt(input, dtype, `at + c * ${s2}`).join(", "),
    divisors = [0, 1, 2].flatMap((d) => [2, 3, 4].map((i) => `bitcast<i32>(${wordAt(table, `u${d} + ${i}u`)})`)).join(", "),
    results = isSum ? Array.from({ length: wordsIn(dtype) }, (_, i) => `quotient${i}(state, ${divisors})`) : ["bitcast<i32>(place)"];
  return source("pool", {
    to,
    words: numbers.count,
    size: SIZE,
    functions: isSum ? sums(dtype) : dtype === "float32" ? RANKS : wideRanks(dtype),
    body: `  let i = group * ${SIZE}u + lane;
  if (i >= ${total}) { return; }
  let r2 = i / ${n2};
  let r1 = r2 / ${n1};
  let r0 = r1 / ${n0};
  let u0 = r1 % ${n0} * ${ENTRY}u;
  let u1 = (r2 % ${n1} + ${n0}) * ${ENTRY}u;
  let u2 = (i % ${n2} + ${n0} + ${n1}) * ${ENTRY}u;
  let f0 = ${wordAt(table, "u0")};
  let f1 = ${wordAt(table, "u1")};
  let f2 = ${wordAt(table, "u2")};
  let base = ${x} + r0 * ${row};
${isSum ? "  var state = zero();\n" : `  var best = least();\n  var place = f0 * ${plane} + f1 * ${line} + f2;\n`}  for (var a = 0u; a < ${wordAt(table, "u0 + 1u")}; a++) {
    for (var b = 0u; b < ${wordAt(table, "u1 + 1u")}; b++) {
      let at = base + (f0 + a * ${s0}) * ${plane} + (f1 + b * ${s1}) * ${line} + f2;
      for (var c = 0u; c < ${wordAt(table, "u2 + 1u")}; c++) {
${
  isSum
    ? `        state = step(state, ${element});\n`
    : `        let x = State(${element});
        if (isGreater(best, x)) {
          best = x;
          place = at + c * ${s2} - base;
        }
`
}      }
    }
  }
${storeBits(output, `${y} + i`, results)}`,
  });
}

/** Sums, and the words of what they are over three divisors. */
function sums(dtype: Type): string {
  const sum = accumulator("sum", true, dtype === "float64" ? 1 : 0),
    total = (m: Machine, a: readonly Value[]): Scaled => (dtype === "float64" ? (sum.totals(m, a)[0] as Scaled) : widened(m, a));
  const quotients = Array.from({ length: wordsIn(dtype) }, (_, i) =>
    wordFn(`quotient${i}`, "State", sum.fields, { structs: 1, words: 9 }, (m, [a], words) => {
      const { divS, mulS, roundS } = library(m),
        divisor = (d: number): Scaled => ({ h: m.fromBits(words[3 * d]!), l: m.fromBits(words[3 * d + 1]!), k: words[3 * d + 2]! }),
        quotient = divS(total(m, a!), mulS(mulS(divisor(0), divisor(1)), divisor(2)));
      return bitsOf(m, dtype, dtype === "float64" ? quotient : roundS(quotient))[i]!;
    }),
  );
  const step = fn("step", "State", sum.fields, { structs: 1, words: wordsIn(dtype) }, (m, [a], x) => sum.add(m, a!, [valueOf(m, dtype, x)]));
  return `${state(sum)}${step}${quotients.join("")}`;
}

/** The words of an element; NaN is greater than all, itself too. Integers are ordered as floats are, all zeros one. */
const RANKS = `struct State { s0: i32 }
fn least() -> State { return State(bitcast<i32>(0xff800000u)); }
fn rank(x: i32) -> i32 {
  let size = x & 0x7fffffff;
  return select(size, -size, x < 0);
}
fn isNone(x: i32) -> bool { return (x & 0x7fffffff) > 0x7f800000; }
fn isGreater(a: State, b: State) -> bool { return isNone(b.s0) || (!isNone(a.s0) && rank(a.s0) < rank(b.s0)); }
`;
function wideRanks(dtype: Type): string {
  const fields: Kind[] = ["i32", "i32"],
    least = wordsOf(dtype, -Infinity).map((word) => `bitcast<i32>(${word}u)`);
  const greater = wordFn("greater", "State", fields, { structs: 2 }, (m, [a, b]) => {
    const [x, y] = [a, b].map((words) => valueOf(m, dtype, words as Int[]) as Scaled) as [Scaled, Scaled],
      { isNaN } = exactWords(m);
    return m.selectInt(m.or(isNaN(y.h), m.and(m.not(isNaN(x.h)), library(m).ltS(x, y))), 1, 0);
  });
  return `${struct("State", fields)}fn least() -> State { return State(${least.join(", ")}); }
${greater}fn isGreater(a: State, b: State) -> bool { return greater(a, b) == 1; }
`;
}
