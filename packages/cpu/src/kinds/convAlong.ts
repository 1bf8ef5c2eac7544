/**
 * conv, neighbouring terms of a sum in a vector: a tile is two channels by five outputs. Terms are taken in rows along the last dimension, a row in four
 * lanes (two of float64); lanes are added in float32 over at most 240 steps, then to one another and to what was before in float64, which is rounded once.
 */
import {
  F64,
  I32,
  V128,
  block,
  br,
  brIf,
  call,
  d2,
  f32,
  f4,
  f64,
  get,
  i32,
  iff,
  inc,
  loop,
  set,
  shuffleHigh,
  v,
  type Code,
  type Fn,
  type Mod,
} from "../emit/index.js";
import { bytesApart, type Conv, copyApart, extent, flatten, type Lying, lyingApart, lyingAsGiven, places, volume } from "./conv.js";
import { integers, integersOf, repeat } from "./loops.js";

/** Additions to one lane in float32. */
const STEPS = 240;
/** Bytes of a row of terms in the table (where they are in x and w, whole vectors, lanes of the last one), and of an output (in x and y). */
const ROW = 16;
const OUTPUT = 8;
/** Bytes of x that are copied at a time, and sums that are kept. */
const COPIED = 1_048_576;
const SUMS = 65_536;

export function along(c: Conv): void {
  const { machine: m, unit, groups, inputs, outputs } = c;
  const apart = c.taps[2] > 1 ? c.dilation[2] : 1;
  const lying = apart === 1 ? lyingAsGiven(c) : lyingApart(c, apart, inputs);
  // Channels are copied some at a time, all images of them.
  const channels = apart === 1 ? inputs : Math.max(1, Math.min(inputs, Math.floor(COPIED / (bytesApart(c, apart) * c.batch))));
  const source = apart === 1 ? lying : lyingApart(c, apart, channels);
  const [high, wide] = outputs > 1 ? [2, 4] : [1, 8];

  const isDense = c.taps[2] === 1 || c.w[5] === unit;
  const w = isDense ? c.w : [groups, outputs, inputs, ...c.taps].map((_, d, all) => unit * volume(all.slice(d + 1)));
  const rows = rowsOf(c, source, w, channels);
  const list = outputsOf(c, source, outputs * groups * unit * volume(c.positions));
  const count = list.length / 2;
  const most = Math.max(wide, Math.floor(SUMS / outputs / wide) * wide);
  while (list.length % (2 * wide)) list.push(...list.slice(-2));
  const all = list.length / 2;
  const copied = apart === 1 ? 0 : bytesApart(c, apart) * c.batch * channels;
  const weights = isDense ? 0 : unit * groups * outputs * inputs * volume(c.taps);
  const sizes = [32, 4 * rows.table.length, 4 * list.length, 8 * outputs * Math.min(most, all), copied, weights];
  const [masks, table, columns, sums, copy, straight] = places(m.scratch(extent(sizes)), sizes) as [number, number, number, number, number, number];
  const [xAt, given, yAt] = c.addresses();
  // The lanes that are there of an incomplete vector: ones, then zeros.
  m.memory.u8.fill(255, masks, masks + 16).fill(0, masks + 16, masks + 32);
  m.memory.i32.set(rows.table, table >>> 2);
  m.memory.i32.set(list, columns >>> 2);
  if (!isDense) flatten(c, given, straight, w);
  const wAt = isDense ? given : straight;

  const run = m.kernel(`conv along ${unit} ${high}`, integers(11), [], (f, mod) => emit(f, mod, unit, high, wide));
  const finish = m.kernel(`conv sums ${unit}`, integers(7), [], (f) => round(f, unit));
  const plane = unit * volume(c.positions);
  for (let g = 0; g < groups; g++)
    for (let first = 0; first < count; first += most) {
      const width = Math.min(most, all - first);
      m.memory.u8.fill(0, sums, sums + 8 * outputs * width);
      for (let i = 0; i < inputs; i += channels) {
        const some = Math.min(channels, inputs - i);
        let x = xAt + g * c.x[1]! + i * c.x[2]!;
        if (apart !== 1) {
          copyApart(c, apart, source, c.batch, some, x, copy);
          x = copy;
        }
        const last = some * rows.each;
        for (const [from, to] of rows.blocks(last))
          run(
            columns + OUTPUT * first,
            width / wide,
            x,
            wAt + g * w[0]! + i * w[2]!,
            w[1]!,
            outputs,
            table + ROW * from,
            to - from,
            sums,
            8 * width,
            masks,
          );
      }
      finish(sums, 8 * width, columns + OUTPUT * first, Math.min(width, count - first), yAt + g * outputs * plane, plane, outputs);
    }
}

/** The rows of terms of some channels, and in which blocks they are added up. Rows that are too long for a block are several. */
function rowsOf(c: Conv, lying: Lying, w: readonly number[], channels: number) {
  const { taps, dilation, unit } = c,
    [k1, k2, k3] = taps,
    lanes = 16 / unit;
  const table: number[] = [],
    longest = STEPS * lanes;
  for (let i = 0; i < channels; i++)
    for (let a = 0; a < k1; a++)
      for (let b = 0; b < k2; b++)
        for (let k = 0; k < k3; k += longest) {
          const length = Math.min(longest, k3 - k);
          const x = i * lying.i + a * dilation[0] * lying.planes + b * dilation[1] * lying.rows + lying.column(k * dilation[2]);
          table.push(x, i * w[2]! + a * w[3]! + b * w[4]! + unit * k, Math.floor(length / lanes), length % lanes);
        }
  const each = k1 * k2 * Math.ceil(k3 / longest);
  const blocks = function* (last: number): Generator<[number, number]> {
    for (let from = 0, to = 0, steps = 0; from < last; from = to, steps = 0) {
      for (; to < last; to++) {
        const more = table[4 * to + 2]! + +(table[4 * to + 3]! > 0);
        if (to > from && steps + more > STEPS) break;
        steps += more;
      }
      yield [from, to];
    }
  };
  return { table, each, blocks };
}

/** The outputs of a channel: where the first term of each is in x, and where it is in y. */
function outputsOf(c: Conv, lying: Lying, yImage: number): number[] {
  const { batch, positions, stride, unit } = c,
    [p1, p2, p3] = positions;
  const table: number[] = [];
  for (let n = 0; n < batch; n++)
    for (let a = 0; a < p1; a++)
      for (let b = 0; b < p2; b++)
        for (let p = 0; p < p3; p++)
          table.push(
            n * lying.n + a * stride[0] * lying.planes + b * stride[1] * lying.rows + lying.column(p * stride[2]),
            n * yImage + unit * ((a * p2 + b) * p3 + p),
          );
  return table;
}

/** Adds what a block of rows gives to the sums of all channels by all outputs. */
function emit(f: Fn, mod: Mod, unit: number, high: number, wide: number): void {
  const tiles = Array.from({ length: high }, (_, i) => mod.fn("", integers(9), [], (t) => tile(t, unit, i + 1, wide)));
  const [places, groups, x, w, wChannel, channels, rows, count, sums, line, masks, group, left, at, to] = integersOf(f);
  const some = (height: number): Code => [
    call(tiles[height - 1]!, ...[places, x, at, wChannel, rows, count, to, line, masks].map(get)),
    inc(at, i32.mul(get(wChannel), height)),
    inc(to, i32.mul(get(line), height)),
  ];
  f.emit(
    repeat(
      group,
      get(groups),
      set(at, get(w)),
      set(to, get(sums)),
      set(left, get(channels)),
      block(loop(brIf(1, i32.ltU(get(left), i32.const(high))), some(high), inc(left, -high), br(0))),
      tiles.slice(1).map((_, i) => iff(i32.eq(get(left), i32.const(i + 1)), some(i + 1))),
      inc(places, OUTPUT * wide),
      inc(sums, 8 * wide),
    ),
  );
}

function tile(f: Fn, unit: number, high: number, wide: number): void {
  const lanes = unit === 4 ? f4 : d2;
  const [places, x, w, wChannel, rows, count, to, line, masks, n, steps, ox, ow] = integersOf(f);
  const [from, weights] = [f.localsOf(I32, wide), f.localsOf(I32, high)];
  const sums = Array.from({ length: high }, () => f.localsOf(V128, wide));
  const [terms, y, mask] = [f.local(V128), f.localsOf(V128, high), f.local(V128)];
  const multiply = (load: (address: Code) => Code): Code => [
    y.map((z, i) => set(z, load(i32.add(get(weights[i]!), get(ow))))),
    from.map((at, j) => [
      set(terms, load(i32.add(get(at), get(ox)))),
      sums.map((row, i) => set(row[j]!, lanes.add(get(row[j]!), lanes.mul(get(y[i]!), get(terms))))),
    ]),
  ];
  // All lanes of a vector, in float64.
  const whole = (sum: number): Code => (unit === 8 ? get(sum) : d2.add(d2.promote(get(sum)), d2.promote(shuffleHigh(get(sum)))));
  const added = f.local(V128);
  f.emit(
    from.map((at, j) => set(at, i32.add(get(x), i32.load(get(places), OUTPUT * j)))),
    weights.map((at, i) => set(at, i ? i32.add(get(weights[i - 1]!), get(wChannel)) : get(w))),
    repeat(
      n,
      get(count),
      set(ox, i32.load(get(rows))),
      set(ow, i32.load(get(rows), 4)),
      repeat(steps, i32.load(get(rows), 8), multiply(v.load), inc(ox, 16), inc(ow, 16)),
      // What lies behind a row may be anything: it is no term.
      iff(i32.load(get(rows), 12), [
        set(mask, v.load(i32.sub(i32.add(get(masks), 16), i32.mul(i32.load(get(rows), 12), unit)))),
        multiply((address) => v.and(v.load(address), get(mask))),
      ]),
      inc(rows, ROW),
    ),
    sums.map((row) => [
      row.map((sum, j) => [
        set(added, whole(sum)),
        f64.store(get(to), f64.add(f64.load(get(to), 8 * j), f64.add(d2.lane(get(added), 0), d2.lane(get(added), 1))), 8 * j),
      ]),
      inc(to, get(line)),
    ]),
  );
}

/** Rounds the sums and puts them where they belong. */
function round(f: Fn, unit: number): void {
  const [sums, line, places, count, y, plane, channels, o, n, at, from, to] = integersOf(f);
  const sum = f.local(F64);
  f.emit(
    repeat(
      o,
      get(channels),
      set(at, get(places)),
      set(from, get(sums)),
      repeat(
        n,
        get(count),
        set(to, i32.add(get(y), i32.load(get(at), 4))),
        set(sum, f64.load(get(from))),
        unit === 4 ? f32.store(get(to), f32.demote(get(sum))) : f64.store(get(to), get(sum)),
        inc(at, OUTPUT),
        inc(from, 8),
      ),
      inc(sums, get(line)),
      inc(y, get(plane)),
    ),
  );
}
