/**
 * hardtanh(x, { minVal, maxVal }): x, brought between the two. Its derivative on either of them is 0.
 *
 * Shape    x: […] → […]; whole numbers stay whole
 * Method   comparisons; NaN for NaN
 * Error    exact
 * Source   PyTorch `hardtanh`
 */
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { signed } from "./signed.js";

const row: Elementwise<3> = /* @__PURE__ */ elementwise<3>("hardtanh", {
  takes: signed,
  body: (x, low, high) => w.min(w.max(x, low), high),
  deriv: [(x, low, high) => w.where(w.and(w.lt(low, x), w.lt(x, high)), 1, w.where(w.eq(x, x), 0, NaN)), null, null],
  range: (_, low, high) => [Math.min(low![0], high![0]), high![1]],
});

export interface HardtanhOptions {
  readonly minVal?: number;
  readonly maxVal?: number;
}
export function hardtanh(x: Operand, options?: HardtanhOptions): Tensor {
  const { minVal = -1, maxVal = 1 } = optionsOf("hardtanh", options, { minVal: "a number", maxVal: "a number" });
  if (!(minVal <= maxVal)) throw new RangeError(`hardtanh: minVal is ${minVal}, and maxVal ${maxVal}. Give a maxVal that is no less.`);
  return row(x, minVal, maxVal);
}
export const hardtanhFacts: Facts = /* @__PURE__ */ facts(row, {
  math: "min(max(x, a), b)",
  bound: { wide: 0, narrow: 0 },
  special: [
    [NaN, -1, 1, NaN],
    [Infinity, -1, 1, 1],
    [-Infinity, -1, 1, -1],
    [-0, -1, 1, -0],
  ],
  hard: [-1, 1],
  parameters: [
    [-1, 1],
    [0, 6],
    [-0.1, 1e30],
    [2, 2],
  ],
  exhaustive: true,
});
