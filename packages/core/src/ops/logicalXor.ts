import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * logicalXor(x, y): whether exactly one is 0; NaN counts as true.
 *
 * Shape    x, y: […], which broadcast → bool[…]
 * Method   comparisons; no gradient passes
 * Error    exact
 * Source   PyTorch `logical_xor`
 */
export const logicalXor: Elementwise<2> = /* @__PURE__ */ elementwise<2>("logicalXor", {
  takes: "compare",
  body: (x, y) => w.where(w.eq(x, 0), w.where(w.eq(y, 0), 0, 1), w.where(w.eq(y, 0), 1, 0)),
  range: () => [0, 1],
});
export const logicalXorFacts: Facts = /* @__PURE__ */ facts(logicalXor, {
  math: "x ⊻ y",
  bound: { wide: 0, narrow: 0 },
  special: [
    [0, 1, 1],
    [-0, 0, 0],
    [NaN, 0, 1],
    [NaN, NaN, 0],
  ],
  hard: [0, 1, -1, 16777216, 1e-45],
});
