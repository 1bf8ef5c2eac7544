/** What extremes ask: the greatest value of a function that rises is its value at the greatest argument, where no two have become equal by rounding. */
import { apply } from "../ops/row.js";
import { recordedAgain, isWall, statement, type Tensor } from "../tensor/tensor.js";
import type { Better } from "./forms.js";
import { through } from "./layout.js";

export function askExtreme(node: Tensor): Better | null {
  const f = risingIn(node.inputs[0]!);
  if (!f || f.x.dtype !== node.dtype) return null;
  return { node: apply(f.of.op, [recordedAgain(node, [f.x])]), why: "the extreme of a function that rises is of its arguments" };
}
/** A function that rises, and its argument, also under views. */
function risingIn(t: Tensor): { readonly of: Tensor; readonly x: Tensor } | null {
  const s = statement(t);
  if (isWall(s)) return null;
  if ((s.layout || s.op.picks) && s.inputs.length) {
    const inner = risingIn(s.inputs[0]!);
    return inner && { of: inner.of, x: through(s, inner.x) };
  }
  return s.op.row?.rises ? { of: s, x: s.inputs[0]! } : null;
}
