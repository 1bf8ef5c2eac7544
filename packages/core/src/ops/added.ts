/** not an op: beta·x + alpha·product, which the ops that add a product to something end with. */
import * as w from "../scalar/words.js";
import { of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { broadcast, sameShape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { beside } from "./beside.js";
import { type Elementwise, elementwise } from "./row.js";

export interface Weights {
  /** What the product is multiplied by. */
  readonly alpha?: number;
  /** What x is multiplied by; x is not looked at where it is 0, so that its NaNs are not either. */
  readonly beta?: number;
}

const weighted: Elementwise<4> = /* @__PURE__ */ elementwise<4>("weighted", {
  takes: "number",
  body: (x, p, alpha, beta) => w.where(w.eq(beta, 0), w.mul(alpha, p), w.add(w.mul(beta, x), w.mul(alpha, p))),
  deriv: [(_x, _p, _a, beta) => beta, (_x, _p, alpha) => alpha, null, null],
});

/** x and the product of two operands, recorded where any of them lives. Throws RangeError where x does not broadcast to the product's shape. */
export const addedTo = (
  name: string,
  x: Operand,
  a: Operand,
  b: Operand,
  product: (name: string, a: Tensor, b: Tensor) => Tensor,
  weights?: Weights,
): Tensor => {
  const known = optionsOf(name, weights, { alpha: "a number", beta: "a number" });
  return together(name, [x, a, b], ([x, a, b]) => sumOf(name, x!, product(name, a!, b!), known));
};
/** Records it where the first of the operands lives that lives anywhere, though others be data. */
export function together<T>(name: string, operands: readonly Operand[], fn: (tensors: readonly Tensor[]) => T): T {
  const ts = operands.map((x) => of(name, x));
  return beside(ts, () => fn(ts));
}

export function sumOf(name: string, x: Tensor, product: Tensor, { alpha = 1, beta = 1 }: Weights = {}): Tensor {
  const fits = x.ndim <= product.ndim && sameShape(broadcast(name, x.shape, product.shape), product.shape);
  if (!fits)
    throw new RangeError(`${name}: x is ${show(x.shape)}, and the product ${show(product.shape)}. Give x a shape that broadcasts to the product's.`);
  return alpha === 1 && beta === 1 ? add(x, product) : weighted(x, product, alpha, beta);
}
