/**
 * clamp(x, { min, max }), clamp(x, min, max): x, brought between the bounds; max where min is above it. The gradient passes where x is between them or on one of them, and goes to
 * the bound elsewhere.
 *
 * Shape    x, min, max: […], which broadcast → […]; whole numbers stay whole
 * Method   comparisons; NaN if one is NaN
 * Error    exact
 * Source   PyTorch `clamp`
 */
import { mirrored } from "../stability/parts.js";
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { Tensor } from "../tensor/tensor.js";
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
  get forms() {
    return mirrored(() => between.op);
  },
});
const from: Elementwise<2> = /* @__PURE__ */ elementwise<2>("clamp", {
  takes: "number",
  body: (x, low) => w.max(x, low),
  deriv: [(x, low) => w.where(w.le(low, x), 1, 0), (x, low) => w.where(w.lt(x, low), 1, 0)],
  range: (x, low) => [Math.max(x![0], low![0]), Math.max(x![1], low![1])],
  get forms() {
    return mirrored(() => upTo.op);
  },
});
const upTo: Elementwise<2> = /* @__PURE__ */ elementwise<2>("clamp", {
  takes: "number",
  body: (x, high) => w.min(x, high),
  deriv: [(x, high) => w.where(w.le(x, high), 1, 0), (x, high) => w.where(w.lt(high, x), 1, 0)],
  range: (x, high) => [Math.min(x![0], high![0]), Math.min(x![1], high![1])],
  get forms() {
    return mirrored(() => from.op);
  },
});

export interface ClampOptions {
  readonly min?: Operand | undefined;
  readonly max?: Operand | undefined;
}
type Bound = Operand | null | undefined;
export function clamp(input: Operand, bounds: ClampOptions): Tensor;
export function clamp(input: Operand, min: Bound, max?: Bound): Tensor;
export function clamp(input: Operand, first: Bound | ClampOptions, second?: Bound): Tensor {
  const { min, max } = isOperand(first) ? { min: first, max: second } : optionsOf("clamp", first, { min: "", max: "" }),
    [low, high] = [min ?? undefined, max ?? undefined];
  if (low !== undefined && high !== undefined) return between(input, low, high);
  if (low !== undefined) return from(input, low);
  if (high !== undefined) return upTo(input, high);
  throw new TypeError("clamp: there is neither min nor max. Give one of them, or both.");
}
const isOperand = (x: Bound | ClampOptions): x is Bound => typeof x !== "object" || x === null || x instanceof Tensor || isArray(x);
const isArray = (x: object): boolean => Array.isArray(x) || ArrayBuffer.isView(x);
