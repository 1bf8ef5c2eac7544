import * as w from "../scalar/words.js";
import { affine, times } from "../stability/lin.js";
import { askBelow } from "../stability/below.js";
import { number } from "../tensor/create.js";
import { isWall } from "../tensor/tensor.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { signed } from "./signed.js";

/**
 * neg(x) = −x.
 *
 * Shape    x: […] → […]; whole numbers stay whole
 * Method   the sign bit
 * Error    exact
 * Source   PyTorch `neg`
 */
export const neg: Elementwise<1> = /* @__PURE__ */ elementwise("neg", {
  takes: signed,
  body: (x) => w.neg(x),
  deriv: () => -1,
  range: ([lo, hi]) => [-hi, -lo],
  forms: {
    affine: (node) => times(affine(node.inputs[0]!), -1),
    adds: "opposite",
    factors: (node) => [
      { t: node.inputs[0]!, e: 1 },
      { t: number(-1), e: 1 },
    ],
    ask: (node, written) => {
      const x = node.inputs[0]!;
      return x.op === neg.op && !isWall(x) ? { node: x.inputs[0]!, why: "two signs cancel" } : askBelow(node, written);
    },
  },
});
export const negFacts: Facts = /* @__PURE__ */ facts(neg, {
  math: "−x",
  bound: { wide: 0, narrow: 0 },
  special: [
    [-Infinity, Infinity],
    [Infinity, -Infinity],
    [NaN, NaN],
    [0, -0],
    [-0, 0],
  ],
  exhaustive: true,
});
