import * as w from "../scalar/words.js";
import { dividing } from "./dividing.js";
import { type Facts, facts } from "./facts.js";
import { floorDivide } from "./floorDivide.js";
import { isBelow } from "./quotient.js";
import type { Elementwise } from "./row.js";

/**
 * remainder(x, y) = x − y·⌊x/y⌋, which has the sign of y, as % in Python; 0 too.
 *
 * Shape    x, y: […], which broadcast → […]; whole numbers stay whole, and by 0 they are an error
 * Method   fmod, and y more where that has the other sign
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `remainder`, where 0 has the sign of x
 */
export const remainder: Elementwise<2> = /* @__PURE__ */ dividing("remainder", {
  body: (x, y) => {
    const left = w.fmod(x, y);
    return w.where(isBelow(left, y), w.add(left, y), w.where(w.eq(left, 0), w.div(0, y), left));
  },
  deriv: [() => 1, (x, y) => w.neg(floorDivide(x, y))],
  range: (_, [low, high]) => [Math.min(low, 0), Math.max(high, 0)],
});
export const remainderFacts: Facts = /* @__PURE__ */ facts(remainder, {
  math: "x − y·⌊x/y⌋",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [5, 3, 2],
    [-5, 3, 1],
    [5, -3, -1],
    [-5, -3, -2],
    [-6, 3, 0],
    [6, -3, -0],
    [0, 3, 0],
    [-0, 3, 0],
    [0, -3, -0],
    [-0, -Infinity, -0],
    [1, 0, NaN],
    [0, 0, NaN],
    [Infinity, 1, NaN],
    [1, Infinity, 1],
    [-1, Infinity, Infinity],
    [1, -Infinity, -Infinity],
    [-1, -Infinity, -1],
    [Infinity, -Infinity, NaN],
    [1, NaN, NaN],
    [NaN, 1, NaN],
  ],
  hard: [1, 3, -3, 0.1, 16777216, 16777215, 3.4028234663852886e38, 1e-45, -1.5e-44],
  naive: (x, y) => w.sub(x, w.mul(y, w.floor(w.div(x, y)))),
});
