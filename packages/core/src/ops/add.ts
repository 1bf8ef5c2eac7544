import * as w from "../scalar/words.js";
import { affine, plus } from "../stability/lin.js";
import { askBelow } from "../stability/below.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * add(x, y) = x + y.
 *
 * Shape    x, y: […], which broadcast → […]; whole numbers stay whole
 * Method   float32 arithmetic
 * Error    ≤ ½ ulp
 * Source   PyTorch `add`
 */
export const add: Elementwise<2> = /* @__PURE__ */ elementwise<2>("add", {
  takes: "number",
  body: (x, y) => w.add(x, y),
  deriv: [() => 1, () => 1],
  range: (x, y) => [x[0] + y[0], x[1] + y[1]],
  forms: {
    affine: ({ inputs: [x, y] }) => plus(affine(x!), affine(y!)),
    adds: "terms",
    ask: (node, written) => askBelow(node, written),
  },
});
export const addFacts: Facts = /* @__PURE__ */ facts(add, {
  math: "x + y",
  bound: { wide: 0.5, narrow: 0.5 },
  derivBound: { wide: 0.501, narrow: 1.5 },
  special: [
    [Infinity, -Infinity, NaN],
    [-0, -0, -0],
    [-0, 0, 0],
    [3.4028234663852886e38, 3.4028234663852886e38, Infinity],
    [NaN, 1, NaN],
  ],
});
