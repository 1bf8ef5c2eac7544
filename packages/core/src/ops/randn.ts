/**
 * randn(shape): numbers of the standard normal distribution.
 *
 * Shape    → f[…shape]
 * Method   Φ⁻¹(½ + (s + ½)·2⁻³²), s a word of Philox4x32-10 as a signed integer: one word an element, evaluated wide
 * Error    wide ≤ 0.501 ulp of that. P(x < a) is Φ(a) to within 2⁻³³ and that rounding; nothing lies beyond ±6.34
 * Source   PyTorch `randn`; Wichura 1988, "Algorithm AS 241: the percentage points of the normal distribution"
 */
import type { RandomOptions } from "../random/generator.js";
import { normalQuantile } from "../random/normalQuantile.js";
import type { Ex } from "../scalar/expr.js";
import type { Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { drawing, drawn } from "./drawing.js";

const randnOp = /* @__PURE__ */ drawing("randn", () => ({ form: "body", body: (body ??= normalQuantile()) }));
let body: Ex | undefined;

export const randn = (shape: Shape, options: RandomOptions = {}): Tensor => drawn(randnOp, shape, options);
