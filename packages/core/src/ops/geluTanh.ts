/** not an op: the approximation of gelu by a hyperbolic tangent, `gelu(x, { approximate: "tanh" })`. */
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { sigmoid } from "./sigmoid.js";

/** 2·√(2/π). */
const TWICE_ROOT = 1.5957691216057308;
const CUBIC = 0.044715;
/** Beyond ±40 e^−|v| is 0, and products with it are so that have no infinite factor. */
const held = (x: Ex): Ex => w.min(w.max(x, -40), 40);
/** v = 2√(2/π)·(x + 0.044715x³), and its derivatives. */
const v0 = (x: Ex): Ex => w.mul(w.mul(TWICE_ROOT, x), w.add(1, w.mul(CUBIC, w.mul(x, x))));
const v1 = (x: Ex): Ex => w.mul(TWICE_ROOT, w.add(1, w.mul(3 * CUBIC, w.mul(x, x))));
const v2 = (x: Ex): Ex => w.mul(6 * TWICE_ROOT * CUBIC, x);

/** x·σ(v), as ½·(1 + tanh(v/2)) is σ(v). @internal */
export const geluTanh: Elementwise<1> = /* @__PURE__ */ elementwise("geluTanh", {
  body: (x) => w.mul(w.max(x, -40), sigmoid(v0(x))),
  deriv: (x) => slope(x),
  range: ([, hi]) => [-0.18, Math.max(0, hi)],
});
/** σ(v) + x·v′·σ(v)·σ(−v), and its derivative σ(v)·σ(−v)·(2v′ + x·v″ + x·v′²·(σ(−v) − σ(v))). */
const slope: Elementwise<1> = /* @__PURE__ */ elementwise("geluTanh′", {
  body: (x) => {
    const h = held(x),
      v = v0(h);
    return w.mul(sigmoid(v), w.add(1, w.mul(w.mul(h, v1(h)), sigmoid(w.neg(v)))));
  },
  deriv: (x) => {
    const h = held(x),
      v = v0(h),
      balance = w.sub(sigmoid(w.neg(v)), sigmoid(v));
    return w.mul(factor(v), w.add(linear(h), w.mul(w.mul(h, w.mul(v1(h), v1(h))), balance)));
  },
});
const factor = (v: Ex): Ex => w.mul(sigmoid(v), sigmoid(w.neg(v)));
const linear = (h: Ex): Ex => w.add(w.mul(2, v1(h)), w.mul(h, v2(h)));

export const geluTanhFacts: Facts = /* @__PURE__ */ facts(geluTanh, {
  math: "½x·(1 + tanh(√(2/π)·(x + 0.044715x³)))",
  bound: { wide: 0.501, narrow: 4 },
  derivBound: { wide: 0.501, narrow: 1.5, of: (x) => sigmoid(v0(x)) },
  secondBound: { wide: 0.501, narrow: 4, of: (x) => w.mul(factor(v0(held(x))), linear(held(x))) },
  special: [
    [-Infinity, -0],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, 0],
    [-0, -0],
  ],
  hard: [-10.3, -5.5, -1.4, -0.7524614, -1e-8, 1.4, 5.4],
  naive: (x) => w.mul(w.mul(0.5, x), w.add(1, w.tanh(w.mul(Math.sqrt(2 / Math.PI), w.add(x, w.mul(CUBIC, w.mul(x, w.mul(x, x)))))))),
  exhaustive: true,
});
