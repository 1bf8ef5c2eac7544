/**
 * not an op: means of rows, and what is made of the distances from them. A mean is kept in two parts: m, rounded, and the rest of it, which is the mean
 * of x − m. So x less its mean has all its digits however far the row is from 0, and so have sums of squares of it. Sums and their terms are wide: they are not
 * rounded before a result is.
 */
import { byShares, portionOf } from "../stability/shares.js";
import { centredSum } from "../stability/squares.js";
import { overDeviation } from "../stability/standard.js";
import { overNorms } from "../stability/units.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { askExpectation, summedTogether } from "../stability/expectations.js";
import { logarithmOfSumOver, logOfSumOver } from "../stability/rows.js";
import { isFloating } from "../dtype.js";
import { of, type Operand } from "../tensor/create.js";
import { sizeOf } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { pulled } from "./exponents.js";
import { type Op, op } from "./op.js";
import { type Dims, floating, flattened, overDims, type Reduction, spread, without } from "./reduction.js";
import { pull } from "./derivative.js";
import { lessPeak } from "./lessPeak.js";
import { reshape } from "./reshape.js";
import { apply, elementwise, make } from "./row.js";
import { div } from "./div.js";
import { reduced, wideSum } from "./wide.js";
import { rules } from "../stability/rules.js";

/** How many elements a row has. @internal */
export const countOf = (x: Tensor, { from, to }: Reduction): number => sizeOf(x.shape.slice(from, to));
/** Reductions of floating rows: whole numbers become float32, and a 0-d tensor is a row of one. @internal */
export function overRows(name: string, given: Operand, dim: Dims, keepdim: boolean, reduce: (x: Tensor, over: Reduction) => Tensor): Tensor {
  const x = of(name, given);
  if (x.ndim) return overDims(name, x, dim, keepdim, floating, reduce);
  return reshape(overDims(name, reshape(x, [1]), dim, false, floating, reduce), []);
}

const meanOp: Op = /* @__PURE__ */ wideSum(
  "mean",
  (x) => [x],
  (t, n) => w.div(t, n),
  {
    range: (x) => x!,
    forms: {
      states: rules,
      scales: "first",
      centre: (l) => centredSum(l) ?? summedTogether(l),
      unit: (node, x) => portionOf(node, x, countOf(x, node.attrs as Reduction)),
      shares: (m) => byShares(m),
      overNorms: (m) => overNorms(m),
      overDeviation: (m) => overDeviation(m),
      total: (node) => ({ x: node.inputs[0]!, over: node.attrs as Reduction, share: 1 / countOf(node.inputs[0]!, node.attrs as Reduction) }),
      log: (node) => logOfSumOver(node.inputs[0]!, node.attrs as Reduction, true),
      logarithm: (node) => logarithmOfSumOver(node, node.inputs[0]!, node.attrs as Reduction, true),
      ask: (node) => askExpectation(node, 1 / countOf(node.inputs[0]!, node.attrs as Reduction)),
    },
    vjp: (g, { inputs: [x], attrs }) => [spread(div(g, countOf(x!, attrs as Reduction)), x!.shape, attrs as Reduction), null],
  },
);
/** Σ x / n, rounded once. @internal */
export const meanOver = (x: Tensor, over: Reduction): Tensor => reduced(meanOp, [x], [countOf(x, over)], over);

/** The same of all elements, one dimension or several. Throws TypeError for whole numbers. @internal */
export function meanBy(name: string, input: Operand, dim: Dims, keepdim: boolean): Tensor {
  const given = of(name, input);
  if (!isFloating(given.dtype))
    throw new TypeError(`${name}: the operand is ${given.dtype}, and a mean is no whole number. Convert it first, with to(x, "float32").`);
  return overDims(name, given, dim, keepdim, floating, meanOver);
}

/** x − m, and its square. */
const distance = (x: Ex, m: Ex): Ex[] => [w.sub(x, m)];
const distances = (x: Ex, m: Ex): Ex[] => [w.sub(x, m), w.mul(w.sub(x, m), w.sub(x, m))];
/** Σ (x − mean)² over the degrees of freedom, from Σ (x − m) and Σ (x − m)²: what rounding left below 0 is 0. */
const varianceOf = (t: Ex, s: Ex, n: Ex, degrees: Ex): Ex => w.div(w.max(w.sub(s, w.div(w.mul(t, t), n)), 0), degrees);
const inverseRoot = (v: Ex, eps: Ex): Ex => w.div(1, w.sqrt(w.add(v, eps)));

const restOp = /* @__PURE__ */ wideSum("mean", distance, (t, n) => w.div(t, n));
const varianceOp = /* @__PURE__ */ wideSum("var", distances, varianceOf);
const deviationOp = /* @__PURE__ */ wideSum("std", distances, (t, s, n, degrees) => w.sqrt(varianceOf(t, s, n, degrees)));
const inverse = (t: Ex, s: Ex, n: Ex, degrees: Ex, eps: Ex): Ex => inverseRoot(varianceOf(t, s, n, degrees), eps);
const inverseOp = /* @__PURE__ */ wideSum("inverse std", distances, inverse);
const inverseRestOp = /* @__PURE__ */ wideSum("inverse std", distances, inverse, { lost: true });

/** m over the row, and the rest of it. */
function partsOf(x: Tensor, over: Reduction): { readonly m: Tensor; readonly rest: Tensor } {
  const m = spread(meanOver(x, over), x.shape, over);
  return { m, rest: reduced(restOp, [x, m], [countOf(x, over)], over) };
}
const wideRow = (t: Tensor, x: Tensor, over: Reduction): Tensor => reshape(t, flattened(x.shape, over));

const less = /* @__PURE__ */ make("centred", { body: (x, m, r) => w.sub(w.sub(x!, m!), r!) }, 3);
const centredOp: Op = /* @__PURE__ */ op("centred", "composite", {
  parts: ({ inputs: [x], attrs }) => {
    const { m, rest } = partsOf(x!, attrs as Reduction);
    return apply(less.op, [x!, m, wideRow(rest, x!, attrs as Reduction)]);
  },
  vjp: (g, { attrs }) => [centred(g, attrs as Reduction)],
});
/** x less its mean. It is linear, and its own transpose. @internal */
export const centred = (x: Tensor, { from, to }: Reduction): Tensor => record(centredOp, [x], x.shape, { from, to }, x.dtype);

/** A row with so many degrees of freedom: squares are divided by them. */
interface Spread extends Reduction {
  readonly degrees: number;
}
const ofSquares = (self: Op, x: Tensor, over: Reduction, numbers: readonly number[]): Tensor =>
  reduced(self, [x, partsOf(x, over).m], [countOf(x, over), ...numbers], over);

/** g·2d/n, and g·d/(n·s), which is 0 where s is: that is how PyTorch continues it. */
const varianceSlope = /* @__PURE__ */ elementwise<3>("var′", {
  body: (g, d, n) => pull(g, w.div(w.mul(2, d), n)),
  deriv: [(_, d, n) => w.div(w.mul(2, d), n), (g, _d, n) => w.div(w.mul(2, g), n), null],
});
const flat = (s: Ex, value: Ex): Ex => w.where(w.eq(s, 0), 0, value);
const deviationSlope = /* @__PURE__ */ elementwise<4>("std′", {
  body: (g, d, s, n) => flat(s, pull(g, w.div(d, w.mul(n, s)))),
  deriv: [
    (_, d, s, n) => flat(s, w.div(d, w.mul(n, s))),
    (g, _d, s, n) => flat(s, w.div(g, w.mul(n, s))),
    (g, d, s, n) => flat(s, w.neg(w.mul(g, w.div(d, w.mul(n, w.mul(s, s)))))),
    null,
  ],
});
const varOp: Op = /* @__PURE__ */ op("var", "composite", {
  parts: ({ inputs: [x], attrs }) => ofSquares(varianceOp, x!, attrs as Spread, [(attrs as Spread).degrees]),
  range: () => [0, Infinity],
  forms: {
    states: rules,
    variance: ({ inputs: [x], attrs }) => ({ x: x!, over: attrs as Spread, degrees: (attrs as Spread).degrees }),
    overDeviation: (m) => overDeviation(m),
  },
  vjp: (g, { inputs: [x], attrs }) => {
    const over = attrs as Spread;
    return [varianceSlope(spread(g, x!.shape, over), centred(x!, over), over.degrees)];
  },
});
const stdOp: Op = /* @__PURE__ */ op("std", "composite", {
  parts: ({ inputs: [x], attrs }) => ofSquares(deviationOp, x!, attrs as Spread, [(attrs as Spread).degrees]),
  range: () => [0, Infinity],
  vjp: (g, node) => {
    const over = node.attrs as Spread,
      x = node.inputs[0]!;
    return [deviationSlope(spread(g, x.shape, over), centred(x, over), spread(node, x.shape, over), over.degrees)];
  },
});
const degreesOf = (x: Tensor, over: Reduction, correction: number): number => Math.max(0, countOf(x, over) - correction);
const spreadOf =
  (self: Op) =>
  (x: Tensor, { from, to }: Reduction, correction: number): Tensor =>
    record(self, [x], without(x.shape, { from, to }), { from, to, degrees: degreesOf(x, { from, to }, correction) } satisfies Spread, x.dtype);
/** Σ (x − mean)² / (n − correction), and its root. @internal */
export const varianceOver = /* @__PURE__ */ spreadOf(varOp);
/** @internal */
export const deviationOver = /* @__PURE__ */ spreadOf(stdOp);

/** What a row is normalised by: its squares, about its mean or about 0, divided by `degrees`, with `eps`. */
interface Normal extends Spread {
  readonly eps: number;
  /** Whether one element may be so much greater than the others that their gradients, and what is left of its own, would be lost beside it. */
  readonly dominated: boolean;
}
const square = (x: Ex): Ex[] => [w.mul(x, x)];
const inverseRms = (s: Ex, n: Ex, eps: Ex): Ex => inverseRoot(w.div(s, n), eps);
const rootOp = /* @__PURE__ */ wideSum("inverse rms", square, inverseRms);
const rootRestOp = /* @__PURE__ */ wideSum("inverse rms", square, inverseRms, { lost: true });
/** Where squares are not kept from 0 by at least so much, one over their root may leave the range of float32, or have no digits of it: it is scaled, and what it multiplies. */
const LEAST = 2 ** -250;
const FAR = 2 ** 64;
const scaleOf = (r: Ex, by: number): Ex => w.where(w.lt(r, 1 / FAR), 1 / by, w.where(w.lt(r, FAR), 1, by));
const scaledRms = (s: Ex, n: Ex, eps: Ex): Ex => w.mul(inverseRms(s, n, eps), scaleOf(inverseRms(s, n, eps), 1 / FAR));
const scaledOp = /* @__PURE__ */ wideSum("inverse rms", square, scaledRms);
const scaledRestOp = /* @__PURE__ */ wideSum("inverse rms", square, scaledRms, { lost: true });
const scaleOp = /* @__PURE__ */ wideSum("inverse rms", square, (s, n, eps) => scaleOf(inverseRms(s, n, eps), FAR));

const scaled = /* @__PURE__ */ make("standardised", { body: (x, m, r, a, b) => w.mul(w.sub(w.sub(x!, m!), r!), w.add(a!, b!)) }, 5);
const rooted = /* @__PURE__ */ make("rms normalised", { body: (x, a, b) => w.mul(x!, w.add(a!, b!)) }, 3);
const rootedFar = /* @__PURE__ */ make("rms normalised", { body: (x, a, b, c) => w.mul(w.mul(x!, c!), w.add(a!, b!)) }, 4);
/** r·(c − y·s), the gradient of a normalised row. */
const normalSlope = /* @__PURE__ */ elementwise<4>("normalised′", {
  body: (c, y, s, r) => w.mul(r, w.sub(c, w.mul(y, s))),
  deriv: [(_c, _y, _s, r) => r, (_c, _y, s, r) => w.neg(w.mul(r, s)), (_c, y, _s, r) => w.neg(w.mul(r, y)), (c, y, s) => w.sub(c, w.mul(y, s))],
});
/** −g·r²·y/n: how r goes with x. */
const inverseSlope = /* @__PURE__ */ elementwise<4>("inverse std′", {
  body: (g, r, y, n) => pull(g, w.neg(w.div(w.mul(w.mul(r, r), y), n))),
  deriv: [
    (_, r, y, n) => w.neg(w.div(w.mul(w.mul(r, r), y), n)),
    (g, r, y, n) => w.neg(w.div(w.mul(2, w.mul(g, w.mul(r, y))), n)),
    (g, r, _y, n) => w.neg(w.div(w.mul(g, w.mul(r, r)), n)),
    null,
  ],
});

interface Normalising {
  /** The row, normalised. */
  readonly row: Op;
  /** What it is multiplied by. */
  readonly inverse: Op;
}
/** Σ g·y over the degrees of freedom. */
const shareOf = (g: Tensor, y: Tensor, over: Normal): Tensor => div(meanOver(pulled(g, y), over), over.degrees / countOf(y, over));
/** Both ways: about the mean, or about 0. */
function normalising(name: string, isCentred: boolean): Normalising {
  const inverse: Op = op(`inverse ${name}`, "composite", {
    parts: ({ inputs: [x], attrs }) => {
      const { degrees, eps } = attrs as Normal,
        over = attrs as Normal;
      return isCentred ? ofSquares(inverseOp, x!, over, [degrees, eps]) : reduced(rootOp, [x!], [degrees, eps], over);
    },
    vjp: (g, node) => {
      const x = node.inputs[0]!,
        over = node.attrs as Normal,
        { degrees } = over;
      return [inverseSlope(spread(g, x.shape, over), spread(node, x.shape, over), record(row, [x], x.shape, over, x.dtype), degrees)];
    },
  });
  const row: Op = op(name, "composite", {
    forms: {
      unitAlong: ({ attrs }) => (!isCentred && (attrs as Normal).eps === 0 && (attrs as Normal).degrees === 1 ? (attrs as Normal) : null),
    },
    parts: ({ inputs: [given], attrs }) => {
      const x = given!,
        over = attrs as Normal,
        { degrees, eps } = over;
      if (!isCentred) {
        const [f, parts] = eps < LEAST ? [rootedFar, [scaledOp, scaledRestOp, scaleOp]] : [rooted, [rootOp, rootRestOp]];
        return apply(f.op, [x, ...parts.map((o) => wideRow(reduced(o, [x], [degrees, eps], over), x, over))]);
      }
      const { m, rest } = partsOf(x, over),
        numbers = [countOf(x, over), degrees, eps],
        inverses = [inverseOp, inverseRestOp].map((o) => reduced(o, [x, m], numbers, over));
      return apply(scaled.op, [x, m, ...[rest, ...inverses].map((t) => wideRow(t, x, over))]);
    },
    vjp: (given, node) => {
      const x = node.inputs[0]!,
        over = node.attrs as Normal,
        r = wideRow(record(inverse, [x], without(x.shape, over), over, x.dtype), x, over);
      const c = isCentred ? centred(given, over) : given;
      if (!over.dominated) return [normalSlope(c, node, wideRow(shareOf(given, node, over), x, over), r)];
      // The share is of what lies across y alone.
      const across = lessPeak(c, node, r, 0, over);
      return [normalSlope(lessPeak(c, node, r, over.eps, over), node, wideRow(shareOf(across, node, over), x, over), r)];
    },
  });
  return { row, inverse };
}
const standardised = /* @__PURE__ */ normalising("standardised", true);
const rootMeanSquared = /* @__PURE__ */ normalising("rms normalised", false);
interface Options {
  readonly eps: number;
  readonly correction?: number;
  readonly dominated?: boolean;
}
const normalisedBy =
  ({ row }: Normalising) =>
  (x: Tensor, { from, to }: Reduction, { eps, correction = 0, dominated = false }: Options): Tensor =>
    record(row, [x], x.shape, { from, to, degrees: degreesOf(x, { from, to }, correction), eps, dominated } satisfies Normal, x.dtype);
/** (x − mean)/√(variance + eps), rounded once. @internal */
export const standardisedOver = /* @__PURE__ */ normalisedBy(standardised);
/** x/√(mean of squares + eps), rounded once. @internal */
export const rootNormalisedOver = /* @__PURE__ */ normalisedBy(rootMeanSquared);
