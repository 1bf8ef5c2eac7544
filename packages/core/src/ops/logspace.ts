/**
 * logspace(start, end, steps, { base, dtype, device }): base to the powers that linspace(start, end, steps) has in float64.
 *
 * Shape    → f[steps]
 * Method   exp(p·log base) in one body; powers and base come in two parts of float32 each, 48 bits together; of float64 in one
 * Error    wide ≤ 0.501 ulp; float64 ≤ 2 + |p·log base| ulp; float16 and bfloat16 are rounded from float32
 * Source   PyTorch `logspace`
 */
import * as w from "../scalar/words.js";
import { type Operand, tensor } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { CreationOptions } from "../tensor/placed.js";
import { checkFinite, spaced } from "../tensor/range.js";
import type { Tensor } from "../tensor/tensor.js";
import { cast } from "./cast.js";
import { floatingOf } from "./drawing.js";
import { make } from "./row.js";

/** Powers beyond it are held to it: they give 0, 1 or ∞ as it does. */
const LARGEST = 3e38;

const power = /* @__PURE__ */ make(
  "logspace",
  { body: (high, low, baseHigh, baseLow) => w.exp(w.mul(w.add(high!, low!), w.log(w.add(baseHigh!, baseLow!)))) },
  4,
);

interface LogspaceOptions extends CreationOptions {
  readonly base?: number;
}
export function logspace(start: number, end: number, steps: number, given?: LogspaceOptions): Tensor {
  const { base = 10, device, ...options } = optionsOf("logspace", given, { base: "", dtype: "", device: "" }),
    at = spaced("logspace", start, end, steps),
    dtype = floatingOf("logspace", options);
  checkFinite("logspace", { base });
  // Below, the second part of the base would be too small for float32.
  if (base < 2 ** -100 || base > 2 ** 100) throw new RangeError(`logspace: base is ${base}. Use a number from 2^-100 to 2^100.`);
  const raised = (powers: Float32Array | Float64Array, rest: Operand, base: number, baseRest: number): Tensor =>
    power(tensor(powers, { device }), rest, base, baseRest) as Tensor;
  if (dtype === "float64")
    return raised(
      Float64Array.from({ length: steps }, (_, i) => at(i)),
      0,
      base,
      0,
    );
  const high = new Float32Array(steps),
    low = new Float32Array(steps);
  for (let i = 0; i < steps; i++) {
    const p = Math.max(-LARGEST, Math.min(LARGEST, at(i)));
    high[i] = p;
    low[i] = p - high[i]!;
  }
  return cast(raised(high, tensor(low), Math.fround(base), base - Math.fround(base)), dtype);
}
