/** What logarithms of sums over rows state, where what is summed has shares of those rows among its factors; of a part of a row too. */
import type { Exponents } from "../ops/exponents.js";
import { type RowIn, sharesOf } from "../ops/expectation.js";
import { logExpectation } from "../ops/logExpectation.js";
import { log } from "../ops/log.js";
import { logSoftmax } from "../ops/logSoftmax.js";
import type { Reduction } from "../ops/reduction.js";
import { ones } from "../tensor/create.js";
import type { Shape } from "../tensor/shape.js";
import { isWall, layoutOf, type Tensor } from "../tensor/tensor.js";
import { isCut } from "./layout.js";
import { fitted, type Lin, type Term } from "./lin.js";
import { buffersIn } from "./numbers.js";

/** No op has more operands. */
const MAX_INPUTS = 16;

/** A row, or a part of it along its dimension. */
function rowOrPart(t: Tensor, shape: Shape, over: Reduction): Tensor | null {
  const { base, strides, offset } = layoutOf(t),
    e = base.attrs as Exponents;
  if (isWall(t) || base.op !== logSoftmax.op || isCut(t) || e.to - e.from !== 1 || over.to - over.from !== 1 || e.from !== over.from) return null;
  if (t.ndim !== shape.length || base.ndim !== shape.length) return null;
  const whole = layoutOf(base),
    along = offset - whole.offset,
    step = whole.strides[e.from]!,
    same = strides.every((s, i) =>
      i === e.from ? s >= step : (s === whole.strides[i] || shape[i] === 1) && base.shape[i] === shape[i] && t.shape[i] === shape[i],
    );
  return same && t.shape[e.from] === shape[e.from] && along % step === 0 && along < step * base.shape[e.from]! ? base : null;
}
/** log Σ e^l over dimensions; null where no term is the logarithm of shares of a row along these. */
export function logExpectationOf(l: Lin, shape: Shape, over: Reduction): Tensor | null {
  const terms = [...l.terms.values()],
    found = terms.map((t) => rowOrPart(t.of, shape, over)),
    view = terms.find((_, i) => found[i])?.of;
  if (!view || view.dtype !== "float32" || !terms.every((t) => t.of.dtype === "float32")) return null;
  const base = layoutOf(view).base,
    isPart = view.size !== base.size;
  // Parts of several rows are of the same elements.
  const together = (t: Tensor): boolean => t.size === view.size && layoutOf(t).offset === layoutOf(view).offset && (!isPart || t.op === view.op);
  if (view.layout && (!isPart || view.inputs[0] !== base || !view.op.vjp)) return null;
  if (!terms.every((t, i) => !found[i] || together(t.of))) return null;
  const whole = (t: Tensor): Tensor => (isPart ? view.op.vjp!(fitted(t, view.shape), view)[0]! : fitted(t, shape));
  const rows = terms.flatMap((t, i): (Term & { readonly row: Tensor })[] => (found[i] ? [{ ...t, row: found[i] }] : [])),
    others = terms.filter((_, i) => !found[i]),
    inputs = others.map((t) => whole(t.of)),
    ofOthers = others.map((t) => t.c);
  if (isPart) {
    inputs.push(log(whole(ones(view.shape))));
    ofOthers.push(1);
  }
  const places: RowIn[] = [];
  for (const { row } of rows) {
    const e = row.attrs as Exponents;
    places.push({ at: inputs.length, e, from: e.from, to: e.to });
    inputs.push(...sharesOf(row));
  }
  return buffersIn(inputs) > MAX_INPUTS ? null : logExpectation({ k: l.k, ofRows: rows.map((t) => t.c), ofOthers }, places, inputs, places[0]!);
}
