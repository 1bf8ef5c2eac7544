/** random: Philox4x32-10 on four blocks at once, one in each lane; their words are put in order, and drawn from, before they are stored. */
import type { Draw, RandomRequest } from "@evenkeel/core";
import { V128, doDown, f4, get, i32, i4, inc, l2, set, simd, v, type Bundle, type Code, type Fn } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { evaluate } from "../print.js";
import { convert, VECTORS } from "../types.js";
import { pick, transposed } from "./copy.js";
import { integers, integersOf } from "./loops.js";

/** Steps of one call, which is a function of its own to V8: its first compiler's code runs no longer than that. Four blocks a step. */
const CALL = 2048;
const BLOCKS = 4;

export function random(m: Machine, r: RandomRequest): null {
  const { draw, key, counter, count, output } = r;
  const run = m.kernel(`random ${draw.form} ${draw.form === "body" ? draw.body.id : ""}`, integers(10), [], (f) => kernel(f, draw));
  const [low, range] = draw.form === "integer" ? [draw.low, draw.range] : [0, 0];
  const step = draw.form === "integer" ? 2 * BLOCKS : 4 * BLOCKS;
  const whole = Math.floor(count / step);
  const spare = m.scratch(4 * step);
  const to = m.address(output);
  const call = (address: number, from: number, steps: number): void => {
    const position = counter[0] + BLOCKS * from;
    run(address, steps, position, counter[1] + Math.floor(position / 2 ** 32), counter[2], counter[3], ...key, low, range);
  };
  for (let i = 0; i < whole; i += CALL) call(to + 4 * step * i, i, Math.min(CALL, whole - i));
  if (whole * step < count) {
    call(spare, whole, 1);
    m.memory.u8.copyWithin(to + 4 * step * whole, spare, spare + 4 * (count - step * whole));
  }
  return null;
}

/** run(to, steps, counter, key, low, range): one step after the other, each as many elements as four blocks have. */
function kernel(f: Fn, draw: Draw): void {
  const [to, steps, c0, c1, c2, c3, k0, k1, low, range] = integersOf(f);
  const [low64, high64, tail2, tail3] = f.localsOf(V128, 4) as [number, number, number, number];
  const x = f.localsOf(V128, 4) as Words;
  const keys = roundKeys(f, k0, k1);
  f.emit(set(low64, i4.add(i4.splat(get(c0)), i4.lanes(0, 1, 2, 3))));
  // A comparison that holds is −1: what has wrapped takes one from the other word.
  f.emit(set(high64, i4.sub(i4.splat(get(c1)), i4.ltU(get(low64), i4.splat(get(c0))))));
  f.emit(set(tail2, i4.splat(get(c2))), set(tail3, i4.splat(get(c3))));
  const body = f.grab(() => {
    f.emit([low64, high64, tail2, tail3].map((c, i) => set(x[i]!, get(c))));
    for (const round of keys) philox(f, x, round);
    const results = drawn(f, draw, x, low, range);
    f.emit(results.map((y, i) => v.store(get(to), get(y), 16 * i)));
    f.emit(inc(to, i32.const(16 * results.length)), set(low64, i4.add(get(low64), i4.const(BLOCKS))));
    f.emit(set(high64, i4.sub(get(high64), i4.ltU(get(low64), i4.const(BLOCKS)))));
  });
  f.emit(doDown(steps, 1, body));
}

type Words = [number, number, number, number];
/** The words with even and odd places in two vectors. */
const EVEN = [0, 2, 4, 6];
const ODD = [1, 3, 5, 7];

/** The keys of the ten rounds, each word in every lane (Salmon et al. 2011: the golden ratio and √3 − 1, as fractions of 2³²). */
function roundKeys(f: Fn, k0: number, k1: number): [number, number][] {
  return Array.from({ length: 10 }, (_, r) => {
    const [a, b] = f.localsOf(V128, 2) as [number, number];
    f.emit(set(a, i4.splat(i32.add(get(k0), i32.const(Math.imul(r, 0x9e3779b9))))));
    f.emit(set(b, i4.splat(i32.add(get(k1), i32.const(Math.imul(r, 0xbb67ae85))))));
    return [a, b];
  });
}

/** One round, on the four words of four blocks. */
function philox(f: Fn, x: Words, [k0, k1]: readonly [number, number]): void {
  const [a, b] = products(f, x[0], i4.const(0xd2511f53));
  const [c, d] = products(f, x[2], i4.const(0xcd9e8d57));
  f.emit(set(x[0], v.xor(v.xor(pick(get(c), get(d), ODD), get(x[1])), get(k0))), set(x[1], pick(get(c), get(d), EVEN)));
  f.emit(set(x[2], v.xor(v.xor(pick(get(a), get(b), ODD), get(x[3])), get(k1))), set(x[3], pick(get(a), get(b), EVEN)));
}

/** The products of unsigned lanes: 64 bits each, in two vectors. */
function products(f: Fn, x: number, by: Code): [number, number] {
  const [low, high] = f.localsOf(V128, 2) as [number, number];
  f.emit(set(low, l2.productsLow(get(x), by)), set(high, l2.productsHigh(get(x), by)));
  return [low, high];
}

/** The elements that four blocks give, in the order in which they are stored. */
function drawn(f: Fn, draw: Draw, x: Words, low: number, range: number): Bundle {
  const s = simd(f, VECTORS, f4);
  if (draw.form === "integer") {
    const [even, odd] = [scaled(f, x[0], x[1], range), scaled(f, x[2], x[3], range)];
    const half = simd(f, 2, f4);
    return half.map((j) => i4.add(pick(get(even), get(odd), j ? [2, 6, 3, 7] : [0, 4, 1, 5]), i4.splat(get(low))));
  }
  const rows = transposed(x),
    words = s.map((j) => rows[j]!);
  const shifted = (vector: Code, by: number): Code => i4.shrU(vector, i32.const(by));
  switch (draw.form) {
    case "bits":
      return words;
    case "uniform":
      return s.map((j) => f4.mul(f4.fromU32(shifted(get(words[j]!), 8)), f4.const(2 ** -24)));
    case "fraction": {
      // The bits above the lowest 24, made to ones from the first one on, are the mask of those that have no room.
      let above = s.map((j) => shifted(get(words[j]!), 24));
      for (const by of [1, 2, 4])
        above = s.or(
          above,
          s.map((j) => shifted(get(above[j]!), by)),
        );
      return s.map((j) => f4.mul(f4.fromU32(v.andnot(get(words[j]!), get(above[j]!))), f4.const(2 ** -32)));
    }
    case "body": {
      const wide = simd(f, 2 * VECTORS);
      const at = wide.mul(wide.add(convert(f, words, "int32", "float64"), 0.5), 2 ** -32);
      const drawn = evaluate(wide, draw.body, () => at);
      return convert(f, drawn, "float64", "float32");
    }
  }
}

/** ⌊(b·2³² + a)·range·2⁻⁶⁴⌋ for each lane: b·range and the upper half of a·range, whose sum has room in 64 bits. */
function scaled(f: Fn, a: number, b: number, range: number): number {
  const by = f.local(V128);
  f.emit(set(by, i4.splat(get(range))));
  const low = products(f, a, get(by)),
    high = products(f, b, get(by));
  const sum = (i: 0 | 1): Code => l2.add(get(high[i]), l2.shrU(get(low[i]), i32.const(32)));
  const result = f.local(V128);
  f.emit(set(result, pick(sum(0), sum(1), ODD)));
  return result;
}
