/** The inside of map's and reduce's kernels: loops over rows and along them, 16 elements a step, and what is stored there. */
import { bytesIn, type DType } from "@evenkeel/core";
import { I32, brIf, get, i32, iff, inc, loop, select, set, tee, v, type Bundle, type Code, type Fn } from "../emit/index.js";
import { LANES, load, lying } from "../types.js";
import { moveElement } from "./loops.js";
import { LENGTH, POINTER, ROWS, SKIP, type Operands } from "./launch.js";

/** Code that reads a word of the parameter block. */
export const word = (offset: number): Code => i32.load(get(0), offset);
/** A local that starts with a word of the block. */
export function wordLocal(f: Fn, offset: number): number {
  const local = f.local(I32);
  f.emit(set(local, word(offset)));
  return local;
}

/** What is done for each row: before it, for 16 elements, and after it; `last`, if that differs, for the elements that are left, fewer than 16. */
export interface Row {
  /** What steps do not change. */
  readonly before?: Code;
  readonly start?: Code;
  readonly step: Code;
  readonly last?: Code;
  readonly end?: Code;
}

/** Is given the operands' addresses, and how many elements of the row are left. */
export type Along = (pointers: readonly number[], left: number) => Row;
/** Both loops. */
export function overRows(f: Fn, { types, moves }: Operands, row: Along): void {
  const pointers = moves.map((_, k) => wordLocal(f, POINTER(k)));
  const rows = wordLocal(f, ROWS);
  const left = f.local(I32);
  const advance = pointers.map((p, k) => (moves[k] ? inc(p, LANES * bytesIn(types[k]!)) : []));
  const skip = pointers.map((p, k) => inc(p, word(SKIP(k))));
  f.emit(loop(alongRow(row(pointers, left), left, advance), skip, brIf(0, tee(rows, i32.sub(get(rows), 1)))));
}

/** What is done for one row. */
export function alongRow({ before = [], start = [], step, last, end = [] }: Row, left: number, advance: Code): Code {
  const whole = [set(left, word(LENGTH)), before],
    next = tee(left, i32.sub(get(left), LANES));
  if (!last) return [whole, start, loop(step, advance, brIf(0, i32.gtS(next, 0))), end];
  const enough = i32.ltU(LANES - 1, get(left));
  return [whole, start, iff(enough, loop(step, advance, brIf(0, i32.ltU(LANES - 1, next)))), iff(get(left), [last, advance]), end];
}

/** 16 elements of each of the first `count` operands. */
export const loadAll = (f: Fn, pointers: readonly number[], { types, moves, formats }: Operands, count: number): Bundle[] =>
  pointers.slice(0, count).map((p, k) => load(f, formats, types[k]!, p, !moves[k]));

/** Stores as many of 16 results as are left, and not a byte more: fewer than 16 go by way of the kernel's own scratch, 128 bytes. */
export function store(f: Fn, { spare, formats, whole }: Operands, dtype: DType, results: Bundle, out: number, left: number): void {
  const vectors = lying(f, formats, dtype, results),
    stored = (at: number): Code => vectors.map((x, j) => v.store(get(at), x, 16 * j));
  if (whole) return f.emit(stored(out));
  const from = f.local(I32);
  const to = f.local(I32);
  const bytes = bytesIn(dtype);
  const partial = i32.ltU(get(left), LANES);
  const pieces = [8, 4, 2, 1].map((elements) =>
    iff(i32.and(get(left), elements), [move(to, from, elements * bytes), inc(from, elements * bytes), inc(to, elements * bytes)]),
  );
  f.emit(set(from, select(i32.add(get(0), spare), get(out), partial)), set(to, get(out)));
  f.emit(stored(from));
  f.emit(iff(partial, pieces));
}

/** Copies a power of two of bytes between the addresses in two locals. */
const move = (to: number, from: number, bytes: number): Code =>
  bytes < 16 ? moveElement(to, from, bytes) : Array.from({ length: bytes / 16 }, (_, j) => v.store(get(to), v.load(get(from), 16 * j), 16 * j));
