/** What the kernels that only move or multiply are written with: integer parameters and locals, counted loops, rows that are copied. */
import { I32, doDown, get, i32, iff, inc, set, v, type Code, type Fn } from "../emit/index.js";

/** A tuple of N numbers. */
export type Numbers<N extends number, All extends number[] = []> = All["length"] extends N ? All : Numbers<N, [...All, number]>;
const NUMBERS = Array.from({ length: 32 }, (_, i) => i) as Numbers<32>;

/** The types of `count` integers. */
export const integers = (count: number): number[] => new Array<number>(count).fill(I32);

/** The parameters of a function that takes only integers, and after them integer locals: 32 in all. */
export function integersOf(f: Fn): Numbers<32> {
  f.localsOf(I32, 32 - f.params.length);
  return NUMBERS;
}

/** Runs the body `count` times, not at all for 0; the local `counter` counts down to 1. */
export const repeat = (counter: number, count: Code, ...body: Code[]): Code => [set(counter, count), iff(get(counter), doDown(counter, 1, body))];

/** Copies `count` elements between the addresses in two locals and leaves both behind the last. */
export const copyElements = (counter: number, to: number, from: number, count: Code, toStep: Code | number, fromStep: Code | number): Code =>
  repeat(counter, count, i32.store(get(to), i32.load(get(from))), inc(to, toStep), inc(from, fromStep));

/** The same where both are contiguous. */
export const copyRow = (counter: number, to: number, from: number, count: Code): Code => [
  repeat(counter, i32.shrU(count, i32.const(2)), v.store(get(to), v.load(get(from))), inc(to, 16), inc(from, 16)),
  copyElements(counter, to, from, i32.and(count, i32.const(3)), 4, 4),
];
