/**
 * scatter: elements added to a base where indices say, or written over it. What is added: indices are sorted, and where the terms of each result begin is noted, so that it
 * takes them in the order in which they were given: no atomic addition, and the same bits every time. Of what is written each result notes the last that is its.
 */
import type { Fault, ScatterRequest, View } from "@evenkeel/core";
import { machine, type Value } from "@evenkeel/core/narrow";
import type { Block } from "../buffers.js";
import type { Gpu } from "../gpu.js";
import { accumulator, state } from "../print/combine.js";
import { bitsAt, bitsOf, named, storeWord, valueOf, wordAt, wordsIn } from "../print/elements.js";
import { fn } from "../print/functions.js";
import { bound, indexed, Numbers, source, wordsFrom, wordsOf } from "../print/kernel.js";
import { Loop, SIZE } from "../print/loop.js";
import { print, text } from "../print/wgsl.js";
import { sort } from "./sort.js";

export function scatter(gpu: Gpu, request: ScatterRequest): Promise<Fault | null> | null {
  const { shape, size, index } = request,
    [outer, count, inner] = shape;
  if (outer * size * inner === 0 && outer * count * inner === 0) return null;
  // Lines of indices: one for each outer place, and for each inner one if they differ there.
  const across = index.strides[2] === 0 ? 1 : inner,
    rows = outer * across,
    { slot, answer } = gpu.fault(),
    reserved: Block[] = [];
  const list = (words: number): View => {
    reserved.push(gpu.reserve(4 * words));
    return { storage: reserved.at(-1)!, offset: 0, strides: [1] };
  };
  const heads = list(rows * size),
    lines = [outer, across, count] as const;
  if (rows * size) gpu.clear(heads.storage as Block, 4 * rows * size);
  if (request.write) {
    if (rows * count) latest(gpu, request, lines, heads, slot);
    if (outer * size * inner) written(gpu, request, across, heads);
  } else {
    const [keys, order] = [list(rows * count), list(rows * count)];
    if (rows * count) {
      namedKeys(gpu, request, lines, keys, slot);
      sort(gpu, { kind: "sort", dtype: "int32", rows, n: count, from: 0, count, descending: false, input: keys, output: order });
      noted(gpu, [rows, count, size], keys, order, heads);
    }
    if (outer * size * inner) collect(gpu, request, across, [keys, order, heads]);
  }
  for (const storage of reserved) gpu.free(storage);
  return answer;
}

/** Indices as a loop over lines reads them. */
const byLines = (index: View): View => ({ ...index, strides: [index.strides[0]!, index.strides[2]!, index.strides[1]!] });

/** One more than the place of the last element that each result is given, if any. */
function latest(gpu: Gpu, { size, wrap = false, index }: ScatterRequest, shape: readonly [number, number, number], heads: View, slot: number): void {
  const [outer, across, count] = shape,
    at = byLines(index),
    to = bound([at], [heads]);
  const kernel = gpu.kernel(`scatter latest ${wrap} ${to.key}`, () => {
    const numbers = new Numbers(),
      [all, rows, items, many, where, offset, s0, s1, s2] = numbers.take(9),
      [from, head] = to.of as readonly [number, number];
    return source("scatter", {
      to,
      faults: true,
      atomic: head,
      words: numbers.count,
      size: SIZE,
      body: `  let i = group * ${SIZE}u + lane;
  if (i >= ${all}) { return; }
  let j = i % ${items};
  let line = i / ${items};
${indexed(bitsAt(from, "int32", `${offset} + line / ${rows} * ${s0} + line % ${rows} * ${s1} + j * ${s2}`)[0]!, many!, wrap, where!)}  if (inside) { raise${head}(line * ${many} + u32(k), j + 1u); }
`,
    });
  });
  gpu.dispatch(
    kernel,
    [...to.storages, gpu.faults],
    (words) => [outer * across * count, across, count, size, slot, at.offset, ...at.strides].forEach((x) => words.put(x)),
    Math.ceil((outer * across * count) / SIZE),
  );
}

/** The indices, line after line; what is out of range is behind all others, and a fault. */
function namedKeys(gpu: Gpu, { size, wrap = false, index }: ScatterRequest, shape: readonly number[], keys: View, slot: number): void {
  const loop = new Loop(shape, [byLines(index)], [{ ...keys, strides: [shape[1]! * shape[2]!, shape[2]!, 1] }], ["int32"]);
  const kernel = gpu.kernel(`scatter keys ${wrap} ${loop.key}`, () => {
    const numbers = new Numbers(),
      [many, where] = numbers.take(2);
    const body = loop.text(numbers, ([at]) => ({
      lines: indexed(bitsAt(loop.to.of[0]!, "int32", at!)[0]!, many!, wrap, where!),
      stores: [{ bits: [`select(i32(${many}), k, inside)`], dtype: "int32" }],
    }));
    return source("scatter", { to: loop.to, faults: true, words: numbers.count, size: SIZE, body });
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

/** One more than the rank of the first term of each result that has any. */
function noted(gpu: Gpu, [rows, count, size]: readonly [number, number, number], keys: View, order: View, heads: View): void {
  const to = bound([keys, order], [heads]);
  const kernel = gpu.kernel(`scatter heads ${to.key}`, () => {
    const numbers = new Numbers(),
      [lines, items, many] = numbers.take(3),
      [key, place, head] = to.of as readonly [number, number, number];
    return source("scatter", {
      to,
      words: numbers.count,
      size: SIZE,
      body: `  let i = group * ${SIZE}u + lane;
  if (i >= ${lines} * ${items}) { return; }
  let row = i / ${items} * ${items};
  let k = ${wordAt(key, `row + ${wordAt(place, "i")}`)};
  if (k >= ${many}) { return; }
  if (i != row && ${wordAt(key, `row + ${wordAt(place, "i - 1u")}`)} == k) { return; }
  ${storeWord(head, `i / ${items} * ${many} + k`, "i - row + 1u")}
`,
    });
  });
  gpu.dispatch(kernel, to.storages, (words) => [rows, count, size].forEach((x) => words.put(x)), Math.ceil((rows * count) / SIZE));
}

/** Each result with its terms, which lie together in the order of their keys. */
function collect(gpu: Gpu, { dtype, shape, size, base, source: terms, output }: ScatterRequest, across: number, sorted: readonly View[]): void {
  const [outer, count, inner] = shape,
    inputs = [base ?? 0, { ...terms, strides: [count * inner, 0, 1] }, ...sorted.map((view) => ({ ...view, strides: [0, 0, 0] }))],
    loop = new Loop([outer, size, inner], inputs, [output], [dtype]);
  const kernel = gpu.kernel(`scatter ${dtype} ${loop.key}`, () => {
    const numbers = new Numbers(),
      [items, many, step, lines] = numbers.take(4),
      binding = (k: number): number => loop.to.of[k]!;
    const acc = accumulator("sum", dtype !== "int32", dtype === "float64" ? 1 : 0),
      adds = dtype !== "int32",
      names = Array.from({ length: wordsIn(dtype) }, (_, i) => `state${i}`);
    const functions = adds
      ? `${state(acc)}${fn("step", "State", acc.fields, { structs: 1, words: wordsIn(dtype) }, (m, [a], words) => acc.add(m, a!, [valueOf(m, dtype, words)]))}`
      : "";
    const body = loop.text(
      numbers,
      ([at, from, key, place, head], [start]) => {
        const m = machine(),
          totals = acc.totals(
            m,
            acc.fields.map((kind, i): Value => ({ kind, name: `state.s${i}` })),
          );
        const end = adds ? bitsOf(m, dtype, totals[0]!) : names.map(named);
        const first = base ? bitsAt(binding(0), dtype, at!) : wordsFrom(start!, dtype),
          term = bitsAt(binding(1), dtype, `${from!} + j * ${step}`);
        const take = adds ? `state = step(state, ${term.join(", ")});` : names.map((n, i) => `${n} += ${term[i]!};`).join(" ");
        return {
          lines: `  let p = i / ${step} % ${many};
  let line = i / (${step} * ${many}) * ${lines} + i % ${step} % ${lines};
  let row = line * ${items};
  // Where there are none, it is beyond all ranks.
  var rank = ${wordAt(binding(4), `${head!} + line * ${many} + p`)} - 1u;
  ${adds ? `var state = step(zero(), ${first.join(", ")});` : names.map((n, i) => `var ${n} = ${first[i]!};`).join(" ")}
  for (; rank < ${items}; rank++) {
    let j = ${wordAt(binding(3), `${place!} + row + rank`)};
    if (${wordAt(binding(2), `${key!} + row + j`)} != p) { break; }
    ${take}
  }
${print(m.steps, end)}`,
          stores: [{ bits: end.map(text), dtype }],
        };
      },
      () => void (numbers.count += wordsIn(dtype)),
    );
    return source("scatter", { to: loop.to, words: numbers.count, size: SIZE, functions, body });
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

/** Each result as it was written last, or as it was. */
function written(gpu: Gpu, { dtype, shape, size, base, source: terms, output }: ScatterRequest, across: number, heads: View): void {
  const [outer, count, inner] = shape,
    inputs = [base ?? 0, { ...terms, strides: [count * inner, 0, 1] }, { ...heads, strides: [0, 0, 0] }],
    loop = new Loop([outer, size, inner], inputs, [output], [dtype]);
  const kernel = gpu.kernel(`scatter written ${dtype} ${loop.key}`, () => {
    const numbers = new Numbers(),
      [many, step, lines] = numbers.take(3),
      binding = (k: number): number => loop.to.of[k]!,
      names = Array.from({ length: wordsIn(dtype) }, (_, i) => `kept${i}`);
    const body = loop.text(
      numbers,
      ([at, from, head], [start]) => {
        const first = base ? bitsAt(binding(0), dtype, at!) : wordsFrom(start!, dtype),
          last = bitsAt(binding(1), dtype, `${from!} + (rank - 1u) * ${step}`);
        return {
          lines: `  let p = i / ${step} % ${many};
  let line = i / (${step} * ${many}) * ${lines} + i % ${step} % ${lines};
  let rank = ${wordAt(binding(2), `${head!} + line * ${many} + p`)};
  ${names.map((n, i) => `var ${n} = ${first[i]!};`).join(" ")}
  if (rank != 0u) { ${names.map((n, i) => `${n} = ${last[i]!};`).join(" ")} }
`,
          stores: [{ bits: names, dtype }],
        };
      },
      () => void (numbers.count += wordsIn(dtype)),
    );
    return source("scatter", { to: loop.to, words: numbers.count, size: SIZE, body });
  });
  gpu.dispatch(
    kernel,
    loop.to.storages,
    (words) => {
      [size, inner, across].forEach((x) => words.put(x));
      loop.write(words, () => wordsOf(dtype, 0).forEach((w) => words.put(w)));
    },
    loop.groups,
  );
}
