/**
 * not an op: what norm, vectorNorm and dist are. Powers are summed wide and the root is taken before the one rounding; where they could leave the range
 * of a float64 (float64 elements, and orders above 4), elements are divided by the greatest (for negative orders the least) of them first.
 */
import { overDeviation } from "../stability/standard.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { number } from "../tensor/create.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { abs } from "./abs.js";
import { pull } from "./derivative.js";
import { mul } from "./mul.js";
import { signedLogsumexp } from "./signedExponents.js";
import { square } from "./square.js";
import { bare, greatest, least } from "./extreme.js";
import { countOf, rootNormalisedOver } from "./moments.js";
import { type Op, op } from "./op.js";
import { dimsOf, type Reduction, spread, without } from "./reduction.js";
import { apply, elementwise, make } from "./row.js";
import { sum } from "./sum.js";
import { reduced, wideSum } from "./wide.js";
import { isNative, type Log, logarithmForm, logForm, native } from "../stability/forms.js";
import { guarded } from "../stability/ranged.js";
import { atom, fitted, times } from "../stability/lin.js";
import { rules } from "../stability/rules.js";
import { rowOf } from "./exponents.js";
import { logsumexp } from "./logsumexp.js";

interface Norm extends Reduction {
  readonly p: number;
}

/** 1 where x is not 0. Flat. */
const counted = /* @__PURE__ */ elementwise("norm", { body: (x) => w.where(w.eq(x, 0), 0, 1) });
const squaresOp = /* @__PURE__ */ wideSum(
  "norm",
  (x) => [w.mul(x, x)],
  (s) => w.sqrt(s),
);
const rootOf = (s: Ex, p: Ex): Ex => w.pow(s, w.div(1, p));
const powersOp = /* @__PURE__ */ wideSum("norm", (x, p) => [w.pow(w.abs(x), p)], rootOf);
const scaledSquaresOp = /* @__PURE__ */ wideSum(
  "norm",
  (x, m) => [w.mul(w.div(x, m), w.div(x, m))],
  (s) => w.sqrt(s),
);
const scaledPowersOp = /* @__PURE__ */ wideSum("norm", (x, m, p) => [w.pow(w.abs(w.div(x, m)), p)], rootOf);
/** m, and 1 in place of 0 and ∞, by which nothing can be divided. */
const unit = /* @__PURE__ */ make("norm", { body: (m) => w.where(w.or(w.eq(m!, 0), w.eq(m!, Infinity)), 1, m!) }, 1);
const product = /* @__PURE__ */ make("norm", { body: (x, y) => w.mul(x!, y!) }, 2);

function computedNorm(x: Tensor, { p, from, to }: Norm): Tensor {
  const over = { from, to };
  if ((x.dtype === "float32" && p > 0 && p <= 4) || !countOf(x, over))
    return p === 2 ? reduced(squaresOp, [x], [], over) : record(powersOp, [x, number(p), number(p)], without(x.shape, over), over, x.dtype);
  const m = apply(unit.op, [bare(p > 0 ? greatest : least, abs(x), over)]),
    by = spread(m, x.shape, over),
    whole =
      p === 2
        ? reduced(scaledSquaresOp, [x, by], [], over)
        : record(scaledPowersOp, [x, by, number(p, x.dtype), number(p)], without(x.shape, over), over, x.dtype);
  return apply(product.op, [m, whole]);
}

/** g·x/y, and 0 where y is. */
const flat = (x: Ex, y: Ex): Ex => w.where(w.eq(y, 0), 0, w.div(x, y));
const slope2 = /* @__PURE__ */ elementwise<3>("norm′", {
  body: (g, x, y) => pull(g, flat(x, y)),
  deriv: [(_, x, y) => flat(x, y), (g, _x, y) => flat(g, y), (g, x, y) => w.where(w.eq(y, 0), 0, w.neg(w.mul(g, w.div(w.div(x, y), y))))],
});
const sign = (x: Ex): Ex => w.where(w.lt(x, 0), -1, 1);
/** g·sign(x)·(|x|/y)^(p−1), and 0 where x or y is. */
const there = (x: Ex, y: Ex, value: Ex): Ex => w.where(w.or(w.eq(x, 0), w.eq(y, 0)), 0, value);
const ratio = (x: Ex, y: Ex, e: Ex): Ex => w.pow(w.div(w.abs(x), y), e);
const slope = /* @__PURE__ */ elementwise<4>("norm′", {
  body: (g, x, y, p) => there(x, y, pull(g, w.mul(sign(x), ratio(x, y, w.sub(p, 1))))),
  deriv: [
    (_, x, y, p) => there(x, y, w.mul(sign(x), ratio(x, y, w.sub(p, 1)))),
    (g, x, y, p) => there(x, y, w.div(w.mul(w.mul(g, w.sub(p, 1)), ratio(x, y, w.sub(p, 2))), y)),
    (g, x, y, p) => there(x, y, w.neg(w.div(w.mul(w.mul(g, w.sub(p, 1)), w.mul(sign(x), ratio(x, y, w.sub(p, 1)))), y))),
    null,
  ],
});
/** Of order 2, of what is known by its logarithm and a factor, for logarithms alone: ½ log Σ s²·e^2l. */
function logarithmOfNorm(node: Tensor, { p, ...over }: Norm): Log | null {
  const x = node.inputs[0]!,
    f = x.dtype === "float32" && p === 2 ? (logarithmForm(x) ?? logForm(x)) : null;
  if (!f || !isNative(f) || typeof f.sign === "number") return null;
  const l = signedLogsumexp(square(f.sign), times(f.log, 2), x.shape, over);
  return l && native(atom(guarded(node, mul(fitted(l.log, node.shape), 0.5))));
}
const normOp: Op = /* @__PURE__ */ op("norm", "composite", {
  parts: ({ inputs: [x], attrs }) => computedNorm(x!, attrs as Norm),
  range: () => [0, Infinity],
  forms: {
    states: rules,
    scales: "first",
    squares: ({ inputs: [x], attrs }) => ((attrs as Norm).p === 2 ? { x: x!, over: attrs as Norm, degrees: 1 } : null),
    overDeviation: (m) => overDeviation(m),
    log: ({ inputs: [x], attrs, shape }) => {
      const { p, ...over } = attrs as Norm,
        f = logForm(x!),
        row = isNative(f) && f.positive ? rowOf(logsumexp, times(f.log, p), x!.shape, over, shape) : null;
      return row && native(atom(row, 1 / p));
    },
    logarithm: (node) => logarithmOfNorm(node, node.attrs as Norm),
    unit: (node, x) => {
      const { p, ...over } = node.attrs as Norm;
      if (p !== 2 || node.inputs[0]!.hash !== x.hash) return null;
      return { node: rootNormalisedOver(x, over, { eps: 0, correction: countOf(x, over) - 1, dominated: true }), along: spread(node, x.shape, over) };
    },
  },
  vjp: (g, node) => {
    const x = node.inputs[0]!,
      { p, ...over } = node.attrs as Norm,
      [each, y] = [spread(g, x.shape, over), spread(node, x.shape, over)];
    return [p === 2 ? slope2(each, x, y) : slope(each, x, y, p)];
  },
});

/** (Σ |x|^p)^(1/p) over dimensions; the greatest or least |x| for ±∞, how many are not 0 for 0. @internal */
export function normOver(name: string, x: Tensor, p: number, { from, to }: Reduction): Tensor {
  const over = { from, to };
  if (typeof p !== "number" || Number.isNaN(p))
    throw new TypeError(`${name}: the order is ${String(p)}. Use a number, Infinity, -Infinity or "fro".`);
  if ((p < 0 || p === Infinity) && x.shape.slice(from, to).includes(0))
    throw new RangeError(`${name}: the norm of order ${p} of nothing is none. Reduce dimensions that have elements, or use an order from 0 on.`);
  if (p === 0) return sum(counted(x), dimsOf(over));
  if (p === 1) return sum(abs(x), dimsOf(over));
  if (Math.abs(p) === Infinity) return bare(p > 0 ? greatest : least, abs(x), over);
  return record(normOp, [x], without(x.shape, over), { p, ...over } satisfies Norm, x.dtype);
}
