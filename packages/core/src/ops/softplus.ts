import * as w from "../scalar/words.js";
import { of } from "../stability/emit.js";
import { affine, atom, isZero, plus, times } from "../stability/lin.js";
import { native } from "../stability/forms.js";
import { atLeast, LEAST } from "../stability/interval.js";
import { logFar } from "../stability/linear.js";
import type { Tensor } from "../tensor/tensor.js";
import { ofSoftplus } from "./differences.js";
import { log1pmx, logSoftplus } from "./excess.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { exp } from "./exp.js";
import { neg } from "./neg.js";
import { logSlope } from "./slope.js";
import { bySoftplus, softplusByExp, softplusrel } from "./softplusRatios.js";
import { sigmoid } from "./sigmoid.js";
import { rules } from "../stability/rules.js";

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
  range: ([lo, hi]) => {
    const at = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    return [atLeast(at(lo) / 2), 2 * at(hi) + LEAST];
  },
  forms: {
    states: rules,
    logarithmic: true,
    // softplus(x) = x + softplus(−x)
    offsets: (node) => [{ base: affine(node.inputs[0]!), rest: () => atom(of(softplus, times(affine(node.inputs[0]!), -1))) }],
    log: (node) => {
      const own = (): Tensor => of(logSoftplus, affine(node.inputs[0]!));
      return logFar(node, own) ?? native(atom(own()));
    },
    difference: (a, b, d) => ofSoftplus(a, b, d),
    factor: () => softplusrel,
    under: () => bySoftplus,
    factorOfExp: () => softplusByExp,
    added: (node, other, c) => {
      const u = affine(node.inputs[0]!);
      // log(1 + u) − u of u = e^x
      if (other.op === exp.op) return c === -1 && isZero(plus(affine(other.inputs[0]!), u, -1)) ? atom(of(log1pmx, atom(other))) : null;
      return other.op === softplus.op && c === 1 && isZero(plus(u, affine(other.inputs[0]!))) ? atom(of(logSlope, u), -1) : null;
    },
    // e^−softplus(x) = σ(−x)
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
