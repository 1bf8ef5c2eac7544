/** What a reference of an elementwise op is: the exact value and the exact derivatives, each as a double-double. */
import type { DD } from "./dd.js";

export type Exact = (...x: readonly number[]) => DD;

export interface Reference {
  readonly value: Exact;
  /** With respect to each input; null where no gradient passes. */
  readonly derivatives: readonly (Exact | null)[];
}
