/** gather: rows where one index serves a row, single elements otherwise. An index outside gives zeros, and the first one is answered. */
import { bytesIn, type Fault, type GatherRequest, type ScatterRequest } from "@evenkeel/core";
import { fillBytes, get, i32, iff, inc, set, type Fn } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { copyRow, integers, integersOf, repeat } from "./loops.js";

export function gather(m: Machine, r: GatherRequest): Fault | null {
  const bytes = bytesIn(r.dtype);
  const run = m.kernel(`gather ${bytes}`, integers(11), integers(1), (f) => emit(f, bytes));
  return faultAt(m, run(m.address(r.output, r.dtype), m.address(r.input, r.dtype), m.address(r.index), ...sizes(r)));
}

/** Of outer, count, indices for a row of the input, elements for an index, and size; then the strides of the index in bytes. */
export function sizes({ shape: [outer, count, inner], size, index }: GatherRequest | ScatterRequest): number[] {
  const row = index.strides[2] === 0 ? inner : 1;
  return [outer, count, inner / (row || 1), row, size, ...index.strides.map((stride) => 4 * stride)];
}

/** The fault of the index at an address; 0 is none. */
export const faultAt = (m: Machine, address: number): Fault | null => (address ? { index: m.memory.i32[address >>> 2]! } : null);

function emit(f: Fn, unit: number): void {
  const [to, from, index, outer, count, across, row, size, i0, i1, i2, ...locals] = integersOf(f);
  const [o, j, i, n, line, bytes, first, at, picked, column, source, fault] = locals;
  f.emit(
    set(bytes, i32.mul(get(row), unit)),
    set(line, i32.mul(get(across), get(bytes))),
    repeat(
      o,
      get(outer),
      set(first, get(index)),
      repeat(
        j,
        get(count),
        set(at, get(first)),
        set(column, get(from)),
        repeat(
          i,
          get(across),
          set(picked, i32.load(get(at))),
          iff(
            i32.ltU(get(picked), get(size)),
            [set(source, i32.add(get(column), i32.mul(get(picked), get(line)))), copyRow(n, to, source, get(row), unit)],
            [fillBytes(get(to), i32.const(0), get(bytes)), inc(to, get(bytes)), iff(i32.eqz(get(fault)), set(fault, get(at)))],
          ),
          inc(at, get(i2)),
          inc(column, unit),
        ),
        inc(first, get(i1)),
      ),
      inc(index, get(i0)),
      inc(from, i32.mul(get(size), get(line))),
    ),
    get(fault),
  );
}
