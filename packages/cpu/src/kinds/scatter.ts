/**
 * scatter: for each output row that is touched, a list of its terms in their order, then one pass that adds them in float64 and rounds once.
 * Where one index serves a row of the source the rows are whole; otherwise each column is done on its own, with rows of one element.
 * What is written and not added is gather's loop, the other way round.
 */
import { bytesIn, type Fault, type ScatterRequest } from "@evenkeel/core";
import { F64, I32, V128, brIf, d2, f32, f4, f64, get, i32, i4, iff, inc, loop, set, tee, v, type Code, type Fn } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { faultAt, indexAt, rows, sizes } from "./gather.js";
import { integers, integersOf, repeat } from "./loops.js";

export function scatter(m: Machine, r: ScatterRequest): Fault | null {
  const { dtype, size, base } = r;
  const [outer, count, inner] = r.shape;
  const unit = bytesIn(dtype);
  const wraps = r.wrap === true;
  const run = r.write
    ? m.kernel(`put ${unit} ${wraps}`, integers(11), integers(1), (f) => rows(f, unit, wraps, true))
    : m.kernel(`scatter ${dtype} ${wraps}`, integers(13), integers(1), (f) => emit(f, wraps, ADDERS[dtype as keyof typeof ADDERS]));
  const heads = m.scratch(r.write ? 0 : 4 * (size + count));
  const [output, bytes] = [m.address(r.output, dtype), unit * outer * size * inner];
  const { u8 } = m.memory;
  if (!base) u8.fill(0, output, output + bytes);
  else if (m.address(base, dtype) !== output) u8.copyWithin(output, m.address(base, dtype), m.address(base, dtype) + bytes);
  if (r.write) return faultAt(m, run(output, m.address(r.source, dtype), m.address(r.index), ...sizes(r)));
  u8.fill(0, heads, heads + 4 * size);
  // Terms are numbered from 1 in the lists, so what they index starts one place earlier.
  return faultAt(m, run(output, m.address(r.source, dtype) - unit * inner, m.address(r.index), ...sizes(r), heads, heads + 4 * size - 4));
}

/** Sums of one type: several in a vector, or one. The k-th of them lies k times as far as one reaches. */
interface Sums {
  readonly type: number;
  readonly load: (address: Code, k: number) => Code;
  readonly add: (a: Code, b: Code) => Code;
  readonly store: (address: Code, sum: Code, k: number) => Code;
}
interface Adder {
  /** Bytes of an element, and elements of a vector. */
  readonly unit: number;
  readonly lanes: number;
  readonly vector: Sums;
  readonly single: Sums;
}
const whole = (add: Sums["add"]): Sums => ({
  type: V128,
  load: (address, k) => v.load(address, 16 * k),
  add,
  store: (address, sum, k) => v.store(address, sum, 16 * k),
});
const ADDERS = {
  float32: {
    unit: 4,
    lanes: 2,
    vector: {
      type: V128,
      load: (address, k) => d2.promote(v.load64zero(address, 8 * k)),
      add: d2.add,
      store: (address, sum, k) => v.store64lane(address, f4.demote(sum), 0, 8 * k),
    },
    single: {
      type: F64,
      load: (address) => f64.promote(f32.load(address)),
      add: f64.add,
      store: (address, sum) => f32.store(address, f32.demote(sum)),
    },
  },
  float64: {
    unit: 8,
    lanes: 2,
    vector: /* @__PURE__ */ whole(d2.add),
    single: { type: F64, load: (a) => f64.load(a), add: f64.add, store: (a, s) => f64.store(a, s) },
  },
  int32: {
    unit: 4,
    lanes: 4,
    vector: /* @__PURE__ */ whole(i4.add),
    single: { type: I32, load: (a) => i32.load(a), add: i32.add, store: (a, s) => i32.store(a, s) },
  },
} satisfies Readonly<Record<string, Adder>>;

/** A list starts at heads[row] and goes on at links[term]; both hold the number of a term, or 0 for none. */
function emit(f: Fn, wraps: boolean, { unit, lanes, vector, single }: Adder): void {
  const [to, source, index, outer, count, across, row, size, i0, i1, i2, heads, links, ...locals] = integersOf(f);
  const [o, i, j, n, width, line, first, at, picked, head, link, entry, target, term, place, earliest, fault] = locals;
  const scaled = (base: number, count: Code, bytes: Code): Code => i32.add(get(base), i32.mul(count, bytes));
  const four = i32.const(4);

  const sums = (elements: number): Code => {
    const way = elements > 1 ? vector : single;
    const sum = f.localsOf(way.type, Math.max(1, elements / lanes));
    return [
      sum.map((s, k) => set(s, way.load(get(target), k))),
      set(link, get(entry)),
      loop(
        set(place, scaled(term, get(link), get(line))),
        sum.map((s, k) => set(s, way.add(get(s), way.load(get(place), k)))),
        brIf(0, tee(link, i32.load(scaled(links, get(link), four)))),
      ),
      sum.map((s, k) => way.store(get(target), get(s), k)),
      inc(target, unit * elements),
      inc(term, unit * elements),
    ];
  };
  const addRow = [
    set(target, scaled(to, get(picked), get(line))),
    set(term, get(source)),
    repeat(n, i32.shrU(get(row), i32.const(4)), sums(16)),
    repeat(n, i32.shrU(i32.and(get(row), i32.const(12)), i32.const(2)), sums(4)),
    repeat(n, i32.and(get(row), i32.const(3)), sums(1)),
  ];
  const [pick, inside] = [indexAt(picked, at, size, wraps), i32.ltU(get(picked), get(size))];
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
    set(width, i32.mul(get(row), unit)),
    set(line, i32.mul(get(across), get(width))),
    repeat(
      o,
      get(outer),
      set(first, get(index)),
      repeat(i, get(across), makeLists, addLists, inc(first, get(i2)), inc(to, get(width)), inc(source, get(width))),
      inc(index, get(i0)),
      inc(to, i32.mul(i32.sub(get(size), i32.const(1)), get(line))),
      inc(source, i32.mul(i32.sub(get(count), i32.const(1)), get(line))),
    ),
    get(fault),
  );
}
