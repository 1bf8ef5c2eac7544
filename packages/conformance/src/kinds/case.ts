/** What a case of a structural kind is, and the data that all of them use. */
import type { Arithmetic, Request } from "@evenkeel/core";
import { random } from "../cases.js";
import type { Bound } from "../judge.js";
import type { Sum } from "../reference/sum.js";
import type { Memory } from "./memory.js";

export interface KindCase {
  readonly name: string;
  readonly request: Request;
  /** The exact result: a number is copied, a sum has terms; null is left open. */
  readonly want: readonly (Sum | number | null)[];
  readonly bound: Bound;
  /** Of the result, if it is not float32. */
  readonly dtype?: Arithmetic;
  /** The index that must be answered as a fault, or that a total is beyond its type. */
  readonly fault: number | "overflow" | null;
}
export type CaseMaker = (memory: Memory, seed: number) => readonly KindCase[];

/** ½ ulp + 2⁻⁴¹·Σ|terms|: float64 sums, rounded once. */
export const WIDE_SUM: Bound = { terms: 2 ** -17 };

/**
 * Data that tells ways of adding apart: all positive (no error cancels), signed, of very different sizes, and with terms that cancel
 * to far less than they are.
 */
export const DATA: Readonly<Record<string, (n: number, seed: number) => Float32Array>> = {
  positive: (n, seed) => fill(n, seed, (u) => u),
  signed: (n, seed) => fill(n, seed, (u) => 2 * u - 1),
  spread: (n, seed) => fill(n, seed, (u, v) => (2 * u - 1) * 2 ** Math.floor(60 * v - 30)),
  cancelling: (n, seed) => {
    const x = fill(n, seed, (u) => 1e6 * (u + 1));
    return x.map((v, i) => (i % 2 ? -x[i - 1]! * (1 + 2 ** -20) : v));
  },
};

function fill(n: number, seed: number, f: (u: number, v: number) => number): Float32Array {
  const next = random(seed),
    unit = (): number => next() / 2 ** 32;
  return Float32Array.from({ length: n }, () => f(unit(), unit()));
}

/** Row-major strides of a shape. */
export const strides = (shape: readonly number[]): number[] => shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
export const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
