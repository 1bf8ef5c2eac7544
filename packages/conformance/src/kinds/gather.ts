/** gather: single elements, whole rows (an index that repeats along them), nothing, and an index outside, which is a fault and gives 0. */
import { gather, type Extent } from "../reference/gather.js";
import { view } from "../reference/view.js";
import { type CaseMaker, DATA, type KindCase, strides } from "./case.js";
import { random } from "../cases.js";
import type { Memory } from "./memory.js";

export const SHAPES: readonly (readonly [shape: Extent, size: number])[] = [
  [[1, 1, 1], 1],
  [[1, 5, 1], 3],
  [[2, 3, 4], 5],
  [[3, 0, 2], 4],
  [[1, 40, 9], 2],
  [[4, 7, 1], 100],
  [[1, 9, 64], 12],
];

export const gatherCases: CaseMaker = (memory, seed) => [
  ...SHAPES.flatMap(([shape, size]) => [one(memory, seed, shape, size, false, null), one(memory, seed, shape, size, true, null)]),
  ...[-1, 5, 2 ** 31 - 1, -(2 ** 31)].flatMap((bad) => [one(memory, seed, [2, 3, 4], 5, false, bad), one(memory, seed, [2, 3, 4], 5, true, bad)]),
  ...[null, -6, 5].flatMap((bad) => [
    wrapped(one(memory, seed, [2, 3, 4], 5, false, bad, true)),
    wrapped(one(memory, seed, [2, 3, 4], 5, true, bad, true)),
  ]),
];
const wrapped = (c: KindCase): KindCase => ({ ...c, name: `${c.name}, negative ones from the end` });

function one(memory: Memory, seed: number, shape: Extent, size: number, rows: boolean, bad: number | null, wrap = false): KindCase {
  const [outer, count, inner] = shape,
    input = DATA.signed!(outer * size * inner, seed);
  const index = indices(shape, size, rows, bad, seed),
    from0 = index.data.slice();
  // Every other index is counted from the end.
  if (wrap) index.data.forEach((at, k) => k % 2 === 0 && (index.data[k] = at - size));
  const request = {
    kind: "gather",
    dtype: "float32",
    shape,
    size,
    wrap,
    input: memory.put(input, [size * inner, inner, 1]),
    index: memory.put(index.data, index.steps),
    output: memory.output(outer * count * inner, strides(shape)),
  } as const;
  const name = `${shape.join("×")} of ${size}${rows ? " by rows" : ""}${bad === null ? "" : `, index ${bad}`}`;
  return { name, request, want: gather(input, view(from0, 0, shape, index.steps), shape, size), bound: { exact: true }, fault: bad };
}

/** Random indices for each element, or one for a whole row (stride 0 along it); the second is `bad` if that is given. */
export function indices([outer, count, inner]: Extent, size: number, rows: boolean, bad: number | null, seed: number) {
  const next = random(seed + 3),
    width = rows ? 1 : inner;
  const data = Int32Array.from({ length: outer * count * width }, (_, i) => (i === 1 && bad !== null ? bad : next() % size));
  return { data, steps: rows ? [count, 1, 0] : [count * inner, inner, 1] };
}
