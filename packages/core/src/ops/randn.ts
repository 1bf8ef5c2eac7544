/**
 * randn(shape, { dtype }): numbers of the standard normal distribution.
 *
 * Shape    → f[…shape]
 * Method   Φ⁻¹(½ + (s + ½)·2⁻³²), s a word of Philox4x32-10 as a signed integer: one word an element, evaluated wide; float16 and
 *          bfloat16 are rounded from that. float64: Φ⁻¹(u + 2⁻⁵⁴) of u = rand(shape), which has 53 bits of four words
 * Error    wide ≤ 0.501 ulp of that. P(x < a) is Φ(a) to within 2⁻³³ and that rounding; nothing lies beyond ±6.34. float64: 8 ulp, 2⁻⁵⁴ and ±8.30
 * Source   PyTorch `randn`; Wichura 1988, "Algorithm AS 241: the percentage points of the normal distribution"
 */
import { normalQuantile } from "../random/normalQuantile.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { checkShape, type Shape } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { drawing, drawn, type DrawOptions, drawOptionsOf, floatingOf, fractions, whole } from "./drawing.js";
import { elementwise } from "./row.js";

const randnOp = /* @__PURE__ */ drawing("randn", () => ({ form: "body", body: (body ??= normalQuantile()) }));
let body: Ex | undefined;
const wholeOp = /* @__PURE__ */ whole("randn");
const quantile = /* @__PURE__ */ elementwise<1>("randn", { body: (u) => normalQuantile(w.add(w.sub(u, 0.5), 2 ** -54), true), forms: {} });

export function randn(shape: Shape, given?: DrawOptions): Tensor {
  checkShape("randn", shape);
  const options = drawOptionsOf("randn", given);
  const dtype = floatingOf("randn", options);
  return dtype === "float64" ? quantile(fractions(wholeOp, shape, options)) : cast(drawn(randnOp, shape, options), dtype);
}
