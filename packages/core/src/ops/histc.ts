/**
 * histc(x, { bins, min, max }): how many elements are in each of `bins` parts of equal width from min to max, which the last includes. Where min is max, they are
 * those of x; what lies outside, and NaN, is not counted.
 *
 * Shape    x: f[…] → f[bins]
 * Method   the place of each element in one body, and a sum of ones
 * Error    exact but for elements whose place rounds to the next
 * Source   PyTorch `histc`
 */
import * as w from "../scalar/words.js";
import { number, of, type Operand, zeros } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import { amax } from "./amax.js";
import { amin } from "./amin.js";
import { beside } from "./beside.js";
import { cast } from "./cast.js";
import { cut } from "./cut.js";
import { expand } from "./expand.js";
import { narrow } from "./narrow.js";
import { floating } from "./reduction.js";
import { reshape } from "./reshape.js";
import { elementwise } from "./row.js";
import { scatterAdd } from "./scatterAdd.js";

/** The part that x is in: −1 counts none. */
const place = /* @__PURE__ */ elementwise<4>("histc", {
  body: (x, low, high, bins) => {
    const [from, to] = [w.where(w.eq(low, high), w.sub(low, 1), low), w.where(w.eq(low, high), w.add(high, 1), high)],
      at = w.min(w.floor(w.div(w.mul(w.sub(x, from), bins), w.sub(to, from))), w.sub(bins, 1));
    return w.where(w.and(w.le(from, x), w.le(x, to)), at, bins);
  },
});

export interface HistcOptions {
  readonly bins?: number;
  readonly min?: number;
  readonly max?: number;
}
export function histc(input: Operand, options?: HistcOptions): Tensor {
  const { bins = 100, min = 0, max = 0 } = optionsOf("histc", options, { bins: "a number", min: "a number", max: "a number" });
  const given = of("histc", input),
    dtype = floating(given.dtype),
    x = cast(cut(reshape(given, [given.size])), dtype);
  if (!Number.isInteger(bins) || bins < 1) throw new RangeError(`histc: bins is ${bins}. Use a whole number above 0.`);
  if (!(min <= max) || !Number.isFinite(max - min))
    throw new RangeError(`histc: there is nothing from ${min} to ${max}. Use finite numbers in order.`);
  const own = min === max && given.size > 0,
    bound = (n: number, of: (x: Tensor) => Tensor): Tensor => (own ? of(x) : number(n));
  const at = cast(place(x, bound(min, amin), bound(max, amax), number(bins)), "int32"),
    counts = beside([given], () => scatterAdd(zeros([bins + 1], { dtype: "float32" }), 0, at, expand(number(1), [x.size])));
  return cast(narrow(counts, 0, 0, bins), dtype);
}
