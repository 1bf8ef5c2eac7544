import { describe, expect, test } from "vitest";
import { matmul } from "../src/kinds/matmul.js";
import { bits, difference, floats, machine, place, randoms, room, taken } from "./place.js";

const SIZES = [1, 3, 5, 7, 8, 9, 13, 17, 63, 65, 257, 300];

/** The order of operations that is promised: float32 sums of 256 terms, added one block after the other. Strides are [batch, row, column]. */
function reference(
  batch: number,
  m: number,
  n: number,
  k: number,
  a: Float32Array,
  aStrides: number[],
  b: Float32Array,
  bStrides: number[],
): Float32Array {
  const c = new Float32Array(batch * m * n);
  const [aBatch, aRow, aColumn] = aStrides as [number, number, number];
  const [bBatch, bRow, bColumn] = bStrides as [number, number, number];
  for (let i = 0; i < c.length; i++) {
    const x = Math.floor(i / (m * n)) * aBatch + (Math.floor(i / n) % m) * aRow;
    const y = Math.floor(i / (m * n)) * bBatch + (i % n) * bColumn;
    for (let block = 0; block < k; block += 256) {
      let sum = 0;
      for (let p = block; p < Math.min(k, block + 256); p++) sum = Math.fround(sum + Math.fround(a[x + p * aColumn]! * b[y + p * bRow]!));
      c[i] = block ? Math.fround(c[i]! + sum) : sum;
    }
  }
  return c;
}

interface Layout {
  strides: number[];
  data: Float32Array;
  offset?: number;
}

/** The same `batch` matrices row by row, and column by column, and as parts of larger ones. */
function layouts(data: Float32Array, batch: number, rows: number, columns: number): Layout[] {
  const spread = (rowStride: number, columnStride: number, each: number): Layout => {
    const out = new Float32Array(batch * each).fill(NaN);
    for (let b = 0; b < batch; b++)
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) out[b * each + i * rowStride + j * columnStride] = data[(b * rows + i) * columns + j]!;
    return { strides: [each, rowStride, columnStride], data: out };
  };
  return [
    { strides: [rows * columns, columns, 1], data },
    spread(1, rows, rows * columns),
    spread(columns + 3, 1, rows * (columns + 3) + 1),
    spread(1, rows + 2, columns * (rows + 2) + 5),
  ];
}

function run(batch: number, m: number, n: number, k: number, a: Layout, b: Layout): Int32Array {
  const c = room([batch, m, n]);
  const placed = [a, b].map((x) => place(x.data, x.strides, x.offset));
  expect(matmul(machine, { kind: "matmul", dtype: "float32", batch, m, n, k, a: placed[0]!, b: placed[1]!, c })).toBeNull();
  const result = taken(c, [batch, m, n]);
  for (const { storage } of [...placed, c]) machine.free(storage as never);
  return result;
}

/** All layouts of both operands have the bits of the reference. */
function check(batch: number, m: number, n: number, k: number): void {
  const a = floats(m * 31 + k, batch * m * k);
  const b = floats(n * 17 + k, batch * k * n);
  const expected = bits(reference(batch, m, n, k, a, [m * k, k, 1], b, [k * n, n, 1]));
  for (const left of layouts(a, batch, m, k))
    for (const right of layouts(b, batch, k, n))
      expect(difference(run(batch, m, n, k, left, right), expected), `${batch}: ${m}×${k}×${n} by ${left.strides} and ${right.strides}`).toBeNull();
}

describe("matmul", () => {
  test("odd sizes in all layouts are the reference bit for bit", () => {
    const random = randoms(5);
    const pick = () => SIZES[Math.floor(random() * SIZES.length)]!;
    for (const size of SIZES)
      for (let i = 0; i < 3; i++) {
        check(1, size, pick(), pick());
        check(1, pick(), size, pick());
        check(1, pick(), pick(), size);
      }
  }, 60000);

  test("rows and columns", () => {
    for (const n of [1, 4, 31, 32, 33, 100, 2081])
      for (const k of [1, 3, 256, 300]) {
        check(1, 1, n, k);
        check(1, n, 1, k);
      }
  });

  test("more than one block of rows, columns and terms", () => {
    check(1, 481, 21, 513);
    check(1, 11, 2070, 300);
    check(1, 250, 2060, 9);
  }, 60000);

  test("batches", () => {
    for (const [m, n, k] of [
      [4, 5, 6],
      [1, 7, 9],
      [7, 1, 9],
      [1, 1, 30],
      [65, 10, 13],
    ])
      check(3, m!, n!, k!);
  });

  test("an operand that repeats", () => {
    for (const [batch, m, n, k] of [
      [3, 4, 5, 6],
      [5, 1, 33, 7],
      [5, 33, 1, 7],
      [4, 1, 1, 5],
      [100, 3, 9, 20],
    ] as const) {
      const one = floats(1, m * k);
      const many = floats(2, batch * k * n);
      expect(run(batch, m, n, k, { data: one, strides: [0, k, 1] }, { data: many, strides: [k * n, n, 1] })).toEqual(
        bits(reference(batch, m, n, k, one, [0, k, 1], many, [k * n, n, 1])),
      );
      const all = floats(3, batch * m * k);
      const same = floats(4, k * n);
      expect(run(batch, m, n, k, { data: all, strides: [m * k, k, 1] }, { data: same, strides: [0, n, 1] })).toEqual(
        bits(reference(batch, m, n, k, all, [m * k, k, 1], same, [0, n, 1])),
      );
    }
  });

  test("rows in reverse, and strides that nothing reads", () => {
    const [m, n, k] = [9, 12, 11],
      a = floats(1, m * k),
      b = floats(2, k * n),
      reversed = new Float32Array(m * k);
    for (let i = 0; i < m; i++) reversed.set(a.subarray(i * k, i * k + k), (m - 1 - i) * k);
    const straight = run(1, m, n, k, { data: a, strides: [0, k, 1] }, { data: b, strides: [0, n, 1] });
    expect(run(1, m, n, k, { data: reversed, strides: [0, -k, 1], offset: (m - 1) * k }, { data: b, strides: [0, n, 1] })).toEqual(straight);
    const column = floats(3, 6);
    const row = floats(4, 20);
    const outer = bits(reference(1, 6, 20, 1, column, [0, 1, 0], row, [0, 0, 1]));
    expect(run(1, 6, 20, 1, { data: column, strides: [0, 1, 77] }, { data: row, strides: [0, 99, 1] })).toEqual(outer);
    expect(run(1, 6, 20, 1, { data: column, strides: [0, 1, 1] }, { data: row, strides: [0, 1, 1] })).toEqual(outer);
  });

  test("infinities, NaN and numbers out of range stay in their rows and columns", () => {
    const [m, n, k] = [6, 9, 8],
      a = floats(1, m * k),
      b = floats(2, k * n);
    a[k] = Infinity;
    b[3] = NaN;
    a[2 * k] = 3e38;
    b[0] = 3e38;
    const c = new Float32Array(run(1, m, n, k, { data: a, strides: [0, k, 1] }, { data: b, strides: [0, n, 1] }).buffer);
    expect(c).toEqual(reference(1, m, n, k, a, [0, k, 1], b, [0, n, 1]));
    expect(c.filter(Number.isNaN).length).toBe(m);
  });

  test("no terms give zeros, no elements nothing", () => {
    const none = { data: new Float32Array(0), strides: [0, 0, 1] };
    expect(run(2, 3, 4, 0, none, none)).toEqual(new Int32Array(24));
    for (const [batch, m, n] of [
      [0, 3, 4],
      [2, 0, 4],
      [2, 3, 0],
    ])
      expect(run(batch!, m!, n!, 5, none, none).length).toBe(0);
  });
});
