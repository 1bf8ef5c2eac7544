/** The inside of map's and reduce's kernels: loops over rows and along them, 16 elements a step, what is loaded there and what is stored. */
import { I32, simd, brIf, f4, get, i32, iff, inc, loop, select, set, tee, v, type Bundle, type Code, type Fn } from "../emit/index.js";
import { VECTORS } from "../print.js";
import { BYTES, LANES, LENGTH, POINTER, ROWS, SKIP, SPARE } from "./launch.js";

/** Code that reads a word of the parameter block. */
export const word = (offset: number): Code => i32.load(get(0), offset);
/** A local that starts with a word of the block. */
export function wordLocal(f: Fn, offset: number): number {
  const local = f.local(I32);
  f.emit(set(local, word(offset)));
  return local;
}

/** What is done for each row: before it, for 16 elements, and after it. */
interface Row {
  readonly start?: Code;
  readonly step: Code;
  readonly end?: Code;
}

/** Both loops. `row` is given the operands' addresses, and how many elements of the row are left. */
export function overRows(f: Fn, moves: readonly boolean[], row: (pointers: readonly number[], left: number) => Row): void {
  const pointers = moves.map((_, k) => wordLocal(f, POINTER(k)));
  const rows = wordLocal(f, ROWS);
  const left = f.local(I32);
  const { start = [], step, end = [] } = row(pointers, left);
  const advance = pointers.map((p, k) => (moves[k] ? inc(p, BYTES) : []));
  const more = i32.gtS(tee(left, i32.sub(get(left), LANES)), 0);
  const skip = pointers.map((p, k) => inc(p, word(SKIP(k))));
  f.emit(loop(set(left, word(LENGTH)), start, loop(step, advance, brIf(0, more)), end, skip, brIf(0, tee(rows, i32.sub(get(rows), 1)))));
}

/** 16 elements of each of the first `count` operands. It may read past what there is: memory ends 64 bytes after the last block. */
export function load(f: Fn, pointers: readonly number[], moves: readonly boolean[], count: number): Bundle[] {
  const s = simd(f, VECTORS, f4);
  return pointers.slice(0, count).map((p, k) => (moves[k] ? s.map((j) => v.load(get(p), 16 * j)) : s.splat(v.splat32(get(p)))));
}

/** Stores as many of 16 results as are left, and not a byte more: fewer than 16 go by way of the kernel's own scratch, 64 bytes. */
export function store(f: Fn, results: Bundle, out: number, left: number, operands: number): void {
  const from = f.local(I32);
  const to = f.local(I32);
  const partial = i32.ltU(get(left), LANES);
  const piece = (elements: number, copy: Code): Code => iff(i32.and(get(left), elements), [copy, inc(from, 4 * elements), inc(to, 4 * elements)]);
  f.emit(set(from, select(i32.add(get(0), SPARE(operands)), get(out), partial)), set(to, get(out)));
  f.emit(results.map((x, j) => v.store(get(from), get(x), 16 * j)));
  f.emit(
    iff(partial, [
      piece(8, [v.store(get(to), v.load(get(from))), v.store(get(to), v.load(get(from), 16), 16)]),
      piece(4, v.store(get(to), v.load(get(from)))),
      piece(2, v.store64lane(get(to), v.load64zero(get(from)), 0)),
      piece(1, i32.store(get(to), i32.load(get(from)))),
    ]),
  );
}
