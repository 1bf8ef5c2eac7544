/**
 * diff(x, { n, dim, prepend, append }): the differences of neighbours along a dimension, n times; of conditions whether they differ.
 *
 * Shape    x: […, m, …] → […, m + what is put before and behind − n, …], at least 0; of n = 0 it is x, with nothing put there
 * Method   subtraction of views
 * Error    ½ ulp for n = 1
 * Source   PyTorch `diff`
 */
import { of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { dimension } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { cat } from "./cat.js";
import { ne } from "./ne.js";
import { narrow } from "./narrow.js";
import { sub } from "./sub.js";

export interface DiffOptions {
  readonly n?: number;
  readonly dim?: number;
  readonly prepend?: Operand | null;
  readonly append?: Operand | null;
}
export function diff(input: Operand, options?: DiffOptions): Tensor {
  const { n = 1, dim = -1, prepend, append } = optionsOf("diff", options, { n: "a number", dim: "a number", prepend: "", append: "" });
  const x = of("diff", input);
  if (!x.ndim) throw new RangeError("diff: x is 0-d, and has no neighbours. Give it one dimension at least.");
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`diff: n is ${n}. Use a whole number from 0 on.`);
  if (n === 0) return x;
  const d = dimension("diff", dim, x.shape),
    parts = [prepend, x, append].flatMap((t) => (t === undefined || t === null ? [] : [of("diff", t)]));
  let y = parts.length > 1 ? cat(parts, d) : x;
  for (let i = 0; i < n && y.shape[d]! > 0; i++) {
    const size = y.shape[d]! - 1,
      [before, after] = [narrow(y, d, 0, size), narrow(y, d, 1, size)];
    y = x.dtype === "bool" ? ne(after, before) : sub(after, before);
  }
  return y;
}
