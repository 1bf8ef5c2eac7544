import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { sigmoid } from "./sigmoid.js";
import { balance, slope } from "./slope.js";

/**
 * silu(x) = x·σ(x), also called swish. silu(−∞) is −0, its limit.
 *
 * Shape    x: f[…] → f[…]
 * Method   as written; from −1000 down, where float32 has −0, of −1000
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp. The derivatives cross 0: there of σ(x) and of 2σ′(x)
 * Source   PyTorch `silu`
 */
export const silu: Elementwise<1> = /* @__PURE__ */ elementwise("silu", {
  body: (x) => w.mul(w.max(x, -FAR), sigmoid(x)),
  deriv: (x) => rise(x),
});
/** silu′(x) = σ(x)·(1 + x·σ(−x)). */
const rise: Elementwise<1> = /* @__PURE__ */ elementwise("silu′", {
  body: (x) => w.mul(sigmoid(x), w.add(1, w.mul(held(x), sigmoid(w.neg(x))))),
  deriv: (x) => w.mul(slope(x), w.add(2, w.mul(held(x), balance(x)))),
});
/** Beyond, σ(−|x|) is 0 or as good as 0; of an infinite x the products would be NaN. */
const FAR = 1000;
const held = (x: Ex): Ex => w.min(w.max(x, -FAR), FAR);

export const siluFacts: Facts = /* @__PURE__ */ facts(silu, {
  math: "x·σ(x)",
  bound: { wide: 0.501, narrow: 2 },
  derivBound: { wide: 0.501, narrow: 1.5, of: (x) => sigmoid(x) },
  secondBound: { wide: 0.501, narrow: 2, of: (x) => w.mul(2, slope(x)) },
  special: [
    [-Infinity, -0],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
  ],
  hard: [-108.6, -103.97, -90, -88.73, -1.2784645, -2.399357, 2.399357, 88.73],
  naive: (x) => w.div(x, w.add(1, w.exp(w.neg(x)))),
  exhaustive: true,
});
