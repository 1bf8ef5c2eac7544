/** Functions that are multiples of their argument near 0, or far from it: there their logarithm is that of the argument, which may have left the range. */
import { abs } from "../ops/abs.js";
import { cut } from "../ops/cut.js";
import { log } from "../ops/log.js";
import { neg } from "../ops/neg.js";
import { apply, type Elementwise, elementwise } from "../ops/row.js";
import { sign } from "../ops/sign.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import type { Tensor } from "../tensor/tensor.js";
import { isNative, type Log, logarithmForm, logForm, native, tensorOf } from "./forms.js";
import { of } from "./emit.js";
import { rangeOf } from "./interval.js";
import { affine, atom, type Lin, lin, plus } from "./lin.js";
import { withSize } from "./ranged.js";
import { isOfRow, strays } from "./region.js";

/** So near to 0 the second term of a series is beyond float64. */
const isNear = (u: Ex): Ex => w.lt(w.abs(u), 2 ** -64);
const isFar = (u: Ex): Ex => w.lt(2 ** 100, u);
/** x there, else y. */
const chosen = (there: (u: Ex) => Ex): Elementwise<3> =>
  elementwise<3>("of its argument", {
    body: (u, x, y) => w.where(there(u), x, y),
    deriv: [null, (u) => w.where(there(u), 1, 0), (u) => w.where(there(u), 0, 1)],
    forms: { logarithmic: true },
  });
const near = /* @__PURE__ */ chosen(isNear);
const far = /* @__PURE__ */ chosen(isFar);

/** What is known of an argument, and the logarithm of its magnitude. */
function sizeOf(u: Tensor): { readonly f: Log; readonly size: () => Lin } | null {
  const f = isNative(logForm(u)) ? logForm(u) : logarithmForm(u);
  return f && { f, size: () => (typeof f.sign === "number" ? f.log : atom(of(withSize, atom(f.sign), f.log))) };
}
/** The log form, for logarithms alone, of what is c·u near 0, and has the sign of u; `other`: log|node|. */
export function logarithmNear(node: Tensor, c = 1, u = node.inputs[0]!, other?: () => Tensor): Log | null {
  const known = sizeOf(u);
  if (!known) return null;
  const { f, size } = known,
    l = (): Lin => atom(of(near, affine(u), plus(size(), lin(Math.log(Math.abs(c)))), atom(other?.() ?? log(abs(node)))));
  return native(
    l,
    f.positive && c > 0 ? 1 : () => (typeof f.sign === "number" ? ((f.sign * Math.sign(c)) as 1 | -1) : sign(cut(c < 0 ? neg(f.sign) : f.sign))),
  );
}
/** The same of what has signs of its own farther from 0. */
export function logarithmOfWave(node: Tensor, c = 1, u = node.inputs[0]!): Log | null {
  const f = logarithmNear(node, c, u);
  return (
    f &&
    native(
      () => f.log,
      () => apply(near.op, [u, tensorOf(f.sign), sign(node)].map(cut)),
    )
  );
}
/** The log form of f(u) > 0, which is u far from 0, by `other`, log f(u); null where u does not get there. */
export function logFar(node: Tensor, other: () => Tensor): Log | null {
  const [u] = node.inputs as [Tensor],
    known = (strays(u) || isOfRow(u)) && rangeOf(u)[1] === Infinity ? sizeOf(u) : null;
  return known && native(() => atom(of(far, affine(u), known.size(), atom(other()))));
}
