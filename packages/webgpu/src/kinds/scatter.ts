/**
 * scatter: elements added to a base where indices say, or written over it. Indices are sorted, so that each result finds its own terms and takes them in the
 * order in which they were given: no atomic addition, and the same bits every time.
 */
import type { Fault, ScatterRequest, View } from "@evenkeel/core";
import { machine, type Value } from "@evenkeel/core/narrow";
import type { Gpu } from "../gpu.js";
import { accumulator, state } from "../print/combine.js";
import { bitsAt, bitsOf, named, valueOf, wordsIn } from "../print/elements.js";
import { fn } from "../print/functions.js";
import { indexed, Numbers, source, wordsFrom, wordsOf } from "../print/kernel.js";
import { Loop, SIZE } from "../print/loop.js";
import { print, text } from "../print/wgsl.js";
import { sort } from "./sort.js";

export function scatter(gpu: Gpu, request: ScatterRequest): Promise<Fault | null> | null {
  const { shape, size, index, output } = request,
    [outer, count, inner] = shape;
  if (outer * size * inner === 0 && outer * count * inner === 0) return null;
  // Lines of indices: one for each outer place, and for each inner one if they differ there.
  const across = index.strides[2] === 0 ? 1 : inner,
    rows = outer * across,
    { slot, answer } = gpu.fault();
  const blocks = [gpu.reserve(4 * rows * count), gpu.reserve(4 * rows * count)],
    [keys, order] = blocks.map((storage): View => ({ storage, offset: 0, strides: [1] })) as [View, View];
  if (rows * count) {
    namedKeys(gpu, request, [outer, across, count], keys, slot);
    sort(gpu, { kind: "sort", dtype: "int32", rows, n: count, from: 0, count, descending: false, input: keys, output: order });
  }
  if (outer * size * inner) collect(gpu, request, across, keys, order, output);
  for (const block of blocks) gpu.free(block);
  return answer;
}

/** The indices, line after line; what is out of range is behind all others, and a fault. */
function namedKeys(gpu: Gpu, { size, wrap = false, index }: ScatterRequest, shape: readonly number[], keys: View, slot: number): void {
  const [s0, s1, s2] = index.strides as [number, number, number],
    loop = new Loop(shape, [{ ...index, strides: [s0, s2, s1] }], [{ ...keys, strides: [shape[1]! * shape[2]!, shape[2]!, 1] }], ["int32"]);
  const kernel = gpu.kernel(`scatter keys ${wrap} ${loop.key}`, () => {
    const numbers = new Numbers(),
      [many, where] = numbers.take(2);
    const body = loop.text(numbers, ([at]) => ({
      lines: indexed(bitsAt(`b${loop.to.of[0]!}`, "int32", at!)[0]!, many!, wrap, where!),
      stores: [{ bits: [`select(i32(${many}), k, inside)`], dtype: "int32" }],
    }));
    return source("scatter", { writes: [...loop.to.writes, true], faults: true, words: numbers.count, size: SIZE, body });
  });
  gpu.dispatch(
    kernel,
    [...loop.to.storages, gpu.faults],
    (words) => {
      words.put(size);
      words.put(slot);
      loop.write(words);
    },
    loop.groups,
  );
}

/** Each result with its terms, which lie together in the order of their keys. */
function collect(
  gpu: Gpu,
  { dtype, shape, size, write = false, base, source: terms }: ScatterRequest,
  across: number,
  keys: View,
  order: View,
  output: View,
): void {
  const [outer, count, inner] = shape,
    inputs = [base ?? 0, { ...terms, strides: [count * inner, 0, 1] }, { ...keys, strides: [0, 0, 0] }, { ...order, strides: [0, 0, 0] }],
    loop = new Loop([outer, size, inner], inputs, [output], [dtype]);
  const kernel = gpu.kernel(`scatter ${write} ${dtype} ${loop.key}`, () => {
    const numbers = new Numbers(),
      [items, many, step, lines] = numbers.take(4),
      buffer = (k: number): string => `b${loop.to.of[k]!}`;
    const acc = accumulator("sum", dtype !== "int32", dtype === "float64" ? 1 : 0),
      adds = !write && dtype !== "int32",
      names = Array.from({ length: wordsIn(dtype) }, (_, i) => `state${i}`);
    const functions = adds
      ? `${state(acc)}${fn("step", "State", acc.fields, { structs: 1, words: wordsIn(dtype) }, (m, [a], words) => acc.add(m, a!, [valueOf(m, dtype, words)]))}`
      : "";
    const body = loop.text(
      numbers,
      ([at, from, key, place], [start]) => {
        const m = machine(),
          totals = acc.totals(
            m,
            acc.fields.map((kind, i): Value => ({ kind, name: `state.s${i}` })),
          );
        const end = adds ? bitsOf(m, dtype, totals[0]!) : names.map(named);
        const first = base ? bitsAt(buffer(0), dtype, at!) : wordsFrom(start!, dtype),
          term = bitsAt(buffer(1), dtype, `${from!} + u32(j) * ${step}`);
        const take = adds ? `state = step(state, ${term.join(", ")});` : names.map((n, i) => `${n} ${write ? "=" : "+="} ${term[i]!};`).join(" ");
        return {
          lines: `  let p = i32(i / ${step} % ${many});
  let row = (i / (${step} * ${many}) * ${lines} + i % ${step} % ${lines}) * ${items};
  var low = 0u;
  var high = ${items};
  while (low < high) {
    let middle = (low + high) / 2u;
    let at = bitcast<i32>(${buffer(3)}[${place!} + row + middle]);
    let found = bitcast<i32>(${buffer(2)}[${key!} + row + u32(at)]);
    if (found < p) { low = middle + 1u; } else { high = middle; }
  }
  ${adds ? `var state = step(zero(), ${first.join(", ")});` : names.map((n, i) => `var ${n} = ${first[i]!};`).join(" ")}
  for (; low < ${items}; low++) {
    let j = bitcast<i32>(${buffer(3)}[${place!} + row + low]);
    if (bitcast<i32>(${buffer(2)}[${key!} + row + u32(j)]) != p) { break; }
    ${take}
  }
${print(m.steps, end)}`,
          stores: [{ bits: end.map(text), dtype }],
        };
      },
      () => void (numbers.count += wordsIn(dtype)),
    );
    return source("scatter", { writes: loop.to.writes, words: numbers.count, size: SIZE, functions, body });
  });
  gpu.dispatch(
    kernel,
    loop.to.storages,
    (words) => {
      [count, size, inner, across].forEach((x) => words.put(x));
      loop.write(words, () => wordsOf(dtype, 0).forEach((w) => words.put(w)));
    },
    loop.groups,
  );
}
