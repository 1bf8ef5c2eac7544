import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * lerp(x, y, weight) = x + weight·(y − x): the way from x to y, from the end that is nearer.
 *
 * Shape    x, y, weight: f[…], which broadcast → f[…]
 * Method   from ½ on y − (1 − w)·(y − x); between −½ and ½ x + w·y − w·x, of which the products are exact in float64, so that what cancels
 *          leaves the right sign; x + w·(y − x) below. Rounded once
 * Error    wide ≤ 0.501 ulp, narrow ≤ 2 ulp, of the larger of x, w·(y − x) and the result
 * Source   PyTorch `lerp`
 */
export const lerp: Elementwise<3> = /* @__PURE__ */ elementwise<3>("lerp", {
  body: (x, y, t) => {
    const way = w.sub(y, x),
      far = w.where(w.lt(t, 0), w.add(x, w.mul(t, way)), w.sub(y, w.mul(way, w.sub(1, t))));
    return w.where(w.lt(w.abs(t), 0.5), w.sub(w.add(x, w.mul(t, y)), w.mul(t, x)), far);
  },
  deriv: [(_x, _y, t) => w.sub(1, t), (_x, _y, t) => t, (x, y) => w.sub(y, x)],
});
export const lerpFacts: Facts = /* @__PURE__ */ facts(lerp, {
  math: "x + w·(y − x)",
  bound: { wide: 0.501, narrow: 2, of: (x, y, t) => w.max(w.max(w.abs(x), w.abs(y)), w.abs(w.mul(t, w.sub(y, x)))) },
  derivBound: { wide: 0.5, narrow: 0.5 },
  special: [
    [1, 3, 0, 1],
    [1, 3, 1, 3],
    [1, 3, 0.5, 2],
    [-3e38, 3e38, 0.5, 0],
    [1, NaN, 0, NaN],
    [1, Infinity, 0.25, Infinity],
  ],
  hard: [0, 0.5, 0.49999997, 1, 3e38, -3e38],
});
