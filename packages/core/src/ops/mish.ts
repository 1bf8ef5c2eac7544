import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";

/** e^x as the quotient p/s of what is at most 1, and D = p² + 2ps + 2s². */
function parts(x: Ex): { p: Ex; s: Ex; D: Ex } {
  const e = w.exp(w.neg(w.abs(x))),
    p = w.where(w.lt(x, 0), e, 1),
    s = w.where(w.lt(x, 0), 1, e);
  return { p, s, D: w.add(w.mul(p, p), w.mul(2, w.mul(s, w.add(p, s)))) };
}
/** Beyond, what it is multiplied by is 0 or as good as 0; of an infinite x the products would be NaN. */
const FAR = 1000;
const held = (x: Ex): Ex => w.min(w.max(x, -FAR), FAR);

/** tanh(softplus(x)) = e^x·(e^x + 2)/(e^x·(e^x + 2) + 2). */
const share = (x: Ex): Ex => {
  const { p, s, D } = parts(x);
  return w.div(w.mul(p, w.add(p, w.mul(2, s))), D);
};
/** share′/share. */
const rate = (x: Ex): Ex => {
  const { p, s, D } = parts(x);
  return w.div(w.mul(4, w.mul(w.mul(s, s), w.add(p, s))), w.mul(w.add(p, w.mul(2, s)), D));
};
/** (rate² + rate′)/rate. */
const bend = (x: Ex): Ex => {
  const { p, s, D } = parts(x);
  return w.sub(w.add(rate(x), w.div(w.mul(p, s), w.mul(w.add(p, s), w.add(p, w.mul(2, s))))), w.div(w.mul(2, w.mul(p, w.add(p, s))), D));
};

/**
 * mish(x) = x·tanh(softplus(x)). mish(−∞) is −0, its limit.
 *
 * Shape    x: f[…] → f[…]
 * Method   the hyperbolic tangent of a logarithm is a quotient of powers of e^x, here of e^−|x|, so that none overflows
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp. The derivatives cross 0: there of tanh(softplus(x)) and of twice its own derivative
 * Source   Misra 2019, "Mish: a self regularized non-monotonic activation function"; PyTorch `mish`
 */
export const mish: Elementwise<1> = /* @__PURE__ */ elementwise("mish", {
  body: (x) => w.mul(w.max(x, -FAR), share(x)),
  deriv: (x) => rise(x),
});
/** share·(1 + x·rate), and of it the derivative share·rate·(2 + x·bend): written so, the sign of what underflows is right. */
const rise: Elementwise<1> = /* @__PURE__ */ elementwise("mish′", {
  body: (x) => w.mul(share(x), w.add(1, w.mul(held(x), rate(x)))),
  deriv: (x) => w.mul(w.mul(share(x), rate(x)), w.add(2, w.mul(held(x), bend(x)))),
});

export const mishFacts: Facts = /* @__PURE__ */ facts(mish, {
  math: "x·tanh(log(1 + e^x))",
  bound: { wide: 0.501, narrow: 2 },
  derivBound: { wide: 0.501, narrow: 1.5, of: (x) => share(x) },
  secondBound: { wide: 0.501, narrow: 2, of: (x) => w.mul(2, w.mul(share(x), rate(x))) },
  special: [
    [-Infinity, -0],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
  ],
  hard: [-108.6, -103.97, -90, -88.73, -1.1924373, -2.2563, 1.4907, 44.2, 88.73],
  naive: (x) => w.mul(x, w.sub(1, w.div(2, w.add(1, w.mul(w.add(1, w.exp(x)), w.add(1, w.exp(x))))))),
  exhaustive: true,
});
