/** matmul: sizes around tiles and blocks of 256, each operand as it is or transposed, batches that repeat an operand. */
import { matmul } from "../reference/matmul.js";
import type { Sum } from "../reference/sum.js";
import { type CaseMaker, DATA, type KindCase } from "./case.js";
import type { Memory } from "./memory.js";

const SIZES = [
  [1, 1, 1],
  [1, 0, 1],
  [2, 0, 3],
  [0, 4, 3],
  [2, 3, 4],
  [5, 8, 8],
  [6, 7, 9],
  [1, 300, 9],
  [9, 300, 1],
  [1, 513, 1],
  [7, 256, 5],
  [5, 257, 13],
  [33, 64, 17],
  [64, 100, 65],
] as const;

export const matmulCases: CaseMaker = (memory, seed) => [
  ...SIZES.flatMap(([m, k, n]) =>
    Object.keys(DATA).map((data, i) => one(memory, seed, { m, k, n, batch: 1, data, transposed: [i % 2 === 1, i > 1], repeated: "none" })),
  ),
  one(memory, seed, { m: 3, k: 40, n: 5, batch: 4, data: "signed", transposed: [false, false], repeated: "none" }),
  one(memory, seed, { m: 8, k: 300, n: 11, batch: 3, data: "positive", transposed: [true, true], repeated: "a" }),
  one(memory, seed, { m: 9, k: 17, n: 8, batch: 2, data: "spread", transposed: [false, true], repeated: "b" }),
];

interface Shape {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly batch: number;
  readonly data: string;
  readonly transposed: readonly [a: boolean, b: boolean];
  readonly repeated: "none" | "a" | "b";
}

function one(memory: Memory, seed: number, s: Shape): KindCase {
  const { m, k, n, batch } = s;
  const a = operand(memory, s, "a", m, k, s.transposed[0], seed),
    b = operand(memory, s, "b", k, n, s.transposed[1], seed + 1);
  const want: Sum[] = Array.from({ length: batch }, (_, i) => matmul(a.matrix(i), b.matrix(i), m, k, n)).flat();
  const request = { kind: "matmul", dtype: "float32", batch, m, n, k, a: a.view, b: b.view, c: memory.output(batch * m * n, [m * n, n, 1]) } as const;
  const name = `${batch}×(${m}×${k} · ${k}×${n}) ${s.data}, ${["a", "b"].filter((_, i) => s.transposed[i]).join() || "none"} transposed, ${s.repeated} repeated`;
  return { name, request, want, bound: { terms: Math.min(k, 256) + Math.ceil(k / 256) }, fault: null };
}

/** A batch of matrices as a view, and each as a row-major array. */
function operand(memory: Memory, s: Shape, name: "a" | "b", rows: number, columns: number, transposed: boolean, seed: number) {
  const each = rows * columns,
    repeats = s.repeated === name || s.batch === 1;
  const data = DATA[s.data]!(each * (repeats ? 1 : s.batch), seed);
  const [row, column] = transposed ? [1, rows] : [columns, 1];
  const view = memory.put(data, [repeats ? 0 : each, row, column]);
  const matrix = (i: number): number[] =>
    Array.from({ length: each }, (_, at) => data[(repeats ? 0 : i * each) + Math.floor(at / columns) * row + (at % columns) * column]!);
  return { view, matrix };
}
