import * as w from "../scalar/words.js";
import { affine, plus } from "../stability/lin.js";
import { askBelow } from "../stability/below.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { signed } from "./signed.js";

/**
 * sub(x, y) = x − y.
 *
 * Shape    x, y: […], which broadcast → […]; whole numbers stay whole
 * Method   float32 arithmetic
 * Error    ≤ ½ ulp
 * Source   PyTorch `sub`
 */
export const sub: Elementwise<2> = /* @__PURE__ */ elementwise<2>("sub", {
  takes: signed,
  body: (x, y) => w.sub(x, y),
  deriv: [() => 1, () => -1],
  range: (x, y) => [x[0] - y[1], x[1] - y[0]],
  forms: {
    affine: ({ inputs: [x, y] }) => plus(affine(x!), affine(y!), -1),
    adds: "terms",
    ask: (node, written) => askBelow(node, written),
  },
});
export const subFacts: Facts = /* @__PURE__ */ facts(sub, {
  math: "x − y",
  bound: { wide: 0.5, narrow: 0.5 },
  derivBound: { wide: 0.501, narrow: 1.5 },
  special: [
    [Infinity, Infinity, NaN],
    [0, 0, 0],
    [-0, 0, -0],
    [NaN, 1, NaN],
  ],
});
