import * as w from "../scalar/words.js";
import { of } from "../stability/emit.js";
import { affine, atom, lin, plus } from "../stability/lin.js";
import { monomial } from "../stability/products.js";
import { defect } from "./defect.js";
import { erfc } from "./erfc.js";
import { erfcx } from "./erfcx.js";
import { type Facts, facts } from "./facts.js";
import { MINUS_ROOT_HALF } from "./normalDensity.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * logNdtr(x) = log Φ(x).
 *
 * Shape    x: f[…] → f[…]
 * Method   log(½·erfcx(−x/√2)) − x²/2 in the left tail, where Φ(x) is 0; log1p(−½·erfc(x/√2)) elsewhere
 * Error    wide ≤ 0.501 ulp; narrow ≤ 4 ulp
 * Source   PyTorch `special.log_ndtr`
 */
export const logNdtr: Elementwise<1> = /* @__PURE__ */ elementwise("logNdtr", {
  body: (x) => {
    const left = w.lt(x, -1),
      tail = w.sub(w.mul(0.5, w.erfcx(w.mul(MINUS_ROOT_HALF, x))), 1),
      // One logarithm for both. Where the tail is held, and near it, log Φ(x) is −x²/2 to all digits.
      offset = w.where(left, w.max(tail, 2 ** -30 - 1), w.mul(-0.5, w.erfc(w.mul(-MINUS_ROOT_HALF, x))));
    return w.sub(w.log1p(offset), w.where(left, w.mul(0.5, w.mul(x, x)), 0));
  },
  deriv: (x) => inverseMills(x),
  range: () => [-Infinity, 0],
  forms: {
    logarithmic: true,
    // log Φ(−√2·v) + v² = log erfcx(v) − log 2
    added: (node, other, c) => {
      const { k, terms } = affine(node.inputs[0]!),
        [only] = terms.values(),
        m = monomial(other),
        square = only && m.factors.size === 1 ? m.factors.get(only.of.hash) : undefined;
      if (k || terms.size !== 1 || square?.e !== 2 || Math.abs((only!.c * only!.c) / 2 / (c * m.c) - 1) > 1e-12) return null;
      return plus(atom(of(logErfcx, atom(only!.of, -only!.c * Math.SQRT1_2))), lin(-Math.LN2));
    },
  },
});
/** So far below 0 erfc is 2 but for what is less than 2⁻⁵³ of 1. */
const TAIL = -6;
/** log erfcx(x); below 0 by x², where erfcx may be infinite. */
const logErfcx: Elementwise<1> = /* @__PURE__ */ elementwise("logErfcx", {
  body: (x) => w.where(w.lt(x, TAIL), w.add(w.mul(x, x), w.log(erfc(x))), w.log(erfcx(x))),
  deriv: (x) => w.where(w.lt(x, TAIL), w.mul(2, x), w.div(w.mul(-2, defect(x)), erfcx(x))),
  forms: { logarithmic: true, power: (node, c) => (c === 1 ? of(erfcx, affine(node.inputs[0]!)) : null) },
});
/**
 * m(x) = φ(x)/Φ(x) = √(2/π)/erfcx(−x/√2), the inverse of Mills' ratio. Its derivative is −m·(m + x), and in the left tail, where m is near −x,
 * m + x is √2·defect/erfcx. At ∞ it is 0 and at −∞ it is −1.
 */
const inverseMills: Elementwise<1> = /* @__PURE__ */ elementwise("inverseMills", {
  body: (x) => w.div(0.7978845608028654, erfcx(w.mul(MINUS_ROOT_HALF, x))),
  deriv: (x) => {
    const held = w.min(w.max(x, -(2 ** 200)), 40),
      u = w.mul(MINUS_ROOT_HALF, held),
      m = inverseMills(held);
    return w.neg(w.mul(m, w.where(w.lt(held, -1), w.div(w.mul(Math.SQRT2, defect(u)), erfcx(u)), w.add(m, held))));
  },
});
export const logNdtrFacts: Facts = /* @__PURE__ */ facts(logNdtr, {
  math: "log Φ(x)",
  bound: { wide: 0.501, narrow: 4 },
  special: [
    [-Infinity, -Infinity],
    [Infinity, -0],
    [NaN, NaN],
  ],
  hard: [-1e10, -100, -14.2, -1, 0, 5.4, 13, 14.2],
  naive: (x) => w.log(w.mul(0.5, w.erfc(w.mul(MINUS_ROOT_HALF, x)))),
  exhaustive: true,
});
