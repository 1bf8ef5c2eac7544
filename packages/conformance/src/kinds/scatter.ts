/** scatter: added or written, with a base and without, every index many times or never, ill-conditioned terms, and an index outside, which adds nothing. */
import type { Extent } from "../reference/gather.js";
import { scatter } from "../reference/scatter.js";
import { scatterAdd } from "../reference/scatterAdd.js";
import { view } from "../reference/view.js";
import { type CaseMaker, DATA, type KindCase, strides, WIDE_SUM } from "./case.js";
import { indices, SHAPES } from "./gather.js";
import type { Memory } from "./memory.js";

export const scatterCases: CaseMaker = (memory, seed) =>
  [false, true].flatMap((write) => [
    ...SHAPES.flatMap(([shape, size]) =>
      Object.keys(DATA).map((data, i) => one(memory, seed, shape, size, { data, rows: i % 2 === 1, base: i > 1, bad: null, write })),
    ),
    one(memory, seed, [1, 3000, 1], 2, { data: "cancelling", rows: false, base: true, bad: null, write }),
    ...[-1, 5, 2 ** 31 - 1, -(2 ** 31)].map((bad, i) =>
      one(memory, seed, [2, 3, 4], 5, { data: "signed", rows: i % 2 === 1, base: i > 1, bad, write }),
    ),
    ...[null, -6, 5].map((bad, i) => one(memory, seed, [2, 3, 4], 5, { data: "signed", rows: i === 1, base: i > 0, bad, write, wrap: true })),
  ]);

interface Style {
  readonly data: string;
  readonly rows: boolean;
  readonly base: boolean;
  readonly bad: number | null;
  readonly write: boolean;
  readonly wrap?: boolean;
}

function one(memory: Memory, seed: number, shape: Extent, size: number, style: Style): KindCase {
  const [outer, count, inner] = shape,
    full = [outer, size, inner];
  const source = DATA[style.data]!(outer * count * inner, seed),
    base = style.base ? DATA[style.data]!(outer * size * inner, seed + 9) : null;
  const index = indices(shape, size, style.rows, style.bad, seed),
    from0 = index.data.slice(),
    { write, wrap = false } = style;
  // Every other index is counted from the end.
  if (wrap) index.data.forEach((at, k) => k % 2 === 0 && (index.data[k] = at - size));
  const request = {
    kind: "scatter",
    dtype: "float32",
    shape,
    size,
    wrap,
    write,
    base: base && memory.put(base, strides(full)),
    index: memory.put(index.data, index.steps),
    source: memory.put(source, strides(shape)),
    output: memory.output(outer * size * inner, strides(full)),
  } as const;
  const at = view(from0, 0, shape, index.steps),
    want = write ? scatter(base, at, source, shape, size) : scatterAdd(base, at, source, shape, size);
  const name = `${shape.join("×")} into ${size} ${style.data}${style.rows ? " by rows" : ""}${style.base ? " onto a base" : ""}${style.bad === null ? "" : `, index ${style.bad}`}${write ? ", written" : ""}${wrap ? ", negative ones from the end" : ""}`;
  return { name, request, want, bound: write ? { exact: true } : WIDE_SUM, fault: style.bad };
}
