/** The kernels that sort is made of: keys, insertion, and counting and distributing by digits. */
import { I32, I64, block, br, brIf, get, i32, i64, iff, inc, loop, select, set, tee, type Code, type Fn } from "../emit/index.js";
import { repeat } from "./loops.js";

const [PAIR, KEY] = [8, 4];
const SIGN = -0x80000000;

/** How the 32 bits of an element in a local become an unsigned key of the same order. */
export const KEYS = {
  int32: (x: number): Code => i32.xor(get(x), SIGN),
  /** −0 becomes 0 and every NaN the same one, the greatest; of negative numbers all bits turn, of the others the sign. */
  float32: (x: number): Code => [
    set(x, select(i32.const(0), get(x), i32.eq(get(x), SIGN))),
    set(x, select(i32.const(0x7fffffff), get(x), i32.gtU(i32.and(get(x), 0x7fffffff), 0x7f800000))),
    i32.xor(get(x), i32.or(i32.shrS(get(x), 31), SIGN)),
  ],
};

/** keys(pairs, from, place, count, flip): the pairs of `count` elements, whose places begin at `place`; flip −1 turns the order. */
export function makeKeys(f: Fn, key: (x: number) => Code): void {
  const [pairs, from, place, count, flip] = [0, 1, 2, 3, 4];
  const [n, x] = f.localsOf(I32, 2) as [number, number];
  f.emit(
    repeat(
      n,
      get(count),
      set(x, i32.load(get(from))),
      set(x, i32.xor(key(x), get(flip))),
      i32.store(get(pairs), get(place)),
      i32.store(get(pairs), get(x), KEY),
      inc(pairs, PAIR),
      inc(from, 4),
      inc(place, 1),
    ),
  );
}

/** take(to, pairs, count, rows, n): of each row of n pairs the first `count` places, counted from where the row begins. */
export function take(f: Fn): void {
  const [to, pairs, count, rows, n] = [0, 1, 2, 3, 4];
  const [j, row, start] = f.localsOf(I32, 3) as [number, number, number];
  f.emit(
    repeat(
      row,
      get(rows),
      repeat(j, get(count), i32.store(get(to), i32.sub(i32.load(get(pairs)), get(start))), inc(to, 4), inc(pairs, PAIR)),
      inc(pairs, i32.mul(i32.sub(get(n), get(count)), PAIR)),
      inc(start, get(n)),
    ),
  );
}

/** insert(pairs, rows, n): in each row each pair goes down past those that are greater. */
export function insert(f: Fn): void {
  const [pairs, rows, n] = [0, 1, 2];
  const [j, row, next, at] = f.localsOf(I32, 4) as [number, number, number, number];
  const pair = f.local(I64);
  const below = f.local(I64);
  const goDown = loop(
    brIf(1, i32.eq(get(at), get(pairs))),
    brIf(1, i32.eqz(i64.gtU(tee(below, i64.load(i32.sub(get(at), PAIR))), get(pair)))),
    i64.store(get(at), get(below)),
    inc(at, -PAIR),
    br(0),
  );
  const insertOne = [set(pair, i64.load(get(next))), set(at, get(next)), block(goDown), i64.store(get(at), get(pair)), inc(next, PAIR)];
  f.emit(set(next, get(pairs)), repeat(row, get(rows), repeat(j, get(n), insertOne), set(pairs, get(next))));
}

/** Digits of so many bits, and how many of them make 32. */
export interface Digits {
  readonly bits: number;
  readonly passes: number;
}
/** Narrow digits have few counters to clear and add up, wide ones fewer passes. */
export const WIDTHS = { narrow: { bits: 8, passes: 4 }, wide: { bits: 11, passes: 3 } } as const;
/** Bytes of the counters of all digits. */
export const DIGITS = ({ bits, passes }: Digits): number => (4 << bits) * passes;

/** The counter of the digit that begins at bit `shift` of a key. */
const counterOf = (counters: Code, key: Code, shift: Code | number, { bits }: Digits): Code =>
  i32.add(counters, i32.shl(i32.and(i32.shrU(key, shift), (1 << bits) - 1), i32.const(2)));

/** count(counters, pairs, count): one more for each digit of each key. */
export function count(f: Fn, digits: Digits): void {
  const [counters, pairs, pairsLeft] = [0, 1, 2];
  const [n, key, at] = f.localsOf(I32, 3) as [number, number, number];
  const one = (pass: number): Code => [
    set(at, counterOf(i32.add(get(counters), (4 << digits.bits) * pass), get(key), i32.const(digits.bits * pass), digits)),
    i32.store(get(at), i32.add(i32.load(get(at)), 1)),
  ];
  f.emit(
    repeat(
      n,
      get(pairsLeft),
      set(key, i32.load(get(pairs), KEY)),
      Array.from({ length: digits.passes }, (_, pass) => one(pass)),
      inc(pairs, PAIR),
    ),
  );
}

/** offsets(counters, target, n): counts become the addresses at which their digits begin. Answers whether one digit has all n. */
export function offsets(f: Fn, { bits }: Digits): void {
  const [counters, target, all] = [0, 1, 2];
  const [n, here, shared] = f.localsOf(I32, 3) as [number, number, number];
  f.emit(
    repeat(
      n,
      i32.const(1 << bits),
      set(here, i32.load(get(counters))),
      iff(i32.eq(get(here), get(all)), set(shared, i32.const(1))),
      i32.store(get(counters), get(target)),
      inc(target, i32.shl(get(here), i32.const(3))),
      inc(counters, 4),
    ),
    get(shared),
  );
}

/** distribute(counters, pairs, count, shift): each pair goes to where its digit's next is. */
export function distribute(f: Fn, digits: Digits): void {
  const [counters, pairs, pairsLeft, shift] = [0, 1, 2, 3];
  const [n, at, to] = f.localsOf(I32, 3) as [number, number, number];
  f.emit(
    repeat(
      n,
      get(pairsLeft),
      set(at, counterOf(get(counters), i32.load(get(pairs), KEY), get(shift), digits)),
      set(to, i32.load(get(at))),
      i64.store(get(to), i64.load(get(pairs))),
      i32.store(get(at), i32.add(get(to), PAIR)),
      inc(pairs, PAIR),
    ),
  );
}
