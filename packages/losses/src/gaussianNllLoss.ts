/**
 * gaussianNllLoss(input, target, variance, { full, eps, reduction }): ½(log v + (x − t)²/v), v the variance, but eps at least; with `full` and ½ log 2π.
 *
 * Shape    input, target: f[…], which broadcast, variance: of the input's shape, or with 1 for the last dimension, or without it → [], or their shape
 * Method   one body. The derivative by the variance is that at v, where it was held to eps too
 * Error    each 0.501 ulp, of the larger term where they cancel
 * Source   PyTorch `gaussian_nll_loss`; of a negative variance, which is an error there, it is NaN
 */
import { type Elementwise, elementwise, type Operand, type Tensor, unsqueeze } from "@evenkeel/core";
import { of, optionsOf, sameShape, show } from "@evenkeel/core/internal";
import * as w from "@evenkeel/core/words";
import { type Reduced, reduced, REDUCTION } from "./reduced.js";

const HALF_LOG_2PI = 0.9189385332046727;
const held: Elementwise<2> = /* @__PURE__ */ elementwise<2>("gaussianNllLoss variance", {
  body: (v, eps) => w.where(w.lt(v, 0), NaN, w.max(v, eps)),
  deriv: [() => 1, null],
});
const row: Elementwise<4> = /* @__PURE__ */ elementwise<4>("gaussianNllLoss", {
  body: (x, t, v, eps) => w.mul(0.5, w.add(w.log(held(v, eps)), w.div(w.mul(w.sub(x, t), w.sub(x, t)), held(v, eps)))),
  deriv: [
    (x, t, v, eps) => w.div(w.sub(x, t), held(v, eps)),
    (x, t, v, eps) => w.div(w.sub(t, x), held(v, eps)),
    (x, t, v, eps) => slope(x, t, v, eps),
    null,
  ],
});
/** ½(1/v − d²/v²), which goes on below eps as it is there. */
const slope: Elementwise<4> = /* @__PURE__ */ elementwise<4>("gaussianNllLoss slope", {
  body: (x, t, v, eps) => {
    const s = w.div(w.sub(x, t), held(v, eps));
    return w.mul(0.5, w.sub(w.div(1, held(v, eps)), w.mul(s, s)));
  },
  deriv: [
    (x, t, v, eps) => w.neg(w.div(w.div(w.sub(x, t), held(v, eps)), held(v, eps))),
    (x, t, v, eps) => w.div(w.div(w.sub(x, t), held(v, eps)), held(v, eps)),
    (x, t, v, eps) => {
      const s = w.div(w.sub(x, t), held(v, eps));
      return w.div(w.sub(w.mul(s, s), w.div(0.5, held(v, eps))), held(v, eps));
    },
    null,
  ],
});
const whole: Elementwise<1> = /* @__PURE__ */ elementwise<1>("gaussianNllLoss constant", { body: (x) => w.add(x, HALF_LOG_2PI), deriv: () => 1 });

export interface GaussianOptions extends Reduced {
  /** Whether ½ log 2π is added. */
  readonly full?: boolean;
  /** The least variance; 10⁻⁶ unless given. */
  readonly eps?: number;
}
const NAME = "gaussianNllLoss";

export function gaussianNllLoss(input: Operand, target: Operand, variance: Operand, options?: GaussianOptions): Tensor {
  const { full = false, eps = 1e-6, reduction } = optionsOf(NAME, options, { full: "true or false", eps: "a number", reduction: REDUCTION });
  const x = of(NAME, input),
    t = of(NAME, target),
    given = of(NAME, variance),
    v = x.ndim && sameShape(given.shape, x.shape.slice(0, -1)) ? unsqueeze(given, -1) : given;
  if (!sameShape(v.shape, x.shape) && !(x.ndim && sameShape(v.shape, [...x.shape.slice(0, -1), 1])))
    throw new RangeError(
      `${NAME}: the variance is ${show(given.shape)}, and the input ${show(x.shape)}. Give it the input's shape, or 1 for the last dimension.`,
    );
  if (!(eps > 0)) throw new RangeError(`${NAME}: eps is ${eps}. Use a number above 0.`);
  const losses = row(x, t, v, eps);
  return reduced(full ? whole(losses) : losses, reduction);
}
