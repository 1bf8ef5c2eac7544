/** copy: any strides, into contiguous memory; `move`, which does it, goes to any strides too. Elements move as integers, so a NaN keeps its payload. */
import { bytesIn, type CopyRequest } from "@evenkeel/core";
import { I32, V128, get, i32, iff, inc, select, set, v, type Code, type Fn } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { copyElements, copyRow, integers, integersOf, repeat } from "./loops.js";
import { type Dimension, dimensions, each, merge, moved, takeRows } from "./walk.js";

/** Rows of a transposition in one call: their lines stay in the cache while the next columns are copied. Elements of any other call. */
const [ROWS, CALL] = [16, 32768];

export function copy(m: Machine, { dtype, shape, input, output }: CopyRequest): null {
  const bytes = bytesIn(dtype);
  move(m, bytes, dimensions(shape, [input, output], [bytes, bytes]), m.address(input, dtype), m.address(output, dtype));
  return null;
}

/** Copies elements between addresses, along dimensions whose strides are [from, to], in an order of its own. */
export function move(m: Machine, bytes: number, given: readonly Dimension[], from: number, to: number): void {
  if (given.some((d) => d.size === 0)) return;
  const dims = merge(
    given
      .map((d) => {
        if (d.strides[1]! >= 0) return d;
        [from, to] = moved([from, to], d, d.size - 1) as [number, number];
        return { size: d.size, strides: d.strides.map((stride) => -stride) };
      })
      .sort((a, b) => b.strides[1]! - a.strides[1]!),
  );
  const column = dims.pop() ?? { size: 1, strides: [bytes, bytes] };
  const [step, toStep] = column.strides as [number, number];
  const gaps = toStep !== bytes;
  // A dimension whose elements lie side by side makes the rectangle a transposition, which reads four elements at once.
  const unit = step === bytes || gaps ? -1 : dims.findIndex((d) => d.strides[0] === bytes && d.size > 3);
  const row = dims.splice(unit, +(unit >= 0))[0] ?? takeRows(dims, 2);
  const rows = unit < 0 ? Math.ceil(CALL / column.size) : ROWS;
  const [fromRow, toRow] = row.strides as [number, number];
  const run = gaps
    ? m.kernel(`lattice ${bytes}`, integers(8), [], (f) => lattice(f, bytes))
    : m.kernel(`copy ${bytes}`, RECTANGLE, [], (f) => rectangle(f, bytes));
  each(dims, [from, to], ([source = 0, target = 0]) => {
    if (row.size === 1 && step === bytes && !gaps) m.memory.u8.copyWithin(target, source, source + bytes * column.size);
    else {
      for (let r = 0; r < row.size; r += rows) {
        run(target + r * toRow, source + r * fromRow, Math.min(row.size - r, rows), column.size, toRow, fromRow, step, toStep);
      }
    }
  });
}

/** lattice(to, from, rows, columns, toRow, fromRow, fromColumn, toColumn): element by element, from any strides to any, these in bytes. */
function lattice(f: Fn, bytes: number): void {
  const [to, from, rows, columns, toRow, fromRow, fromColumn, toColumn, d, s, n, outer] = integersOf(f);
  f.emit(
    repeat(
      outer,
      get(rows),
      set(d, get(to)),
      set(s, get(from)),
      copyElements(n, d, s, get(columns), get(toColumn), get(fromColumn), bytes),
      inc(to, get(toRow)),
      inc(from, get(fromRow)),
    ),
  );
}

/** rectangle(to, from, rows, columns, toRow, fromRow, fromColumn): rows of contiguous elements from any strides, these in bytes. */
export const RECTANGLE = /* @__PURE__ */ integers(7);
export function rectangle(f: Fn, bytes = 4): void {
  const [to, from, rows, columns, toRow, fromRow, fromColumn, d, s, n, outer] = integersOf(f);
  const [lines, x] = [f.localsOf(I32, 4), f.localsOf(V128, 4)];
  const start = [set(d, get(to)), set(s, get(from))];
  const quarter = (count: number): Code => i32.shrU(get(count), i32.const(2));
  const beyond = (count: number): Code => i32.and(get(count), i32.const(3));
  const tiles: Code = [
    lines.map((line) => [set(line, get(s)), inc(s, get(fromColumn))]),
    repeat(
      n,
      quarter(rows),
      lines.map((line, i) => [set(x[i]!, v.load(get(line))), inc(line, 16)]),
      transposed(x).map((row) => [v.store(get(d), row), inc(d, get(toRow))]),
    ),
    repeat(
      n,
      beyond(rows),
      lines.map((line, i) => [i32.store(get(d), i32.load(get(line)), 4 * i), inc(line, 4)]),
      inc(d, get(toRow)),
    ),
  ];
  const straight = repeat(n, get(rows), v.store(get(d), v.load(get(s))), inc(d, get(toRow)), inc(s, get(fromRow)));
  const contiguous = i32.eq(get(fromColumn), i32.const(bytes));
  const byRows = repeat(
    outer,
    get(rows),
    start,
    iff(contiguous, copyRow(n, d, s, get(columns), bytes), copyElements(n, d, s, get(columns), bytes, get(fromColumn), bytes)),
    inc(to, get(toRow)),
    inc(from, get(fromRow)),
  );
  if (bytes !== 4) return f.emit(byRows);
  f.emit(
    // By columns, four at a time: transpositions, and rows so short that a loop for each would cost more than they do.
    iff(
      select(i32.leU(get(columns), i32.const(8)), i32.eq(get(fromRow), i32.const(4)), contiguous),
      [
        repeat(outer, quarter(columns), start, iff(contiguous, straight, tiles), inc(to, 16), inc(from, i32.shl(get(fromColumn), i32.const(2)))),
        repeat(outer, beyond(columns), start, copyElements(n, d, s, get(rows), get(toRow), get(fromRow)), inc(to, 4), inc(from, get(fromColumn))),
      ],
      byRows,
    ),
  );
}

/** The four columns of the 4×4 block whose rows are in x. The shuffles that they have in common are computed once by V8. */
export const transposed = (x: readonly number[]): Code[] =>
  x.map((_, i) => {
    const half = (j: number): Code => pick(get(x[j]!), get(x[j + 1]!), i < 2 ? [0, 4, 1, 5] : [2, 6, 3, 7]);
    return pick(half(0), half(2), i & 1 ? [2, 3, 6, 7] : [0, 1, 4, 5]);
  });

/** Four of the eight words of a and b. */
export function pick(a: Code, b: Code, words: readonly number[]): Code {
  const bytes = words.flatMap((w) => [4 * w, 4 * w + 1, 4 * w + 2, 4 * w + 3]);
  return v.shuffle(a, b, bytes);
}
