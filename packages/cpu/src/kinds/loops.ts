/** What the kernels that only move or multiply are written with: integer parameters and locals, counted loops, rows that are copied. */
import { I32, doDown, get, i32, iff, inc, set, v, type Code, type Fn } from "../emit/index.js";

/** A tuple of N numbers. */
export type Numbers<N extends number, All extends number[] = []> = All["length"] extends N ? All : Numbers<N, [...All, number]>;
const NUMBERS = /* @__PURE__ */ Array.from({ length: 32 }, (_, i) => i) as Numbers<32>;

/** The types of `count` integers. */
export const integers = (count: number): number[] => new Array<number>(count).fill(I32);

/** The parameters of a function that takes only integers, and after them integer locals: 32 in all. */
export function integersOf(f: Fn): Numbers<32> {
  f.localsOf(I32, 32 - f.params.length);
  return NUMBERS;
}

/** Runs the body `count` times, not at all for 0; the local `counter` counts down to 1. */
export const repeat = (counter: number, count: Code, ...body: Code[]): Code => [set(counter, count), iff(get(counter), doDown(counter, 1, body))];

/** Copies an element of 1, 2, 4 or 8 bytes between the addresses in two locals; its bits are kept. */
export function moveElement(to: number, from: number, bytes: number): Code {
  if (bytes === 8) return v.store64lane(get(to), v.load64zero(get(from)), 0);
  const [store, load] = bytes === 4 ? [i32.store, i32.load] : bytes === 2 ? [i32.store16, i32.load16] : [i32.store8, i32.load8];
  return store(get(to), load(get(from)));
}

/** Copies `count` elements between the addresses in two locals and leaves both behind the last. */
export const copyElements = (
  counter: number,
  to: number,
  from: number,
  count: Code,
  toStep: Code | number,
  fromStep: Code | number,
  bytes = 4,
): Code => repeat(counter, count, moveElement(to, from, bytes), inc(to, toStep), inc(from, fromStep));

/** The same where both are contiguous. */
export const copyRow = (counter: number, to: number, from: number, count: Code, bytes = 4): Code => [
  repeat(counter, i32.shrU(count, i32.const(31 - Math.clz32(16 / bytes))), v.store(get(to), v.load(get(from))), inc(to, 16), inc(from, 16)),
  copyElements(counter, to, from, i32.and(count, i32.const(16 / bytes - 1)), bytes, bytes, bytes),
];
