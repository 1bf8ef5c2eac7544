/**
 * matmul: a kernel that holds a 5×8 tile of c in registers (1×32 where c is a row; half as wide in float64), around it panels of a and b, packed.
 * Every element is the same chain of multiplications and additions over k, whatever the sizes, the tile and the layout of the operands.
 */
import { bytesIn, type MatmulRequest, type View } from "@evenkeel/core";
import { V128, brIf, call, d2, f4, get, i32, iff, inc, loop, select, set, tee, v, type Code, type Fn, type Mod } from "../emit/index.js";
import type { Kernel, Machine } from "../machine.js";
import { RECTANGLE, rectangle } from "./copy.js";
import { integers, integersOf, repeat, type Numbers } from "./loops.js";

/** The terms of a partial sum, and the rows of a and columns of b that are packed at a time. */
const [TERMS, ROWS, COLUMNS] = [256, 240, 2048];
/** The widest tile, and the bytes of the largest. */
const [WIDEST, TILE] = [32, 160];
/** Up to this many bytes b stays in the first cache and is read where it is. */
const CACHED = 16384;

export function matmul(m: Machine, r: MatmulRequest): null {
  const { dtype, batch, m: rows, n: columns, k, a, b } = r;
  const unit = bytesIn(dtype);
  if (batch * rows * columns === 0) return null;
  const [aBatch, aRow, aColumn, bBatch, bRow, bColumn] = [...a.strides, ...b.strides].map((stride) => unit * stride) as Numbers<6>;
  // A column is a row of the transposed product.
  if (columns === 1 && rows > 1) return matmul(m, { ...r, m: 1, n: rows, a: turned(b), b: turned(a) });
  // Matrices that are all multiplied by the same one are one matrix, if their rows are evenly spaced.
  if (batch > 1 && bBatch === 0 && (rows === 1 || aBatch === rows * aRow)) {
    return matmul(m, { ...r, batch: 1, m: batch * rows, a: { ...a, strides: [0, a.strides[rows === 1 ? 0 : 1]!, a.strides[2]!] } });
  }
  const run = rows === 1 ? kernel(m, unit, 1, 8) : kernel(m, unit, 5, 2);
  const inPlace = bColumn === unit && (rows <= 10 || k * bRow <= CACHED) ? 1 : 0;
  // A panel of b that only one block of rows uses makes room for the next.
  const [apart, high] = rows > ROWS ? [unit, ROWS] : [0, rows];
  const bytes = unit * Math.min(k, TERMS);
  const edge = m.scratch(TILE + bytes * (high + (apart && Math.min(columns, COLUMNS)) + WIDEST));
  const rest = [rows, columns, k, aRow, aColumn, bRow, bColumn, inPlace, apart, edge, edge + TILE, edge + TILE + bytes * high];
  const [fromA, fromB, to] = [a, b, r.c].map((x) => m.address(x, dtype)) as Numbers<3>;
  for (let i = 0; i < batch; i++) run(fromA + aBatch * i, fromB + bBatch * i, to + unit * rows * columns * i, ...rest);
  return null;
}

const turned = (x: View): View => ({ ...x, strides: [x.strides[0]!, x.strides[2]!, x.strides[1]!] });

const kernel = (m: Machine, unit: number, high: number, wide: number): Kernel =>
  m.kernel(`matmul ${unit} ${high}`, integers(15), [], (f, mod) => product(f, mod, unit, high, wide));

/** tile(a, b, c, k, bRow, cRow, accumulate): c = a·b or c += a·b of `high` rows and `wide` vectors. a is packed; rows of b and c are bRow, cRow bytes apart. */
function tile(f: Fn, unit: number, high: number, wide: number): void {
  const [lanes, splat] = unit === 4 ? [f4, v.splat32] : [d2, v.splat64];
  const [a, b, c, k, bRow, cRow, accumulate] = integersOf(f);
  const sums = Array.from({ length: high }, () => f.localsOf(V128, wide));
  const [line, x] = [f.localsOf(V128, wide), f.local(V128)];
  const store = (value: (sum: number, offset: number) => Code): Code =>
    sums.map((row) => [row.map((sum, j) => v.store(get(c), value(sum, 16 * j), 16 * j)), inc(c, get(cRow))]);
  f.emit(
    // One step of k a turn, in a guarded loop: V8 spills the sums otherwise.
    repeat(
      k,
      get(k),
      line.map((y, j) => set(y, v.load(get(b), 16 * j))),
      sums.map((row, i) => [set(x, splat(get(a), unit * i)), row.map((sum, j) => set(sum, lanes.add(get(sum), lanes.mul(get(x), get(line[j]!)))))]),
      inc(a, unit * high),
      inc(b, get(bRow)),
    ),
    iff(
      get(accumulate),
      store((sum, offset) => lanes.add(v.load(get(c), offset), get(sum))),
      store(get),
    ),
  );
}

/** The whole product: blocks of columns, of k and of rows, in these panels of b, and in these tiles. */
function product(f: Fn, mod: Mod, unit: number, high: number, wide: number): void {
  const rectangles = mod.fn("", RECTANGLE, [], (r) => rectangle(r, unit));
  const tiles = Array.from({ length: high }, (_, i) => mod.fn("", RECTANGLE, [], (t) => tile(t, unit, i + 1, wide)));
  const [a, b, c, m, n, k, aRow, aColumn, bRow, bColumn, inPlace, apart, edge, packedA, packedB, ...locals] = integersOf(f);
  const [j, columns, p, terms, i, rows, x, width, y, height, from, fromRow, packed, to] = locals;
  const panel = (16 / unit) * wide;
  const [one, panelRow, cRow] = [i32.const(unit), i32.const(unit * panel), i32.mul(get(n), unit)];
  const [row, column] = [i32.add(get(i), get(y)), i32.add(get(j), get(x))];

  /** Steps of at most `step` through `total`: `size` is the size of the step at hand. */
  const steps = (at: number, size: number, total: number, step: number, ...body: Code[]): Code => [
    set(at, i32.const(0)),
    loop(
      set(size, i32.sub(get(total), get(at))),
      set(size, select(get(size), i32.const(step), i32.ltU(get(size), i32.const(step)))),
      body,
      brIf(0, i32.ltU(tee(at, i32.add(get(at), get(size))), get(total))),
    ),
  ];
  const at = (base: number, ...offsets: [Code, Code][]): Code =>
    offsets.reduce<Code>((sum, [count, bytes]) => i32.add(sum, i32.mul(count, bytes)), get(base));
  const panelA = at(packedA, [i32.mul(get(y), get(terms)), one]);
  const tileAt = (target: number, targetRow: Code): Code => {
    const args = [panelA, get(from), get(target), get(terms), get(fromRow), targetRow, get(p)];
    return tiles.map((fn, h) => iff(i32.eq(get(height), i32.const(h + 1)), call(fn, ...args)));
  };

  const fromA = at(a, [row, get(aRow)], [get(p), get(aColumn)]);
  const packA = call(rectangles, panelA, fromA, get(terms), get(height), i32.mul(get(height), one), get(aColumn), get(aRow));
  const findB = [
    set(from, at(b, [get(p), get(bRow)], [column, get(bColumn)])),
    set(fromRow, get(bRow)),
    iff(i32.eqz(i32.and(get(inPlace), i32.eq(get(width), i32.const(panel)))), [
      set(packed, at(packedB, [i32.mul(get(x), get(terms)), get(apart)])),
      iff(i32.eqz(get(i)), call(rectangles, get(packed), get(from), get(terms), get(width), panelRow, get(bRow), get(bColumn))),
      set(from, get(packed)),
      set(fromRow, panelRow),
    ]),
  ];
  const multiply = [
    set(to, at(c, [row, cRow], [column, one])),
    iff(i32.eq(get(width), i32.const(panel)), tileAt(to, cRow), [
      call(rectangles, get(edge), get(to), get(height), get(width), panelRow, cRow, one),
      tileAt(edge, panelRow),
      call(rectangles, get(to), get(edge), get(height), get(width), cRow, panelRow, one),
    ]),
  ];
  const block = [steps(y, height, rows, high, packA), steps(x, width, columns, panel, findB, steps(y, height, rows, high, multiply))];
  f.emit(steps(j, columns, n, COLUMNS, steps(p, terms, k, TERMS, steps(i, rows, m, ROWS, block))));
}
