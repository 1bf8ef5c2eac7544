/** not an op: how normalised elements are scaled and moved, and what is checked of weight and bias. */
import * as w from "../scalar/words.js";
import { of, type Operand } from "../tensor/create.js";
import { sameShape, type Shape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { addcmul } from "./addcmul.js";
import { add } from "./add.js";
import { beside } from "./beside.js";
import { mul } from "./mul.js";
import { reshape } from "./reshape.js";
import { elementwise } from "./row.js";

export interface AffineOptions {
  readonly weight?: Operand | null;
  readonly bias?: Operand | null;
}
/** An operand that must have a shape, or null. Throws RangeError for another shape, TypeError for another type than x has. @internal */
export function shaped(name: string, what: string, given: Operand | null | undefined, shape: Shape, { dtype }: Tensor): Tensor | null {
  if (given === undefined || given === null) return null;
  const t = of(name, given);
  if (!sameShape(t.shape, shape)) throw new RangeError(`${name}: ${what} is ${show(t.shape)} and belongs to ${show(shape)}. Give it that shape.`);
  if (t.dtype !== dtype && (t.dtype !== "float32" || (dtype !== "float16" && dtype !== "bfloat16")))
    throw new TypeError(`${name}: ${what} is ${t.dtype} and the input ${dtype}. Convert one with to(x, "${dtype}").`);
  return t;
}
/** What is normalised where its weight and bias live, times weight, plus bias, rounded once. @internal */
export function affine(x: Tensor, normalise: () => Tensor, weight: Tensor | null, bias: Tensor | null): Tensor {
  const y = beside(
    [x, weight, bias].filter((t) => t !== null),
    normalise,
  );
  if (weight && bias) return addcmul(bias, y, weight);
  if (weight) return mul(y, weight);
  return bias ? add(y, bias) : y;
}
/** One of each channel, beside dimension 1 of x. @internal */
export const perChannel = (t: Tensor | null, x: Tensor): Tensor | null =>
  t && reshape(t, [t.size, ...new Array<number>(Math.max(0, x.ndim - 2)).fill(1)]);

/** (x − m)/√(v + eps)·weight + bias, in one body. @internal */
export const normalisedBy = /* @__PURE__ */ elementwise<4>("normalised", {
  body: (x, m, v, eps) => w.div(w.sub(x, m), w.sqrt(w.add(v, eps))),
  deriv: [
    (_x, _m, v, eps) => w.div(1, w.sqrt(w.add(v, eps))),
    (_x, _m, v, eps) => w.div(-1, w.sqrt(w.add(v, eps))),
    (x, m, v, eps) => w.div(w.mul(-0.5, w.sub(x, m)), w.mul(w.add(v, eps), w.sqrt(w.add(v, eps)))),
    null,
  ],
});
