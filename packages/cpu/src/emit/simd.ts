/**
 * Straight-line arithmetic on bundles: w vectors that take every step together. A constant is then loaded once for w uses, and w chains
 * of dependent instructions hide each other's latency.
 */
import type { Code } from "./code.js";
import { V128, d2, f4, get, i32, i4, l2, set, v } from "./instructions.js";
import type { Fn } from "./module.js";

/** One local for each vector. */
export type Bundle = readonly number[];
/** A number is a constant in every lane. */
export type Operand = Bundle | number;

const HIGH_HALF = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];
const LOW_HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];

export type Simd = ReturnType<typeof simd>;

/** Whether there are several vectors, and all are one that is repeated; then its lanes are equal too. */
export const isOne = (x: Bundle): boolean => x.length > 1 && x.every((local) => local === x[0]);

/** Operations on bundles of w vectors, whose lanes are float32 (f4), float64 (d2) or int32 (i4). */
export function simd(f: Fn, w: number, lanes: typeof f4 | typeof d2 | typeof i4 = d2) {
  /** The vectors code(0) … code(w − 1). */
  const map = (code: (j: number) => Code): Bundle =>
    Array.from({ length: w }, (_, j) => {
      const vector = f.local(V128);
      f.emit(set(vector, code(j)));
      return vector;
    });
  /** The same vector w times, of what a loop's steps do not change. */
  const splat = (code: Code): Bundle => {
    const vector = f.local(V128);
    f.emitStill(set(vector, code));
    return new Array<number>(w).fill(vector);
  };
  const at = (x: Operand): ((j: number) => Code) => {
    const constant = typeof x === "number" && lanes.const(x);
    return (j) => constant || get((x as Bundle)[j]!);
  };
  /** What is one vector in all its operands is computed once. */
  const each =
    (op: (...x: Code[]) => Code) =>
    (...operands: readonly Operand[]): Bundle => {
      const codes = operands.map(at),
        code = (j: number): Code => op(...codes.map((of) => of(j)));
      return operands.every((x) => typeof x === "number" || isOne(x)) ? splat(code(0)) : map(code);
    };
  const one = each as (op: (a: Code) => Code) => (a: Operand) => Bundle;
  const two = each as (op: (a: Code, b: Code) => Code) => (a: Operand, b: Operand) => Bundle;
  const add = two(lanes.add);
  const mul = two(lanes.mul);
  return {
    fn: f,
    lanes,
    map,
    splat,
    one,
    add,
    mul,
    sub: two(lanes.sub),
    /** Of floats, as sqrt is. */
    div: two((lanes as typeof d2).div),
    min: two(lanes.min),
    max: two(lanes.max),
    pmin: two(lanes.pmin),
    pmax: two(lanes.pmax),
    lt: two(lanes.lt),
    le: two(lanes.le),
    eq: two(lanes.eq),
    neg: one(lanes.neg),
    abs: one(lanes.abs),
    sqrt: one((lanes as typeof d2).sqrt),
    not: one(v.not),
    and: two(v.and),
    or: two(v.or),
    /** Bits of a that b has not. */
    andnot: two(v.andnot),
    where: each(v.bitselect as never) as (yes: Operand, no: Operand, mask: Operand) => Bundle,
    /** Sums and differences of the 64-bit patterns. */
    addBits: two(l2.add),
    subBits: two(l2.sub),
    shl: (a: Operand, by: number): Bundle => one((x) => (lanes === i4 ? i4 : l2).shl(x, i32.const(by)))(a),
    /** Of 32-bit patterns, zeros moving in. */
    shrU: (a: Operand, by: number): Bundle => one((x) => i4.shrU(x, i32.const(by)))(a),
    /** A constant given by its 64-bit pattern. */
    bits: (pattern: bigint): Bundle => splat(l2.const(pattern)),
    /** c[0] + c[1]·x + …, by Horner's rule: it needs the fewest registers. */
    polynomial: (x: Operand, c: readonly number[]): Bundle =>
      c.slice(0, -1).reduceRight<Operand>((sum, ck) => add(mul(sum, x), ck), c[c.length - 1]!) as Bundle,
  };
}

/** The second half of a vector, and the first halves of two. */
export const shuffleHigh = (a: Code): Code => v.shuffle(a, a, HIGH_HALF);
export const shuffleLow = (a: Code, b: Code): Code => v.shuffle(a, b, LOW_HALVES);

/** A bundle of float32 vectors as one of twice as many float64 vectors; exact. */
export const promote = (d: Simd, x: Bundle): Bundle => {
  const half = (j: number): Code => get(x[j >> 1]!);
  return isOne(x) ? d.splat(d2.promote(half(0))) : d.map((j) => d2.promote(j & 1 ? shuffleHigh(half(j)) : half(j)));
};

/** The other way round: one rounding. */
export const demote = (s: Simd, x: Bundle): Bundle => {
  const code = (j: number): Code => shuffleLow(f4.demote(get(x[2 * j]!)), f4.demote(get(x[2 * j + 1]!)));
  return isOne(x) ? s.splat(code(0)) : s.map(code);
};
