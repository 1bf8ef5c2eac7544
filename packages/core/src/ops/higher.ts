/** not an op: derivatives of derivatives, as facts are made of them. */
import { differentiate } from "../scalar/differentiate.js";
import type { Ex } from "../scalar/expr.js";
import { Derivatives, type Row } from "./derivative.js";

/** The derivative by input i of the derivative by input k, or null where it is 0 everywhere. */
export function secondOf(row: Row, k: number, i: number, arity: number): Ex | null {
  const all = new Derivatives(row, arity),
    d = all.first(k);
  return d && all.next(d, i, differentiate);
}
