/** What the greater of two states, or the less: of exponentials that of the exponents, where they have become equal by rounding. */
import { abs } from "../ops/abs.js";
import { above } from "../ops/chosen.js";
import { log } from "../ops/log.js";
import type { Op } from "../ops/op.js";
import { apply, type Elementwise, elementwise } from "../ops/row.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Forms, type Log, logForm, native } from "./forms.js";
import { emit } from "./emit.js";
import { isPositive } from "./extremes.js";
import { signOf } from "./interval.js";
import { atom, fitted } from "./lin.js";
import { mirrored } from "./parts.js";

/** For maximum and minimum; with a number they are clamps. */
export function eitherForms(mirror: () => Op, isGreater: boolean): Forms {
  const clamp = mirrored(mirror);
  return {
    ...clamp,
    log: (node) => clamp.log!(node) ?? logOfEither(node, isGreater),
    logarithm: (node) => logarithmOfEither(node, isGreater),
  };
}
/** The exponent of the greater of e^a and e^b, which are x and y in float32; or of the less, where these are given as y and x. */
const exponent = (name: string, either: (a: Ex, b: Ex) => Ex, isFirst: (a: Ex, b: Ex) => Ex): Elementwise<4> =>
  elementwise<4>(name, {
    body: (x, y, a, b) => w.where(w.lt(y, x), a, w.where(w.lt(x, y), b, either(a, b))),
    deriv: [
      null,
      null,
      (x, y, a, b) => w.where(w.lt(y, x), 1, w.where(w.lt(x, y), 0, isFirst(a, b))),
      (x, y, a, b) => w.where(w.lt(y, x), 0, w.where(w.lt(x, y), 1, isFirst(b, a))),
    ],
    forms: { logarithmic: true },
  });
const greater = /* @__PURE__ */ exponent("greater exponent", w.max, above);
const less = /* @__PURE__ */ exponent("less exponent", w.min, (a, b) => above(b, a));
/** Of the greater of two exponentials, or of the less. */
const logOfEither = (node: Tensor, isGreater: boolean): Log | null => (node.inputs.every(isPositive) ? eitherOf(node, isGreater) : null);
/** The same for logarithms alone, where one is an exponential, and what is chosen is positive then. */
const logarithmOfEither = (node: Tensor, isGreater: boolean): Log | null =>
  node.inputs.some(isPositive) && !node.inputs.every(isPositive) && (isGreater || node.inputs.every((x) => isPositive(x) || signOf(x) === 1))
    ? eitherOf(node, isGreater)
    : null;
const eitherOf = ({ inputs, shape }: Tensor, isGreater: boolean): Log => {
  const logOf = (x: Tensor): Tensor => (isPositive(x) ? emit(logForm(x).log, x.shape) : log(abs(x))),
    values = isGreater ? inputs : inputs.toReversed();
  return native(() => atom(fitted(apply((isGreater ? greater : less).op, [...values, ...inputs.map(logOf)]), shape)));
};
