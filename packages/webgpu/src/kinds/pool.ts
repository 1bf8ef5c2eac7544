/**
 * pool: one invocation a window. Where windows begin, how much they see and what they are divided by are tables in storage, which are copied in for each request: of
 * each window of a dimension two words and a wide number.
 */
import type { PoolRequest, Windows } from "@evenkeel/core";
import { library, type Scaled, scaledOf } from "@evenkeel/core/narrow";
import type { Gpu, Source } from "../gpu.js";
import { accumulator, state, widened } from "../print/combine.js";
import { fn, wordFn } from "../print/functions.js";
import { type Bound, bound, Numbers, source, wordOf } from "../print/kernel.js";

const SIZE = 64;
/** Words of a window. */
const ENTRY = 5;
const SUM = accumulator("sum", true, 0);
const WHOLE: Windows = { from: [0], count: [1], step: 1, divisors: [1] };

export function pool(gpu: Gpu, { combine, rows, size: given, windows, input, output }: PoolRequest): null {
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
    kernel = gpu.kernel(`pool ${combine} ${to.of.join()}`, () => kernelOf(combine, to));
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

function kernelOf(combine: PoolRequest["combine"], to: Bound): Source {
  const numbers = new Numbers(),
    [total, x, y, n0, n1, n2, row, plane, line, s0, s1, s2] = Array.from({ length: 12 }, () => numbers.next()),
    [input, table, output] = to.of.map((k) => `b${k}`),
    isSum = combine === "sum";
  const sum = `${state(SUM)}${fn("step", "State", SUM.fields, { structs: 1, words: 1 }, (m, [a], [word]) => SUM.add(m, a!, [m.fromBits(word!)]))}
${wordFn("quotient", "State", SUM.fields, { structs: 1, words: 9 }, (m, [a], words) => {
  const { divS, mulS, roundS } = library(m),
    divisor = (d: number): Scaled => ({ h: m.fromBits(words[3 * d]!), l: m.fromBits(words[3 * d + 1]!), k: words[3 * d + 2]! });
  return m.toBits(roundS(divS(widened(m, a!), mulS(mulS(divisor(0), divisor(1)), divisor(2)))));
})}`;
  const divisors = [0, 1, 2].flatMap((d) => [2, 3, 4].map((i) => `bitcast<i32>(${table}[u${d} + ${i}u])`)).join(", ");
  // Ranks order floats as integers; all zeros are one, and no rank is above that of NaN.
  const [functions, begin, visit, end] = isSum
    ? [sum, "var state = zero();", `state = step(state, bitcast<i32>(${input}[at + c * ${s2}]));`, `quotient(state, ${divisors})`]
    : [
        RANK,
        `var best = rank(0xff800000u);
  var place = f0 * ${plane} + f1 * ${line} + f2;`,
        `let r = rank(${input}[at + c * ${s2}]);
        if (r > best || r == NAN) { best = r; place = at + c * ${s2} - base; }`,
        "place",
      ];
  return source("pool", {
    writes: to.writes,
    words: numbers.count,
    size: SIZE,
    functions,
    body: `  let i = group * ${SIZE}u + lane;
  if (i >= ${total}) { return; }
  let r2 = i / ${n2};
  let r1 = r2 / ${n1};
  let r0 = r1 / ${n0};
  let u0 = r1 % ${n0} * ${ENTRY}u;
  let u1 = (r2 % ${n1} + ${n0}) * ${ENTRY}u;
  let u2 = (i % ${n2} + ${n0} + ${n1}) * ${ENTRY}u;
  let f0 = ${table}[u0];
  let f1 = ${table}[u1];
  let f2 = ${table}[u2];
  let base = ${x} + r0 * ${row};
  ${begin}
  for (var a = 0u; a < ${table}[u0 + 1u]; a++) {
    for (var b = 0u; b < ${table}[u1 + 1u]; b++) {
      let at = base + (f0 + a * ${s0}) * ${plane} + (f1 + b * ${s1}) * ${line} + f2;
      for (var c = 0u; c < ${table}[u2 + 1u]; c++) {
        ${visit}
      }
    }
  }
  ${output}[${y} + i] = bitcast<u32>(${end});
`,
  });
}

const RANK = `const NAN = 0x7fffffff;
fn rank(x: u32) -> i32 {
  let size = x & 0x7fffffffu;
  let number = bitcast<i32>(size);
  return select(select(number, -number, x != size), NAN, size > 0x7f800000u);
}
`;
