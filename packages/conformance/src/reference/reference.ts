/** What a reference of an elementwise op is: the exact value and the exact derivatives, first and second, each as a double-double. */
import type { DD } from "./dd.js";

export type Exact = (...x: readonly number[]) => DD;

export interface Reference {
  readonly value: Exact;
  /** With respect to each input; null where no gradient passes. */
  readonly derivatives: readonly (Exact | null)[];
  /** `seconds[k][i]` is the derivative by input i of the derivative by input k; null where it is 0 everywhere. Judged where it is stated. */
  readonly seconds?: readonly (readonly (Exact | null)[])[];
}
