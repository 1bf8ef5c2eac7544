import { eitherForms } from "../stability/either.js";
import { minimum } from "./minimum.js";
import * as w from "../scalar/words.js";
import { above } from "./chosen.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * maximum(x, y): the greater of the two. Where they are equal, each gets half of the gradient.
 *
 * Shape    x, y: […], which broadcast → […]; whole numbers stay whole
 * Method   comparisons; NaN if one is NaN, and then so are the derivatives; +0 is above −0
 * Error    exact
 * Source   PyTorch `maximum`
 */
export const maximum: Elementwise<2> = /* @__PURE__ */ elementwise<2>("maximum", {
  takes: "number",
  body: (x, y) => w.max(x, y),
  deriv: [(x, y) => above(x, y), (x, y) => above(y, x)],
  get forms() {
    return eitherForms(() => minimum.op, true);
  },
  range: (x, y) => [Math.max(x![0], y![0]), Math.max(x![1], y![1])],
});
export const maximumFacts: Facts = /* @__PURE__ */ facts(maximum, {
  math: "max(x, y)",
  bound: { wide: 0, narrow: 0 },
  special: [
    [0, -0, 0],
    [-0, 0, 0],
    [NaN, 1, NaN],
    [1, NaN, NaN],
    [Infinity, -Infinity, Infinity],
  ],
  hard: [0, 1, -1, 16777216, 1e-45],
});
