/**
 * pool: windows one by one, in float64 registers; four side by side where they are as wide as the last dimension's others and begin 1 or 2 elements apart.
 * A sum goes through its window in row-major order.
 */
import { bytesIn, type PoolRequest, type Windows } from "@evenkeel/core";
import {
  F64,
  I32,
  V128,
  block,
  br,
  brIf,
  d2,
  demote,
  f32,
  f4,
  f64,
  get,
  i32,
  i4,
  iff,
  inc,
  loop,
  promote,
  set,
  simd,
  v,
  type Code,
  type Fn,
} from "../emit/index.js";
import type { Machine } from "../machine.js";
import { pick } from "./copy.js";
import { integers, integersOf, repeat } from "./loops.js";

/** Bytes of a window in the tables: where it begins, how many elements it sees, and its divisor. */
const ENTRY = 16;
/** Wider windows go one by one. */
const WIDEST = 8;

/** Windows of `width` elements `step` apart, which begin `apart` elements from one another: `first` … `end` − 1 of a dimension. */
interface Even {
  readonly width: number;
  readonly step: number;
  readonly apart: number;
  readonly first: number;
  readonly end: number;
}

export function pool(m: Machine, r: PoolRequest): null {
  const { combine, dtype, rows } = r;
  const unit = bytesIn(dtype);
  const whole: Windows = { from: [0], count: [1], step: 1, divisors: [1] };
  const missing = 3 - r.size.length;
  const windows = [...Array.from({ length: missing }, () => whole), ...r.windows] as [Windows, Windows, Windows];
  const size = [...new Array<number>(missing).fill(1), ...r.size];
  const counts = windows.map(({ from }) => from.length);
  if (rows * counts.reduce((n, count) => n * count, 1) === 0) return null;
  const bytes = size.map((_, d) => size.slice(d + 1).reduce((n, k) => n * k, unit));
  const starts = counts.map((_, d) => counts.slice(0, d).reduce((n, k) => n + ENTRY * k, 0));
  const table = m.scratch(ENTRY * counts.reduce((n, k) => n + k, 0));
  const [i, floats] = [m.memory.i32, new Float64Array(m.memory.u8.buffer)];
  windows.forEach(({ from, count, divisors }, d) => {
    let at = table + starts[d]!;
    for (let p = 0; p < from.length; p++, at += ENTRY) {
      i[at >>> 2] = from[p]! * bytes[d]!;
      i[(at >>> 2) + 1] = count[p]!;
      floats[(at + 8) >>> 3] = divisors[p]!;
    }
  });
  const even = unit === 4 ? evenOnes(windows[2]) : null;
  const key = even ? `${even.width} ${even.step} ${even.apart}` : "";
  const run = m.kernel(`pool ${combine} ${unit} ${key}`, integers(15), [], (f) => emit(f, combine, unit, even));
  const steps = windows.map(({ step }, d) => step * bytes[d]!);
  const [x, to] = [m.address(r.input, dtype), m.address(r.output, combine === "sum" ? dtype : "int32")];
  run(x, to, rows, size[0]! * bytes[0]!, ...counts, ...starts.map((start) => table + start), ...steps, even?.first ?? 0, even?.end ?? 0);
  return null;
}

/** The windows that see as many elements as the widest, if they are evenly spaced. */
function evenOnes({ from, count, step, divisors }: Windows): Even | null {
  const width = Math.max(...count),
    first = count.indexOf(width),
    last = count.lastIndexOf(width),
    apart = last > first ? from[first + 1]! - from[first]! : 0;
  if ((apart !== 1 && apart !== 2) || width > WIDEST || step > WIDEST) return null;
  for (let p = first; p <= last; p++)
    if (count[p] !== width || from[p] !== from[first]! + apart * (p - first) || divisors[p] !== divisors[first]) return null;
  return { width, step, apart, first, end: last + 1 };
}

function emit(f: Fn, combine: PoolRequest["combine"], unit: number, even: Even | null): void {
  const [x, to, rows, row, p1, p2, p3, t1, t2, t3, s1, s2, s3, first, end, r, a, b, c, u1, u2, u3, from1, from2, n1, n2, k1, k2, at1, at2, at] =
    integersOf(f);
  const [n3, place] = f.localsOf(I32, 2) as [number, number];
  const isSum = combine === "sum";
  const single = f.local(F64);
  const load = (address: Code): Code => (unit === 8 ? f64.load(address) : f64.promote(f32.load(address)));
  const divisor = (of: number): Code => f64.load(get(of), 8);
  const divisors = f64.mul(f64.mul(divisor(u1), divisor(u2)), divisor(u3));
  const value = f.local(F64);
  /** Goes through the rows of a window. */
  const through = (columns: Code): Code => [
    set(at1, i32.add(get(from2), i32.load(get(u3)))),
    repeat(k1, get(n1), set(at2, get(at1)), repeat(k2, get(n2), set(at, get(at2)), columns, inc(at2, get(s2))), inc(at1, get(s1))),
  ];
  /** Where an element lies in its row, in elements. */
  const placeOf = (address: number): Code => i32.shrU(i32.sub(get(address), get(x)), unit === 4 ? 2 : 3);
  const one: Code = isSum
    ? [
        set(single, f64.const(0)),
        through(repeat(n3, i32.load(get(u3), 4), set(single, f64.add(get(single), load(get(at)))), inc(at, get(s3)))),
        set(single, quotient(get(single), divisors)),
        unit === 8 ? f64.store(get(to), get(single)) : f32.store(get(to), f32.demote(get(single))),
      ]
    : [
        set(single, f64.const(-Infinity)),
        set(at1, i32.add(get(from2), i32.load(get(u3)))),
        set(place, placeOf(at1)),
        through(
          repeat(
            n3,
            i32.load(get(u3), 4),
            set(value, load(get(at))),
            iff(i32.or(f64.gt(get(value), get(single)), f64.ne(get(value), get(value))), [set(single, get(value)), set(place, placeOf(at))]),
            inc(at, get(s3)),
          ),
        ),
        i32.store(get(to), get(place)),
      ];
  const width = isSum ? unit : 4;
  f.emit(
    repeat(
      r,
      get(rows),
      set(u1, get(t1)),
      repeat(
        a,
        get(p1),
        set(from1, i32.add(get(x), i32.load(get(u1)))),
        set(n1, i32.load(get(u1), 4)),
        set(u2, get(t2)),
        repeat(
          b,
          get(p2),
          set(from2, i32.add(get(from1), i32.load(get(u2)))),
          set(n2, i32.load(get(u2), 4)),
          set(u3, get(t3)),
          set(c, i32.const(0)),
          block(
            loop(
              brIf(1, i32.eq(get(c), get(p3))),
              even
                ? iff(i32.and(i32.leU(get(first), get(c)), i32.leU(i32.add(get(c), 4), get(end))), [
                    isSum ? fourSums(f, even, through, at, to, divisors) : fourPlaces(f, even, through, at, to, placeOf),
                    inc(to, 16),
                    inc(u3, 4 * ENTRY),
                    inc(c, 4),
                    br(1),
                  ])
                : [],
              one,
              inc(to, width),
              inc(u3, ENTRY),
              inc(c, 1),
              br(0),
            ),
          ),
          inc(u2, ENTRY),
        ),
        inc(u1, ENTRY),
      ),
      inc(x, get(row)),
    ),
  );
}

/** What four neighbouring windows see in a row of theirs: a vector for each of its elements. */
const columns = ({ width, step, apart }: Even, at: number): Code[] =>
  Array.from({ length: width }, (_, k) => {
    const part = (j: number): Code => v.load(get(at), 4 * k * step + 16 * j);
    return apart === 1 ? part(0) : pick(part(0), part(1), [0, 2, 4, 6]);
  });

function fourSums(f: Fn, even: Even, through: (columns: Code) => Code, at: number, to: number, divisors: Code): Code {
  const [s, d] = [simd(f, 1, f4), simd(f, 2)];
  const sums = f.localsOf(V128, 2);
  return [
    sums.map((sum) => set(sum, d2.const(0))),
    through(
      columns(even, at).map((column) =>
        f.grab(() => {
          const wide = promote(
            d,
            s.map(() => column),
          );
          f.emit(sums.map((sum, j) => set(sum, d2.add(get(sum), get(wide[j]!)))));
        }),
      ),
    ),
    f.grab(() => {
      const by = d.splat(splat64(divisors));
      f.emit(v.store(get(to), get(demote(s, d.div(sums, by))[0]!)));
    }),
  ];
}
/** f64x2.splat, and f64.div. */
const splat64 = (x: Code): Code => [x, 0xfd, 0x14];
const quotient = (a: Code, b: Code): Code => [a, b, 0xa3];

function fourPlaces(f: Fn, even: Even, through: (columns: Code) => Code, at: number, to: number, placeOf: (address: number) => Code): Code {
  const [best, places, value, greater, here] = f.localsOf(V128, 5) as [number, number, number, number, number];
  const { apart, step } = even;
  return [
    set(best, f4.const(-Infinity)),
    // Nothing is greater than −∞ where all is: the first element stays.
    set(here, i4.const(0)),
    set(places, i4.const(-1)),
    through([
      set(here, i4.splat(placeOf(at))),
      set(places, v.bitselect(get(here), get(places), i4.eq(get(places), i4.const(-1)))),
      columns(even, at).map((column, k) => [
        set(value, column),
        set(greater, v.or(f4.lt(get(best), get(value)), v.not(f4.eq(get(value), get(value))))),
        set(best, v.bitselect(get(value), get(best), get(greater))),
        set(places, v.bitselect(k ? i4.add(get(here), i4.const(k * step)) : get(here), get(places), get(greater))),
      ]),
    ]),
    v.store(get(to), i4.add(get(places), i4.lanes(0, apart, 2 * apart, 3 * apart))),
  ];
}
