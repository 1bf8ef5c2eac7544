import * as w from "../scalar/words.js";
import { isNative, type Log, logarithmForm, logForm, native } from "../stability/forms.js";
import { signOf } from "../stability/interval.js";
import { affine, times } from "../stability/lin.js";
import { raised } from "../stability/powers.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Facts, facts } from "./facts.js";
import { type Elementwise, elementwise } from "./row.js";
import { side, unsigned } from "../stability/sides.js";
import { sign } from "./sign.js";
import { signed } from "./signed.js";

/**
 * abs(x) = |x|. Its derivative at 0 is 0.
 *
 * Shape    x: […] → […]; whole numbers stay whole
 * Method   the sign bit
 * Error    exact
 * Source   PyTorch `abs`
 */
export const abs: Elementwise<1> = /* @__PURE__ */ elementwise("abs", {
  takes: signed,
  body: (x) => w.abs(x),
  deriv: (x) => sign(x),
  range: ([lo, hi]) => [lo > 0 ? lo : hi < 0 ? -hi : 0, Math.max(-lo, hi)],
  forms: {
    affine: ({ inputs: [x] }) => {
      const s = isNative(logForm(x!)) && logForm(x!).positive ? 1 : signOf(x!);
      return s && times(affine(x!), s);
    },
    log: (node) => magnitude(logForm(node.inputs[0]!)),
    logarithm: (node) => {
      const f = logarithmForm(node.inputs[0]!);
      return f && magnitude(f);
    },
    raised: (node, c) => raised(node.inputs[0]!, c, true),
  },
});
function magnitude(f: Log): Log {
  if (!isNative(f)) return { ...f, sign: typeof f.sign === "number" ? 1 : abs(f.sign) };
  if (typeof f.sign === "number" || f.sign.op === sign.op) return native(() => f.log);
  return f.sign.op === side.op
    ? native(() => unsigned(f.log))
    : native(
        () => f.log,
        () => abs(f.sign as Tensor),
      );
}
export const absFacts: Facts = /* @__PURE__ */ facts(abs, {
  math: "|x|",
  bound: { wide: 0, narrow: 0 },
  special: [
    [-Infinity, Infinity],
    [Infinity, Infinity],
    [NaN, NaN],
    [0, 0],
    [-0, 0],
  ],
  exhaustive: true,
});
