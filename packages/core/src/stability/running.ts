/** What running sums and products state: each is one of a row of its own, whose other elements are left out, where these are not too many. */
import { arange } from "../tensor/range.js";
import { beside } from "../ops/beside.js";
import { cast } from "../ops/cast.js";
import { cut } from "../ops/cut.js";
import { le } from "../ops/le.js";
import { logcumsumexp } from "../ops/logcumsumexp.js";
import { lostIn, rowOf } from "../ops/exponents.js";
import { logsumexp } from "../ops/logsumexp.js";
import { flip } from "../ops/flip.js";
import { lessOne } from "../ops/productRoots.js";
import { reshape } from "../ops/reshape.js";
import { runningProduct } from "../ops/recurrence.js";
import { sign } from "../ops/sign.js";
import { signedLogsumexp } from "../ops/signedExponents.js";
import { where } from "../ops/where.js";
import type { Reduction } from "../ops/reduction.js";
import { apply, elementwise } from "../ops/row.js";
import * as w from "../scalar/words.js";
import { contiguous, type Shape, sizeOf } from "../tensor/shape.js";
import { isWall, layoutOf, type Tensor } from "../tensor/tensor.js";
import { isNative, type Log, logarithmForm, logForm, native, type Offset, tensorOf } from "./forms.js";
import { signOf } from "./interval.js";
import { emit } from "./emit.js";
import { affine, atom, fitted, lin } from "./lin.js";
import { isAllKnown, sumOfLogs } from "./multiplied.js";
import { logOfRest, slopeOfRest } from "./others.js";
import { guarded } from "./ranged.js";
import { regionOf } from "./region.js";

/** So many elements in all rows together, or else there are none. */
const MAX_ELEMENTS = 2 ** 18;
/** The dimension of the elements of such a row. */
const OVER = { from: 2, to: 3 } as const;

interface Rows {
  /** [outer, row, element, inner] */
  readonly shape: Shape;
  /** Elements once more for each row. */
  readonly spread: (t: Tensor) => Tensor;
  /** Whether a row has an element. */
  readonly has: Tensor;
}
/** A running sum or product from the first element on, or from the last. */
const isReverse = ({ attrs }: Tensor): boolean => (attrs as { readonly reverse: boolean }).reverse;
function rowsOf(node: Tensor): Rows | null {
  const [outer, n, inner] = node.shape as [number, number, number];
  if (outer * n * n * inner > MAX_ELEMENTS) return null;
  const [row, element] = beside([node], () => [reshape(arange(n), [1, n, 1, 1]), reshape(arange(n), [1, 1, n, 1])]) as [Tensor, Tensor];
  return {
    shape: [outer, n, n, inner],
    spread: (t) => reshape(t, [outer, 1, n, inner]),
    has: isReverse(node) ? le(row, element) : le(element, row),
  };
}

/** The logarithm of a part of what is 1 in all, from those of the part and of the rest: of more than half by the rest. */
const upToHalf = /* @__PURE__ */ elementwise<2>("share up to here", {
  body: (l, rest) => w.where(w.lt(l, -Math.LN2), l, logOfRest(rest)),
  deriv: [(l) => w.where(w.lt(l, -Math.LN2), 1, 0), (l, rest) => w.where(w.lt(l, -Math.LN2), 0, slopeOfRest(rest))],
  forms: { logarithmic: true },
});
/** Whether logarithms are of shares along the middle of [outer, n, inner], in whatever direction. */
function areShares(l: Tensor, [, n, inner]: Shape): boolean {
  const { base, strides } = layoutOf(l);
  if (isWall(base) || !base.op.forms?.isShare) return false;
  const { from, to } = base.attrs as Reduction;
  return (
    base.size === l.size &&
    contiguous(l.shape).every((s, i) => s === Math.abs(strides[i]!) || l.shape[i] === 1) &&
    sizeOf(base.shape.slice(from, to)) === n &&
    sizeOf(base.shape.slice(to)) === inner
  );
}
/** Of a running sum of exponentials. */
export function logOfRunningSum(node: Tensor): Log | null {
  const x = node.inputs[0]!,
    f = logForm(x);
  if (!isNative(f) || typeof f.sign !== "number") return null;
  const { k } = f.log,
    l = emit({ ...f.log, k: 0 }, x.shape),
    rows = rowsOf(node),
    lost = rows && lostIn(l),
    // What rounding took from the exponents is added to them: who divides by one of them may have it too.
    over = (has: [Tensor | number, Tensor | number]): Tensor => {
      const t = where(rows!.has, ...has),
        row = lost && rowOf(logsumexp, lin(0, [t, 1], [rows.spread(lost), 1]), rows.shape, OVER, node.shape);
      return row ?? logsumexp(t, 2);
    },
    // The exponents are not rounded with the constant.
    plusK = (t: Tensor): Log => native(lin(k, [t, 1]), f.sign);
  if (rows) {
    const each = rows.spread(l),
      head = over([each, -Infinity]);
    if (!k && areShares(l, node.shape)) return plusK(apply(upToHalf.op, [head, over([-Infinity, each])]));
    // Logarithms that are rounded say no more of a sum than the sum does, where that is in range.
    return plusK(!k && regionOf(l).heavy ? guarded(node, head) : head);
  }
  const reversed = (t: Tensor): Tensor => (isReverse(node) ? flip(t, 1) : t);
  return plusK(reversed(logcumsumexp(reversed(l), 1)));
}
/** Of a running sum of multiples of exponentials, for logarithms alone. */
export function logarithmOfRunningSum(node: Tensor): Log | null {
  const x = node.inputs[0]!,
    known = logForm(x),
    isKnown = isNative(known),
    f = isKnown ? known : logarithmForm(x),
    rows = f && !(isKnown && typeof f.sign === "number") && x.dtype === "float32" ? rowsOf(node) : null;
  if (!rows) return null;
  const s = where(rows.has, rows.spread(fitted(tensorOf(f!.sign), x.shape)), 0),
    l = signedLogsumexp(s, affine(where(rows.has, rows.spread(emit(f!.log, x.shape)), -Infinity)), rows.shape, OVER);
  return l && native(atom(isKnown ? l.log : guarded(node, l.log)), l.sign);
}

/** The running sum of the logarithms of the factors. */
function totals(node: Tensor): Tensor | null {
  const rows = (node.attrs as { readonly order: string }).order === "inclusive" ? rowsOf(node) : null;
  return rows && sumOfLogs(rows.spread(node.inputs[0]!), OVER, rows.shape, cast(rows.has, "float32"));
}
function signOfRunning(node: Tensor): Log["sign"] {
  const x = node.inputs[0]!,
    f = logForm(x);
  if (typeof f.sign === "number" ? f.sign === 1 : signOf(x) === 1) return 1;
  return runningProduct(cut(sign(isNative(f) ? tensorOf(f.sign) : x)), { order: "inclusive", reverse: isReverse(node) });
}
export function logarithmOfRunningProduct(node: Tensor): Log | null {
  const t = totals(node);
  return t && native(atom(t), signOfRunning(node));
}
export const logOfRunningProduct = (node: Tensor): Log | null => (isAllKnown(node.inputs[0]!) ? logarithmOfRunningProduct(node) : null);
export function offsetsOfRunningProduct(node: Tensor): readonly Offset[] {
  const x = node.inputs[0]!,
    a = affine(x);
  if (!isNative(logForm(x)) && !(a.k === 1 && a.terms.size > 0)) return [];
  const t = totals(node);
  return t ? [{ base: lin(1), rest: () => atom(lessOne(node, t, tensorOf(signOfRunning(node)))) }] : [];
}
