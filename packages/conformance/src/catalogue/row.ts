/** A row of the catalogue of unstable expressions: what people write, where it is used, and where float32 loses it. */
import type { Algebra } from "./algebra.js";

/** Where the elements of an argument may lie. */
export interface Leaf {
  /** [] unless given. */
  readonly shape?: readonly number[];
  readonly from: number;
  readonly to: number;
  /** Points are drawn by logarithm of the distance from here, on both sides as far as [from, to] allows; evenly, unless given. */
  readonly around?: number;
}
export type Given = number | readonly number[];
type Expression = <T>(k: Algebra<T>, ...x: T[]) => T;
export interface Row {
  /** The id that the catalogue has: E101 … G620. */
  readonly id: string;
  /** As people write it. */
  readonly written: string;
  readonly of: Expression;
  /** What it is in exact arithmetic where that has no value for what is written, as 0·log 0; `of` unless given. */
  readonly means?: Expression;
  readonly leaves: readonly Leaf[];
  /** Points where the written form fails in float32, one value or array an argument. */
  readonly fails: readonly (readonly Given[])[];
  /** Points that others get wrong, and our ops by themselves do not. */
  readonly holds?: readonly (readonly Given[])[];
  /** Points where infinities and NaN are the result, and must survive. */
  readonly survives?: readonly (readonly Given[])[];
}
/** A row that cannot be stated: its id, and why. */
export interface Absent {
  readonly id: string;
  readonly reason: string;
}
