/** How a mean by shares is found among sums of exponentials: an exponent that is the logarithm of a softmax over the very dimensions that are summed. */
import { type Exponents, exponentsOf, lostIn } from "../ops/exponents.js";
import { logOfMean } from "../ops/logOfMean.js";
import type { Reduction } from "../ops/reduction.js";
import { contiguous, type Shape, sizeOf } from "../tensor/shape.js";
import { isWall, layoutOf, type Tensor } from "../tensor/tensor.js";
import { settle } from "./emit.js";
import { atom, fitted, type Lin, mapAtoms, plus } from "./lin.js";
import { asSeen } from "./rows.js";

/** log Σ e^l by shares; null where no term is the logarithm of one. */
export function meanByShares(l: Lin, shape: Shape, over: Reduction): Tensor | null {
  const s = settle(l);
  if (s.terms.size < 2) return null;
  for (const { of: t, c } of s.terms.values()) {
    const row = c === 1 ? shareIn(t) : null,
      lost = row && lostIn(t);
    if (!row || !lost || !isWholeRow(t, row, shape, over)) continue;
    const ws = mapAtoms(exponentsOf(row), (x) => asSeen(t, fitted(x, row.shape)));
    const rest = plus(s, atom(t), -1),
      whole = [...rest.terms.values()].reduce((b, x) => {
        const more = lostIn(x.of);
        return more ? plus(b, atom(more), x.c) : b;
      }, rest);
    return logOfMean(t, lost, { ...ws, k: 0 }, whole, shape, over);
  }
  return null;
}
/** The logSoftmax that a node is a view of. */
function shareIn(t: Tensor): Tensor | null {
  if (isWall(t)) return null;
  if (t.layout) return t.inputs.length && t.op.vjp ? shareIn(t.inputs[0]!) : null;
  return t.op.forms?.isShare ? t : null;
}

/** Whether along the summed dimensions a view sees each element of a row once, and along no other one of the row. */
function isWholeRow(view: Tensor, row: Tensor, shape: Shape, over: Reduction): boolean {
  const { offset, strides } = layoutOf(fitted(view, shape)),
    { from, to } = row.attrs as Exponents,
    own = contiguous(row.shape),
    seen = new Map<number, number>(),
    whole = (d: number): boolean => d >= from && d < to;
  row.shape.forEach((n, d) => n > 1 && whole(d) && seen.set(own[d]!, n));
  for (const [d, n] of shape.entries()) {
    if (n === 1) continue;
    const stride = strides[d]!;
    if (d >= over.from && d < over.to) {
      if (seen.get(stride) !== n) return false;
      seen.delete(stride);
    } else if (stride && !row.shape.some((_, k) => !whole(k) && own[k] === stride)) return false;
  }
  const unit = sizeOf(row.shape.slice(to));
  return !seen.size && Math.floor(offset / unit) % sizeOf(row.shape.slice(from, to)) === 0;
}
