/**
 * conv, neighbouring outputs in a vector: a tile is a few channels by a few vectors of outputs, wherever those lie. Each sum goes along (i, k) in row-major
 * order, in blocks of 256 terms as in matmul: a block is added in float32 from its first term to its last, and then to the blocks before it.
 */
import { I32, V128, d2, f32, f4, get, call, i32, iff, inc, loop, brIf, set, tee, v, type Code, type Fn, type Mod } from "../emit/index.js";
import { bytesApart, type Conv, copyApart, extent, flatten, type Lying, lyingApart, lyingAsGiven, places, volume } from "./conv.js";
import { RECTANGLE, rectangle } from "./copy.js";
import { integers, integersOf, repeat } from "./loops.js";

const TERMS = 256;
/** Bytes of a vector in the table: where its inputs and its outputs are, and how many of its lanes are outputs. */
const ENTRY = 12;
/** Bytes of x that are copied at a time. */
const COPIED = 1_048_576;
/** Images share a table until it has so many vectors; vectors of one table. */
const SHARED = 64;
const LONGEST = 4096;

export function across(c: Conv): void {
  const { machine: m, unit, batch, groups, outputs } = c;
  const apart = c.positions[2] > 1 ? c.stride[2] : 1;
  const terms = c.inputs * volume(c.taps);
  // A tile keeps 8 sums or fewer in registers, and enough of them that no addition waits for the one before.
  const [high, wide] = outputs > 2 ? [4, 2] : outputs === 2 ? [2, 4] : [1, 6];
  const together = apart === 1 ? batch : Math.max(1, Math.min(batch, Math.floor(COPIED / (bytesApart(c, apart) * c.inputs))));
  const lying = apart === 1 ? lyingAsGiven(c) : lyingApart(c, apart, c.inputs);
  const [isFlat, plane] = [flat(c), unit * volume(c.positions)];
  const isPacked = isFlat && outputs === 1 && c.w[0] === unit * terms;
  const yImage = plane * outputs * groups;

  const weights = unit * groups * outputs * terms;
  const sizes = [4 * terms, ENTRY * (LONGEST + wide), isPacked ? 0 : weights, apart === 1 ? 0 : together * lying.n, isFlat ? 0 : weights];
  const [table, quads, packed, copied, straight] = places(m.scratch(extent(sizes)), sizes) as [number, number, number, number, number];
  const [x, given, y] = c.addresses();
  const run = m.kernel(`conv across ${unit} ${high}`, integers(20), [], (f, mod) => emit(f, mod, unit, high, wide));
  fillOffsets(c, lying, m.memory.i32, table >>> 2);
  const dense = [outputs * terms * unit, terms * unit];
  if (!isFlat) flatten(c, given, straight, dense);
  const w = isPacked ? given : packed;
  if (!isPacked) pack(c, terms, high, isFlat ? given : straight, packed, isFlat ? c.w : dense);

  const [tiles, rest] = [Math.floor(outputs / high), outputs % high];
  // Copies are made group by group.
  const some = apart === 1 ? groups : 1;
  for (let g = 0; g < groups; g += some)
    for (let first = 0; first < batch; first += together) {
      const images = Math.min(together, batch - first);
      let from = x + g * c.x[1]! + first * c.x[0]!;
      if (apart !== 1) {
        copyApart(c, apart, lying, images, c.inputs, from, copied);
        from = copied;
      }
      const to = y + plane * outputs * g + first * yImage;
      // A table of the vectors of one image serves all, or that of several, if those have few.
      const each = c.positions[0] * c.positions[1] * Math.ceil((c.positions[2] * unit) / 16);
      const shared = Math.min(images, Math.ceil(SHARED / each));
      for (let n = 0; n < images; n += shared * Math.floor((images - n) / shared) || images - n) {
        const repeats = Math.max(1, Math.floor((images - n) / shared)),
          all = each * Math.min(shared, images - n);
        for (let v = 0; v < all; v += LONGEST) {
          const vectors = Math.min(LONGEST, all - v);
          fillVectors(c, lying, yImage, m.memory.i32, quads >>> 2, v, vectors, wide);
          for (let t = 0; t < terms; t += TERMS) {
            const count = Math.min(TERMS, terms - t),
              weight = w + g * dense[0]!;
            // prettier-ignore
            run(quads, from + n * lying.n, weight + unit * high * t, to + n * yImage, tiles, count, table + 4 * t, plane, unit * high * (terms - count), t,
              Math.ceil(vectors / wide), repeats, shared * lying.n, shared * yImage, weight + unit * (terms * high * tiles + rest * t), rest,
              some, c.x[1]!, plane * outputs, dense[0]!);
          }
        }
      }
    }
}

/** Weights in tiles of channels: `high` of each term, one term after the other; what is left over in a narrower tile. */
function pack({ machine: m, unit, groups, outputs }: Conv, terms: number, high: number, from: number, to: number, [g, o]: readonly number[]): void {
  const copy = m.kernel(`copy ${unit}`, RECTANGLE, [], (f) => rectangle(f, unit));
  for (let i = 0; i < groups; i++)
    for (let j = 0; j < outputs; j += high) {
      const height = Math.min(high, outputs - j);
      copy(to + unit * terms * (i * outputs + j), from + i * g! + j * o!, terms, height, unit * height, unit, o!);
    }
}

/** Whether the terms of a channel's weight lie side by side. */
function flat({ w, inputs, taps, unit }: Conv): boolean {
  let next = unit;
  return [inputs, ...taps].reduceRight((is, size, d) => {
    const fits = size === 1 || w[2 + d] === next;
    next *= size;
    return is && fits;
  }, true);
}

/** From the input of the first term to that of each, in bytes. */
function fillOffsets({ inputs, taps, dilation }: Conv, lying: Lying, to: Int32Array, at: number): void {
  const [k1, k2, k3] = taps;
  for (let i = 0; i < inputs; i++)
    for (let a = 0; a < k1; a++)
      for (let b = 0; b < k2; b++) {
        const row = i * lying.i + a * dilation[0] * lying.planes + b * dilation[1] * lying.rows;
        for (let k = 0; k < k3; k++) to[at++] = row + lying.column(k * dilation[2]);
      }
}

/** The table of `count` vectors of outputs from the first on, and of vectors without an output after them, to a multiple of `wide`. */
function fillVectors(c: Conv, lying: Lying, yImage: number, to: Int32Array, at: number, first: number, count: number, wide: number): void {
  const { positions, stride, unit } = c,
    [p1, p2, p3] = positions,
    lanes = 16 / unit,
    each = Math.ceil(p3 / lanes);
  let line = Math.floor(first / each),
    p = (first % each) * lanes,
    x = 0,
    y = 0;
  const begin = (): void => {
    const [b, a, n] = [line % p2, Math.floor(line / p2) % p1, Math.floor(line / (p1 * p2))];
    x = n * lying.n + a * stride[0] * lying.planes + b * stride[1] * lying.rows;
    y = n * yImage + unit * p3 * (a * p2 + b);
  };
  begin();
  for (let i = 0; i < count; i++) {
    to[at] = x + lying.column(p * stride[2]);
    to[at + 1] = y + unit * p;
    to[at + 2] = Math.min(lanes, p3 - p);
    at += 3;
    p += lanes;
    if (p >= p3) {
      p = 0;
      line++;
      begin();
    }
  }
  for (let i = count; i % wide; i++) {
    to.copyWithin(at, at - 3, at - 1);
    to[at + 2] = 0;
    at += 3;
  }
}

/** For the images and groups of a call, the vectors of a table, `wide` at a time, by all channels, `high` at a time. */
function emit(f: Fn, mod: Mod, unit: number, high: number, wide: number): void {
  const all = Array.from({ length: high }, (_, i) => mod.fn("", integers(10), [], (t) => tile(t, unit, i + 1, wide)));
  const [
    quads,
    x,
    w,
    y,
    tiles,
    taps,
    offsets,
    plane,
    rest,
    accumulate,
    count,
    images,
    xImage,
    yImage,
    wLast,
    last,
    groups,
    xGroup,
    yGroup,
    wGroup,
    ...locals
  ] = integersOf(f);
  const [image, n, q, group, from, to] = locals;
  const vectors = repeat(
    n,
    get(count),
    iff(get(tiles), call(all[high - 1]!, ...[q, from, w, to, tiles, taps, offsets, plane, rest, accumulate].map(get))),
    all.slice(0, -1).map((fn, i) => {
      const target = i32.add(get(to), i32.mul(i32.mul(get(tiles), high), get(plane)));
      const args = [get(q), get(from), get(wLast), target, i32.const(1), get(taps), get(offsets), get(plane), i32.const(0), get(accumulate)];
      return iff(i32.eq(get(last), i32.const(i + 1)), call(fn, ...args));
    }),
    inc(q, ENTRY * wide),
  );
  f.emit(
    repeat(
      group,
      get(groups),
      set(from, get(x)),
      set(to, get(y)),
      repeat(image, get(images), set(q, get(quads)), vectors, inc(from, get(xImage)), inc(to, get(yImage))),
      inc(x, get(xGroup)),
      inc(y, get(yGroup)),
      inc(w, get(wGroup)),
      inc(wLast, get(wGroup)),
    ),
  );
}

/** `tiles` tiles of `high` channels at the vectors from `quads` on. Weights are packed: `high` of each term. */
function tile(f: Fn, unit: number, high: number, wide: number): void {
  const [lanes, splat] = unit === 4 ? [f4, v.splat32] : [d2, v.splat64];
  const [quads, x, w, y, tiles, taps, offsets, plane, rest, accumulate, n, p, offset] = integersOf(f);
  const [from, to] = [f.localsOf(I32, wide), f.localsOf(I32, wide)];
  const sums = Array.from({ length: high }, () => f.localsOf(V128, wide));
  const [line, weight] = [f.localsOf(V128, wide), f.local(V128)];
  const each = (visit: (sum: number, j: number) => Code): Code => sums.map((row) => [row.map(visit), to.map((at) => inc(at, get(plane)))]);
  f.emit(
    from.map((at, j) => [
      set(at, i32.add(get(x), i32.load(get(quads), ENTRY * j))),
      set(to[j]!, i32.add(get(y), i32.load(get(quads), ENTRY * j + 4))),
    ]),
    loop(
      sums.flat().map((sum) => set(sum, lanes.const(0))),
      set(p, get(offsets)),
      // One term a turn, in a guarded loop: V8 spills the sums otherwise.
      repeat(
        n,
        get(taps),
        set(offset, i32.load(get(p))),
        line.map((z, j) => set(z, v.load(i32.add(get(from[j]!), get(offset))))),
        sums.map((row, i) => [
          set(weight, splat(get(w), unit * i)),
          row.map((sum, j) => set(sum, lanes.add(get(sum), lanes.mul(get(weight), get(line[j]!))))),
        ]),
        inc(p, 4),
        inc(w, unit * high),
      ),
      inc(w, get(rest)),
      iff(get(accumulate), [
        each((sum, j) => set(sum, lanes.add(v.load(get(to[j]!)), get(sum)))),
        to.map((at) => set(at, i32.sub(get(at), i32.mul(get(plane), high)))),
      ]),
      each((sum, j) => stored(unit, get(to[j]!), get(sum), i32.load(get(quads), ENTRY * j + 8))),
      brIf(0, tee(tiles, i32.sub(get(tiles), 1))),
    ),
  );
}

/** Stores the first `count` lanes. */
function stored(unit: number, to: Code, sum: Code, count: Code): Code {
  const is = (lanes: number): Code => i32.eq(count, i32.const(lanes));
  if (unit === 8) return iff(is(2), v.store(to, sum), iff(is(1), v.store64lane(to, sum, 0)));
  return iff(is(4), v.store(to, sum), [
    iff(i32.and(count, 2), v.store64lane(to, sum, 0)),
    iff(is(1), f32.store(to, f4.lane(sum, 0))),
    iff(is(3), f32.store(to, f4.lane(sum, 2), 8)),
  ]);
}
