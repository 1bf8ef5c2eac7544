import * as w from "../scalar/words.js";
import { of } from "../stability/emit.js";
import { affine, atom, type Lin, plus, times } from "../stability/lin.js";
import { native } from "../stability/forms.js";
import { logFar } from "../stability/linear.js";
import type { Tensor } from "../tensor/tensor.js";
import { ofSoftplus } from "./differences.js";
import { logSoftplus } from "./excess.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { exp } from "./exp.js";
import { neg } from "./neg.js";
import { slope } from "./slope.js";
import { sigmoid } from "./sigmoid.js";
import { askSum } from "../stability/sums.js";

/**
 * softplus(x) = log(1 + e^x), a smooth maximum of 0 and x.
 *
 * Shape    x: f[…] → f[…]
 * Method   max(x, 0) + log1p(e^−|x|). The exponential cannot overflow and nothing cancels.
 * Error    wide ≤ 0.501 ulp; narrow ≤ 2 ulp
 * Source   Mächler 2012, "Accurately computing log(1 − exp(−|a|))"
 */
export const softplus: Elementwise<1> = /* @__PURE__ */ elementwise("softplus", {
  rises: true,
  body: (x) => w.add(w.max(x, 0), w.log1p(w.exp(w.neg(w.abs(x))))),
  deriv: (x) => sigmoid(x),
  range: () => [0, Infinity],
  forms: {
    states: askSum,
    logarithmic: true,
    // softplus(x) = x + softplus(−x)
    offsets: (node) => [{ base: affine(node.inputs[0]!), rest: () => atom(of(softplus, times(affine(node.inputs[0]!), -1))) }],
    log: (node) => {
      const own = (): Tensor => of(logSoftplus, affine(node.inputs[0]!));
      return logFar(node, own) ?? native(atom(own()));
    },
    difference: (a, b, d) => ofSoftplus(a, b, d),
    // e^−softplus(x) = σ(−x)
    // e^(−softplus(x) − softplus(−x)) = σ(x)·σ(−x)
    powers: (node, c, other, d) => {
      if (other.op !== softplus.op) return null;
      const [u, v] = [node, other].map((t) => affine(t.inputs[0]!)) as [Lin, Lin],
        sum = plus(u, v);
      return c === -1 && d === -1 && !sum.terms.size && !sum.k ? of(slope, u) : null;
    },
    // e^softplus(x) − 1 = e^x, and e^−softplus(x) − 1 = −σ(x)
    excess: (node, c) => (c === 1 ? of(exp, affine(node.inputs[0]!)) : c === -1 ? neg(of(sigmoid, affine(node.inputs[0]!))) : null),
    power: (node, c) => (c === -1 ? of(sigmoid, times(affine(node.inputs[0]!), -1)) : null),
  },
});
export const softplusFacts: Facts = /* @__PURE__ */ facts(softplus, {
  math: "log(1 + e^x)",
  bound: { wide: 0.501, narrow: 2 },
  special: [
    [-Infinity, 0],
    [Infinity, Infinity],
    [NaN, NaN],
  ],
  hard: [-103.97, -88.73, -0.48497945, 0, 88.73],
  naive: (x) => w.log(w.add(1, w.exp(x))),
  exhaustive: true,
});
