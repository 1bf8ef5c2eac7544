import { lin } from "../stability/lin.js";
import { logarithmOfPower, logPower, nearPower, ofSquare } from "../stability/powers.js";
import { askProduct, askRange } from "../stability/products.js";
import { askCommon } from "../stability/common.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { rules } from "../stability/rules.js";

/**
 * square(x) = x².
 *
 * Shape    x: […] → […]; whole numbers stay whole
 * Method   float32 arithmetic
 * Error    ≤ ½ ulp
 * Source   PyTorch `square`
 */
export const square: Elementwise<1> = /* @__PURE__ */ elementwise("square", {
  strays: 1,
  takes: "number",
  body: (x) => w.mul(x, x),
  deriv: (x) => w.mul(2, x),
  range: () => [0, Infinity],
  forms: {
    states: rules,
    base: (node) => ({ x: node.inputs[0]!, e: 2 }),
    log: (node) => logPower(node.inputs[0]!, 2),
    logarithm: (node) => logarithmOfPower(node.inputs[0]!, 2),
    offsets: (node) => [...ofSquare(node.inputs[0]!), ...nearPower(node, node.inputs[0]!, lin(2))],
    factors: (node) => [{ t: node.inputs[0]!, e: 2 }],
    common: (sum) => askCommon(sum),
    ask: (node) => askProduct(node) ?? askRange(node, 2),
  },
});
export const squareFacts: Facts = /* @__PURE__ */ facts(square, {
  math: "x²",
  bound: { wide: 0.5, narrow: 0.5 },
  special: [
    [-Infinity, Infinity],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, 0],
    [-0, 0],
    [-3, 9],
  ],
  hard: [1e-23, 1e-19, 1.8446743e19, 4097],
  naive: (x) => w.exp(w.mul(2, w.log(w.abs(x)))),
  exhaustive: true,
});
