/**
 * clamp(x, { min, max }): x, brought between the bounds; max where min is above it. The gradient passes where x is between them or on one of them, and goes to
 * the bound elsewhere.
 *
 * Shape    x, min, max: […], which broadcast → […]; whole numbers stay whole
 * Method   comparisons; NaN if one is NaN
 * Error    exact
 * Source   PyTorch `clamp`
 */
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Elementwise, elementwise } from "./row.js";

const between: Elementwise<3> = /* @__PURE__ */ elementwise<3>("clamp", {
  takes: "number",
  body: (x, low, high) => w.min(w.max(x, low), high),
  deriv: [
    (x, low, high) => w.where(w.and(w.le(low, x), w.le(x, high)), 1, 0),
    (x, low, high) => w.where(w.and(w.lt(x, low), w.le(low, high)), 1, 0),
    (x, low, high) => w.where(w.or(w.lt(high, x), w.lt(high, low)), 1, 0),
  ],
  range: (_, low, high) => [Math.min(low![0], high![0]), high![1]],
});
const from: Elementwise<2> = /* @__PURE__ */ elementwise<2>("clamp", {
  takes: "number",
  body: (x, low) => w.max(x, low),
  deriv: [(x, low) => w.where(w.le(low, x), 1, 0), (x, low) => w.where(w.lt(x, low), 1, 0)],
  range: (x, low) => [Math.max(x![0], low![0]), Math.max(x![1], low![1])],
});
const upTo: Elementwise<2> = /* @__PURE__ */ elementwise<2>("clamp", {
  takes: "number",
  body: (x, high) => w.min(x, high),
  deriv: [(x, high) => w.where(w.le(x, high), 1, 0), (x, high) => w.where(w.lt(high, x), 1, 0)],
  range: (x, high) => [Math.min(x![0], high![0]), Math.min(x![1], high![1])],
});

export interface ClampOptions {
  readonly min?: Operand | undefined;
  readonly max?: Operand | undefined;
}
export function clamp(input: Operand, { min, max }: ClampOptions): Tensor {
  if (min !== undefined && max !== undefined) return between(input, min, max);
  if (min !== undefined) return from(input, min);
  if (max !== undefined) return upTo(input, max);
  throw new TypeError("clamp: there is neither min nor max. Give one of them, or both.");
}
