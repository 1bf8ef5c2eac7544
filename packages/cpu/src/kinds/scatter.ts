/**
 * scatter: for each output row that is touched, a list of its terms in their order, then one pass that adds them in float64 and rounds once.
 * Where one index serves a row of the source the rows are whole; otherwise each column is done on its own, with rows of one element.
 */
import type { Fault, ScatterRequest } from "@evenkeel/core";
import { F64, V128, brIf, d2, f32, f4, f64, get, i32, iff, inc, loop, set, tee, v, type Code, type Fn } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { faultAt, sizes } from "./gather.js";
import { integers, integersOf, repeat } from "./loops.js";

export function scatter(m: Machine, r: ScatterRequest): Fault | null {
  const { size, base } = r;
  const [outer, count, inner] = r.shape;
  const run = m.kernel("scatter", integers(13), integers(1), emit);
  const heads = m.scratch(4 * (size + count));
  const [output, bytes] = [m.address(r.output), 4 * outer * size * inner];
  const { u8 } = m.memory;
  if (!base) u8.fill(0, output, output + bytes);
  else if (m.address(base) !== output) u8.copyWithin(output, m.address(base), m.address(base) + bytes);
  u8.fill(0, heads, heads + 4 * size);
  // Terms are numbered from 1 in the lists, so what they index starts one place earlier.
  return faultAt(m, run(output, m.address(r.source) - 4 * inner, m.address(r.index), ...sizes(r), heads, heads + 4 * size - 4));
}

/** A list starts at heads[row] and goes on at links[term]; both hold the number of a term, or 0 for none. */
function emit(f: Fn): void {
  const [to, source, index, outer, count, across, row, size, i0, i1, i2, heads, links, ...locals] = integersOf(f);
  const [o, i, j, n, unit, line, first, at, picked, head, link, entry, target, term, place, earliest, fault] = locals;
  const scaled = (base: number, count: Code, bytes: Code): Code => i32.add(get(base), i32.mul(count, bytes));
  const four = i32.const(4);

  const sums = (width: number): Code => {
    const wide = width > 1;
    const sum = wide ? f.localsOf(V128, width / 2) : [f.local(F64)];
    const load = (address: number, k: number): Code => (wide ? d2.promote(v.load64zero(get(address), 8 * k)) : f64.promote(f32.load(get(address))));
    const store = (s: number, k: number): Code =>
      wide ? v.store64lane(get(target), f4.demote(get(s)), 0, 8 * k) : f32.store(get(target), f32.demote(get(s)));
    return [
      sum.map((s, k) => set(s, load(target, k))),
      set(link, get(entry)),
      loop(
        set(place, scaled(term, get(link), get(line))),
        sum.map((s, k) => set(s, (wide ? d2 : f64).add(get(s), load(place, k)))),
        brIf(0, tee(link, i32.load(scaled(links, get(link), four)))),
      ),
      sum.map(store),
      inc(target, 4 * width),
      inc(term, 4 * width),
    ];
  };
  const addRow = [
    set(target, scaled(to, get(picked), get(line))),
    set(term, get(source)),
    repeat(n, i32.shrU(get(row), i32.const(4)), sums(16)),
    repeat(n, i32.shrU(i32.and(get(row), i32.const(12)), i32.const(2)), sums(4)),
    repeat(n, i32.and(get(row), i32.const(3)), sums(1)),
  ];
  const [pick, inside] = [set(picked, i32.load(get(at))), i32.ltU(get(picked), get(size))];
  const findHead = set(head, scaled(heads, get(picked), four));
  const makeLists = [
    set(at, scaled(first, get(count), get(i1))),
    repeat(
      j,
      get(count),
      inc(at, i32.sub(i32.const(0), get(i1))),
      pick,
      iff(
        inside,
        [findHead, i32.store(scaled(links, get(j), four), i32.load(get(head))), i32.store(get(head), get(j))],
        [
          // The number of index positions from here to the end: what comes first has the most.
          set(place, i32.add(i32.mul(i32.sub(i32.mul(get(o), get(count)), get(j)), get(across)), get(i))),
          iff(i32.gtU(get(place), get(earliest)), [set(earliest, get(place)), set(fault, get(at))]),
        ],
      ),
    ),
  ];
  // A list is taken at its first term and its head cleared: afterwards all heads are 0 again.
  const addLists = repeat(
    j,
    get(count),
    pick,
    iff(inside, [findHead, iff(tee(entry, i32.load(get(head))), [i32.store(get(head), i32.const(0)), addRow])]),
    inc(at, get(i1)),
  );
  f.emit(
    set(unit, i32.mul(get(row), four)),
    set(line, i32.mul(get(across), get(unit))),
    repeat(
      o,
      get(outer),
      set(first, get(index)),
      repeat(i, get(across), makeLists, addLists, inc(first, get(i2)), inc(to, get(unit)), inc(source, get(unit))),
      inc(index, get(i0)),
      inc(to, i32.mul(i32.sub(get(size), i32.const(1)), get(line))),
      inc(source, i32.mul(i32.sub(get(count), i32.const(1)), get(line))),
    ),
    get(fault),
  );
}
