import { eitherForms } from "../stability/either.js";
import { maximum } from "./maximum.js";
import * as w from "../scalar/words.js";
import { above } from "./chosen.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * minimum(x, y): the less of the two. Where they are equal, each gets half of the gradient.
 *
 * Shape    x, y: […], which broadcast → […]; whole numbers stay whole
 * Method   comparisons; NaN if one is NaN, and then so are the derivatives; +0 is above −0
 * Error    exact
 * Source   PyTorch `minimum`
 */
export const minimum: Elementwise<2> = /* @__PURE__ */ elementwise<2>("minimum", {
  takes: "number",
  body: (x, y) => w.min(x, y),
  deriv: [(x, y) => above(y, x), (x, y) => above(x, y)],
  get forms() {
    return eitherForms(() => maximum.op, false);
  },
  range: (x, y) => [Math.min(x![0], y![0]), Math.min(x![1], y![1])],
});
export const minimumFacts: Facts = /* @__PURE__ */ facts(minimum, {
  math: "min(x, y)",
  bound: { wide: 0, narrow: 0 },
  special: [
    [0, -0, -0],
    [-0, 0, -0],
    [NaN, 1, NaN],
    [1, NaN, NaN],
    [Infinity, -Infinity, -Infinity],
  ],
  hard: [0, 1, -1, 16777216, 1e-45],
});
