import * as w from "../scalar/words.js";
import { dividing } from "./dividing.js";
import { type Facts, facts } from "./facts.js";
import { isBelow, quotient } from "./quotient.js";
import type { Elementwise } from "./row.js";

/**
 * floorDivide(x, y) = ⌊x/y⌋, of the exact quotient: not of a rounded one, which may be the next whole number. x/0 is as in div, and of ±∞ there is none.
 *
 * Shape    x, y: […], which broadcast → […]; whole numbers stay whole, and by 0 they are an error. No gradient passes
 * Method   (x − fmod(x, y))/y, which is whole; one less where what is left has the other sign
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   PyTorch `floor_divide`
 */
export const floorDivide: Elementwise<2> = /* @__PURE__ */ dividing("floorDivide", {
  body: (x, y) => {
    const times = quotient(x, y);
    return w.where(w.eq(y, 0), w.div(x, y), w.where(isBelow(w.fmod(x, y), y), w.sub(times, 1), times));
  },
});
export const floorDivideFacts: Facts = /* @__PURE__ */ facts(floorDivide, {
  math: "⌊x/y⌋",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [5, 3, 1],
    [-5, 3, -2],
    [1, 0.1, 9],
    [0, 3, 0],
    [-0, 3, -0],
    [0, -3, -0],
    [1, -Infinity, -1],
    [-1, Infinity, -1],
    [1, Infinity, 0],
    [-1, -Infinity, 0],
    [0, -Infinity, -0],
    [1, 0, Infinity],
    [1, -0, -Infinity],
    [0, 0, NaN],
    [Infinity, 0, Infinity],
    [Infinity, 1, NaN],
    [-Infinity, Infinity, NaN],
    [1, NaN, NaN],
    [NaN, 0, NaN],
  ],
  hard: [1, 3, -3, 0.1, 16777216, 16777215, 3.4028234663852886e38, 1e-45, -1.5e-44],
  naive: (x, y) => w.floor(w.div(x, y)),
});
