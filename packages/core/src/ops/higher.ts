/** not an op: derivatives of derivatives, apart from rows, so that who asks for none does not load the rules of words. */
import { differentiate, sweep } from "../scalar/differentiate.js";
import type { Ex } from "../scalar/expr.js";
import { Derivatives, higher, type Row } from "./derivative.js";

/** Lets what is recorded from here on be differentiated twice. @internal */
export function allowHigher(): void {
  higher.rules = differentiate;
  higher.sweep = sweep;
}
/** The derivative by input i of the derivative by input k, or null where it is 0 everywhere. */
export function secondOf(row: Row, k: number, i: number, arity: number): Ex | null {
  const all = new Derivatives(row, arity),
    d = all.first(k);
  return d && all.next(d, i, differentiate);
}
