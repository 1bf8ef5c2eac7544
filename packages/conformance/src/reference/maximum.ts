/** The greater and the less of two numbers, +0 above −0, with half a derivative each where they are equal; and a number between bounds. */
import { dd } from "./dd.js";
import type { Reference } from "./reference.js";

/** 1, ½ or 0 as x is chosen, both are, or y is. */
const share = (order: number): number => (order !== order ? NaN : order > 0 ? 1 : order < 0 ? 0 : 0.5);
const order = (x: number, y: number): number => (x === y ? 0 : x > y ? 1 : x < y ? -1 : NaN);
const NONE = [
  [null, null],
  [null, null],
] as const;

export const maximum: Reference = {
  value: (x, y) => dd(Math.max(x!, y!)),
  derivatives: [(x, y) => dd(share(order(x!, y!))), (x, y) => dd(share(order(y!, x!)))],
  seconds: NONE,
};
export const minimum: Reference = {
  value: (x, y) => dd(Math.min(x!, y!)),
  derivatives: [(x, y) => dd(share(order(y!, x!))), (x, y) => dd(share(order(x!, y!)))],
  seconds: NONE,
};

export interface Clamped {
  readonly value: number;
  /** Which of the three the value is, for what changes with them: a number on a bound is itself. */
  readonly from: "x" | "low" | "high";
}
export function clamp(x: number, low = -Infinity, high = Infinity): Clamped {
  if (x !== x || low !== low || high !== high) return { value: NaN, from: "x" };
  if (low > high || x > high) return { value: high, from: "high" };
  return x < low ? { value: low, from: "low" } : { value: x, from: "x" };
}
