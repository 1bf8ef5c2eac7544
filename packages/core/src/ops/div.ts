import * as w from "../scalar/words.js";
import { logarithmOfProducts, logProduct } from "../stability/forms.js";
import { ALL, product } from "../stability/interval.js";
import { multiple } from "../stability/lin.js";
import { offsetsOfProductWithSum } from "../stability/distributed.js";
import { nearOneQuotient } from "../stability/powers.js";
import { askProduct, askRange } from "../stability/products.js";
import { askShare } from "../stability/fractions.js";
import { rules } from "../stability/rules.js";
import { askSum } from "../stability/sums.js";
import { numberIn } from "../tensor/create.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * div(x, y) = x / y.
 *
 * Shape    x, y: f[…], which broadcast → f[…]
 * Method   float32 arithmetic
 * Error    ≤ ½ ulp
 * Source   PyTorch `div`
 */
export const div: Elementwise<2> = /* @__PURE__ */ elementwise<2>("div", {
  strays: 2,
  body: (x, y) => w.div(x, y),
  deriv: [(_, y) => w.div(1, y), (x, y) => w.neg(w.div(w.div(x, y), y))],
  range: (x, [lo, hi]) => (lo >= 0 ? product(x, [1 / (hi || 0), 1 / (lo || 0)]) : ALL),
  forms: {
    states: rules,
    affine: ({ inputs: [x, y] }) => multiple(x!, 1 / (numberIn(y!) ?? NaN)),
    log: ({ inputs: [x, y] }) => logProduct(x!, y!, -1),
    logarithm: ({ inputs: [x, y] }) => logarithmOfProducts(x!, y!, -1),
    base: ({ inputs: [x, y] }) => (numberIn(x!) === 1 ? { x: y!, e: -1 } : null),
    offsets: (node) => [...nearOneQuotient(node), ...offsetsOfProductWithSum(node)],
    factors: ({ inputs: [x, y] }) => [
      { t: x!, e: 1 },
      { t: y!, e: -1 },
    ],
    ask: (node) => askProduct(node) ?? askShare(node) ?? askSum(node) ?? askRange(node),
  },
});
export const divFacts: Facts = /* @__PURE__ */ facts(div, {
  math: "x / y",
  bound: { wide: 0.5, narrow: 0.5 },
  derivBound: { wide: 0.501, narrow: 1.5 },
  special: [
    [0, 0, NaN],
    [1, 0, Infinity],
    [1, -0, -Infinity],
    [Infinity, Infinity, NaN],
    [1, Infinity, 0],
  ],
});
