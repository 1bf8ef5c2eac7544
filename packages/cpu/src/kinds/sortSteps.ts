/** The kernels that sort is made of: keys, insertion, and counting and distributing by digits. */
import type { Arithmetic } from "@evenkeel/core";
import { I32, I64, block, br, brIf, get, i32, i64, iff, inc, loop, select, set, type Code, type Fn } from "../emit/index.js";
import { repeat } from "./loops.js";

const SIGN = -0x80000000;

/**
 * How a place and a key lie in memory: words of a key from the least significant one, the place always first. Of 8 bytes, both are compared as one integer of 64
 * bits, so that among equal keys the place decides; of 16, the key is, and whoever moves pairs keeps the order of equals.
 */
export interface Pairs {
  readonly bytes: 8 | 16;
  readonly keys: readonly number[];
  readonly compared: 0 | 8;
}
export const SINGLE: Pairs = { bytes: 8, keys: [4], compared: 0 };
export const DOUBLE: Pairs = { bytes: 16, keys: [8, 12], compared: 8 };

/** How an element, whose words are in locals from the least significant one, becomes an unsigned key of the same order. */
interface Key {
  readonly pairs: Pairs;
  readonly make: (words: readonly number[]) => Code;
}
/** −0 becomes 0 and every NaN the same one, the greatest; of negative numbers all bits turn, of the others the sign. */
export const KEYS = {
  int32: { pairs: SINGLE, make: ([x]) => set(x!, i32.xor(get(x!), SIGN)) },
  float32: {
    pairs: SINGLE,
    make: ([x]) => [
      set(x!, select(i32.const(0), get(x!), i32.eq(get(x!), SIGN))),
      set(x!, select(i32.const(0x7fffffff), get(x!), i32.gtU(i32.and(get(x!), 0x7fffffff), 0x7f800000))),
      set(x!, i32.xor(get(x!), i32.or(i32.shrS(get(x!), 31), SIGN))),
    ],
  },
  float64: {
    pairs: DOUBLE,
    make: ([low, high]) => {
      const magnitude = i32.and(get(high!), 0x7fffffff);
      // A NaN has the exponent of ∞ and a fraction that is not 0.
      const isNaN = i32.or(i32.gtU(magnitude, 0x7ff00000), i32.and(i32.eq(magnitude, 0x7ff00000), i32.gtU(get(low!), 0)));
      return [
        set(high!, select(i32.const(0), get(high!), i32.and(i32.eq(get(high!), SIGN), i32.eqz(get(low!))))),
        iff(isNaN, [set(high!, i32.const(0x7fffffff)), set(low!, i32.const(-1))]),
        set(low!, i32.xor(get(low!), i32.shrS(get(high!), 31))),
        set(high!, i32.xor(get(high!), i32.or(i32.shrS(get(high!), 31), SIGN))),
      ];
    },
  },
} as const satisfies Record<Arithmetic, Key>;

/** keys(pairs, from, place, count, flip): the pairs of `count` elements, whose places begin at `place`; flip −1 turns the order. */
export function makeKeys(f: Fn, { pairs: { bytes, keys }, make }: Key): void {
  const [pairs, from, place, count, flip] = [0, 1, 2, 3, 4];
  const [n, ...words] = f.localsOf(I32, 1 + keys.length) as [number, ...number[]];
  f.emit(
    repeat(
      n,
      get(count),
      words.map((x, k) => set(x, i32.load(get(from), 4 * k))),
      make(words),
      i32.store(get(pairs), get(place)),
      words.map((x, k) => i32.store(get(pairs), i32.xor(get(x), get(flip)), keys[k]!)),
      inc(pairs, bytes),
      inc(from, 4 * keys.length),
      inc(place, 1),
    ),
  );
}

/** take(to, pairs, count, rows, n): of each row of n pairs the first `count` places, counted from where the row begins. */
export function take(f: Fn, { bytes }: Pairs): void {
  const [to, pairs, count, rows, n] = [0, 1, 2, 3, 4];
  const [j, row, start] = f.localsOf(I32, 3) as [number, number, number];
  f.emit(
    repeat(
      row,
      get(rows),
      repeat(j, get(count), i32.store(get(to), i32.sub(i32.load(get(pairs)), get(start))), inc(to, 4), inc(pairs, bytes)),
      inc(pairs, i32.mul(i32.sub(get(n), get(count)), bytes)),
      inc(start, get(n)),
    ),
  );
}

/** insert(pairs, rows, n): in each row each pair goes down past those that are greater. */
export function insert(f: Fn, { bytes, compared }: Pairs): void {
  const [pairs, rows, n] = [0, 1, 2];
  const [j, row, next, at] = f.localsOf(I32, 4) as [number, number, number, number];
  const halves = Array.from({ length: bytes / 8 }, (_, k) => ({ pair: f.local(I64), offset: 8 * k }));
  const pair = halves[compared / 8]!.pair;
  const goDown = loop(
    brIf(1, i32.eq(get(at), get(pairs))),
    brIf(1, i32.eqz(i64.gtU(i64.load(i32.sub(get(at), bytes), compared), get(pair)))),
    halves.map(({ offset }) => i64.store(get(at), i64.load(i32.sub(get(at), bytes), offset), offset)),
    inc(at, -bytes),
    br(0),
  );
  const insertOne = [
    halves.map((half) => set(half.pair, i64.load(get(next), half.offset))),
    set(at, get(next)),
    block(goDown),
    halves.map((half) => i64.store(get(at), get(half.pair), half.offset)),
    inc(next, bytes),
  ];
  f.emit(set(next, get(pairs)), repeat(row, get(rows), repeat(j, get(n), insertOne), set(pairs, get(next))));
}

/** Digits of so many bits, and how many of them make a word of 32. */
export interface Digits {
  readonly bits: number;
  readonly passes: number;
}
/** Narrow digits have few counters to clear and add up, wide ones fewer passes. */
export const WIDTHS = { narrow: { bits: 8, passes: 4 }, wide: { bits: 11, passes: 3 } } as const;
/** Bytes of the counters of all digits of a key. */
export const DIGITS = ({ bits, passes }: Digits, { keys }: Pairs): number => (4 << bits) * passes * keys.length;

/** The counter of the digit that begins at bit `shift` of a key. */
const counterOf = (counters: Code, key: Code, shift: Code | number, { bits }: Digits): Code =>
  i32.add(counters, i32.shl(i32.and(i32.shrU(key, shift), (1 << bits) - 1), i32.const(2)));

/** count(counters, pairs, count): one more for each digit of each key. */
export function count(f: Fn, digits: Digits, { bytes, keys }: Pairs): void {
  const [counters, pairs, pairsLeft] = [0, 1, 2];
  const [n, key, at] = f.localsOf(I32, 3) as [number, number, number];
  const one = (pass: number, shift: number): Code => [
    set(at, counterOf(i32.add(get(counters), (4 << digits.bits) * pass), get(key), i32.const(shift), digits)),
    i32.store(get(at), i32.add(i32.load(get(at)), 1)),
  ];
  f.emit(
    repeat(
      n,
      get(pairsLeft),
      keys.map((offset, word) => [
        set(key, i32.load(get(pairs), offset)),
        Array.from({ length: digits.passes }, (_, pass) => one(digits.passes * word + pass, digits.bits * pass)),
      ]),
      inc(pairs, bytes),
    ),
  );
}

/** offsets(counters, target, n): counts become the addresses at which their digits begin. Answers whether one digit has all n. */
export function offsets(f: Fn, { bits }: Digits, { bytes }: Pairs): void {
  const [counters, target, all] = [0, 1, 2];
  const [n, here, shared] = f.localsOf(I32, 3) as [number, number, number];
  f.emit(
    repeat(
      n,
      i32.const(1 << bits),
      set(here, i32.load(get(counters))),
      iff(i32.eq(get(here), get(all)), set(shared, i32.const(1))),
      i32.store(get(counters), get(target)),
      inc(target, i32.mul(get(here), bytes)),
      inc(counters, 4),
    ),
    get(shared),
  );
}

/** distribute(counters, pairs, count, shift): each pair goes to where the next of its digit is, which begins at bit `shift` of the word at `offset`. */
export function distribute(f: Fn, digits: Digits, { bytes }: Pairs, offset: number): void {
  const [counters, pairs, pairsLeft, shift] = [0, 1, 2, 3];
  const [n, at, to] = f.localsOf(I32, 3) as [number, number, number];
  f.emit(
    repeat(
      n,
      get(pairsLeft),
      set(at, counterOf(get(counters), i32.load(get(pairs), offset), get(shift), digits)),
      set(to, i32.load(get(at))),
      Array.from({ length: bytes / 8 }, (_, k) => i64.store(get(to), i64.load(get(pairs), 8 * k), 8 * k)),
      i32.store(get(at), i32.add(get(to), bytes)),
      inc(pairs, bytes),
    ),
  );
}
