/**
 * threshold(x, threshold, value): x where it is above the threshold, the value where it is not, with 0 as derivative.
 *
 * Shape    x: […] → […]; whole numbers stay whole
 * Method   a comparison; NaN for NaN
 * Error    exact
 * Source   PyTorch `threshold`
 */
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { signed } from "./signed.js";

const row: Elementwise<3> = /* @__PURE__ */ elementwise<3>("threshold", {
  takes: signed,
  body: (x, t, v) => w.where(w.le(x, t), v, x),
  deriv: [(x, t) => w.where(w.le(x, t), 0, w.where(w.eq(x, x), 1, NaN)), null, null],
});

export const threshold = (x: Operand, threshold: number, value: number): Tensor => row(x, threshold, value);
export const thresholdFacts: Facts = /* @__PURE__ */ facts(row, {
  math: "x, or v where x ≤ t",
  bound: { wide: 0, narrow: 0 },
  special: [
    [1, 1, 7, 7],
    [-0, 0, 7, 7],
    [NaN, 1, 7, NaN],
    [Infinity, 1, 7, Infinity],
  ],
  hard: [0, 1],
  parameters: [
    [0, 0],
    [0.1, 20],
    [-1, NaN],
    [-Infinity, 1],
  ],
  exhaustive: true,
});
