/**
 * logspace(start, end, steps, { base }): base to the powers that linspace(start, end, steps) has in float64.
 *
 * Shape    → f[steps]
 * Method   exp(p·log base) in one body; powers and base come in two parts of float32 each, 48 bits together
 * Error    wide ≤ 0.501 ulp
 * Source   PyTorch `logspace`
 */
import * as w from "../scalar/words.js";
import { number, tensor } from "../tensor/create.js";
import { checkFinite, spaced } from "../tensor/range.js";
import type { Tensor } from "../tensor/tensor.js";
import { make } from "./row.js";

/** Powers beyond it are held to it: they give 0, 1 or ∞ as it does. */
const LARGEST = 3e38;

const power = /* @__PURE__ */ make(
  "logspace",
  { body: (high, low, baseHigh, baseLow) => w.exp(w.mul(w.add(high!, low!), w.log(w.add(baseHigh!, baseLow!)))) },
  4,
);

export function logspace(start: number, end: number, steps: number, { base = 10 }: { base?: number } = {}): Tensor {
  const at = spaced("logspace", start, end, steps);
  checkFinite("logspace", { base });
  // Below, the second part of the base would be too small for float32.
  if (base < 2 ** -100 || base > 2 ** 100) throw new RangeError(`logspace: base is ${base}. Use a number from 2^-100 to 2^100.`);
  const high = new Float32Array(steps),
    low = new Float32Array(steps);
  for (let i = 0; i < steps; i++) {
    const p = Math.max(-LARGEST, Math.min(LARGEST, at(i)));
    high[i] = p;
    low[i] = p - high[i]!;
  }
  return power(tensor(high), tensor(low), number(Math.fround(base)), number(base - Math.fround(base))) as Tensor;
}
