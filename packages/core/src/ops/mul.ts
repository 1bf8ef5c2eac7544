import { askCommon } from "../stability/common.js";
import { offsetsOfProductWithSum } from "../stability/distributed.js";
import { askFactored } from "../stability/factored.js";
import * as w from "../scalar/words.js";
import { logarithmOfProducts, logProduct } from "../stability/forms.js";
import { product } from "../stability/interval.js";
import { multiple } from "../stability/lin.js";
import { ofSquare } from "../stability/powers.js";
import { askCollected } from "../stability/collected.js";
import { askTimesLog, askTimesOther } from "../stability/timesLog.js";
import { askProduct, askProductRange } from "../stability/products.js";
import { askShare } from "../stability/fractions.js";
import { rules } from "../stability/rules.js";
import { askSum } from "../stability/sums.js";
import { numberIn } from "../tensor/create.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * mul(x, y) = x·y.
 *
 * Shape    x, y: […], which broadcast → […]; whole numbers stay whole
 * Method   float32 arithmetic
 * Error    ≤ ½ ulp
 * Source   PyTorch `mul`
 */
export const mul: Elementwise<2> = /* @__PURE__ */ elementwise<2>("mul", {
  strays: 1,
  takes: "number",
  body: (x, y) => w.mul(x, y),
  deriv: [(_, y) => y, (x) => x],
  range: product,
  forms: {
    states: rules,
    affine: ({ inputs: [x, y] }) => multiple(x!, numberIn(y!)) ?? multiple(y!, numberIn(x!)),
    log: ({ inputs: [x, y] }) => logProduct(x!, y!, 1),
    logarithm: ({ inputs: [x, y] }) => logarithmOfProducts(x!, y!, 1),
    base: ({ inputs: [x, y] }) => (x!.hash === y!.hash ? { x: x!, e: 2 } : null),
    offsets: (node) => (node.inputs[0]!.hash === node.inputs[1]!.hash ? ofSquare(node.inputs[0]!) : offsetsOfProductWithSum(node)),
    factors: ({ inputs: [x, y] }) => [
      { t: x!, e: 1 },
      { t: y!, e: 1 },
    ],
    collected: (sum) => askCollected(sum),
    common: (sum) => askCommon(sum) ?? askFactored(sum),
    ask: (node) => askTimesLog(node) ?? askProduct(node) ?? askShare(node) ?? askSum(node) ?? askProductRange(node) ?? askTimesOther(node),
  },
});
export const mulFacts: Facts = /* @__PURE__ */ facts(mul, {
  math: "x · y",
  bound: { wide: 0.5, narrow: 0.5 },
  derivBound: { wide: 0.501, narrow: 1.5 },
  special: [
    [0, Infinity, NaN],
    [-0, 1, -0],
    [1e30, 1e30, Infinity],
    [NaN, 0, NaN],
  ],
});
