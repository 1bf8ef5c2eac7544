import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Facts, facts } from "./facts.js";
import { geluTanh } from "./geluTanh.js";
import { ndtr } from "./ndtr.js";
import { normalDensity } from "./normalDensity.js";
import { type Elementwise, elementwise } from "./row.js";

const exactly: Elementwise<1> = /* @__PURE__ */ elementwise("gelu", {
  // Φ(−40) is 0, also times −40.
  body: (x) => w.mul(w.max(x, -40), ndtr(x)),
  deriv: (x) => slope(x),
  range: ([, hi]) => [-0.17, Math.max(0, hi)],
});
/** Φ(x) + x·φ(x), which is −0 where both terms are 0; and its derivative is φ(x)·(2 − x²). */
const slope: Elementwise<1> = /* @__PURE__ */ elementwise("gelu′", {
  body: (x) => w.where(w.lt(x, -38.5), -0, w.add(ndtr(x), w.mul(w.min(x, 40), normalDensity(x)))),
  deriv: (x) => {
    const held = w.min(w.max(x, -40), 40);
    return w.mul(normalDensity(x), w.sub(2, w.mul(held, held)));
  },
});

export interface GeluOptions {
  /** "none": x·Φ(x). "tanh": ½x·(1 + tanh(√(2/π)·(x + 0.044715x³))), near it to 5e-4. */
  readonly approximate?: "none" | "tanh";
}
/**
 * gelu(x) = x·Φ(x), the Gaussian error linear unit.
 *
 * Shape    x: f[…] → f[…]
 * Method   Φ by erfc, which keeps its digits in the left tail; gelu(−∞) is its limit −0
 * Error    wide ≤ 0.501 ulp; narrow ≤ 4 ulp. The derivative's is of the scale Φ(x), as it is 0 near −0.75
 * Source   PyTorch `nn.functional.gelu`
 */
export function gelu(input: Operand, options?: GeluOptions): Tensor {
  const { approximate = "none" } = optionsOf("gelu", options, { approximate: '"none" or "tanh"' });
  return approximate === "none" ? exactly(input) : geluTanh(input);
}
export { geluTanhFacts } from "./geluTanh.js";
export const geluFacts: Facts = /* @__PURE__ */ facts(exactly, {
  math: "x·Φ(x)",
  bound: { wide: 0.501, narrow: 4 },
  derivBound: { wide: 0.501, narrow: 1.5, of: (x) => ndtr(x) },
  secondBound: { wide: 0.501, narrow: 4 },
  special: [
    [-Infinity, -0],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
  ],
  hard: [-14.4, -13, -5.5, -1.4142135, -0.7517916, -1e-8, 1.4142135, 5.4],
  naive: (x) => w.mul(w.mul(0.5, x), w.add(1, w.erf(w.div(x, Math.SQRT2)))),
  exhaustive: true,
});
