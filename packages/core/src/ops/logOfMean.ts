/**
 * not an op: log Σ p·e^b with p = softmax(w), a mean of exponentials by shares. Near 0 it is log1p(Σ p·(e^b − 1)), and its gradient by w is
 * p·(e^(b − y) − 1): neither cancels where all of what is averaged is alike.
 */
import { LRU } from "../plan/lru.js";
import { type Ex, input } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { held } from "../stability/held.js";
import { total } from "../stability/cancelling.js";
import { atomsOf } from "../stability/emit.js";
import { fitted, type Lin } from "../stability/lin.js";
import { withLost } from "../stability/region.js";
import type { Shape } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { type Exponents, pulled } from "./exponents.js";
import { bare, greatest } from "./extreme.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { type Op, op } from "./op.js";
import { type Reduction, spread, without } from "./reduction.js";
import { apply, make } from "./row.js";
import { softmax } from "./softmax.js";
import { reduced, Wide } from "./wide.js";
import { rules } from "../stability/rules.js";

/** Inputs are log p and what rounding took from it, the operands of w, and those of b; w = Σ weights·operand, b = k + Σ cs·operand. */
interface Mean extends Exponents {
  readonly weights: readonly number[];
}
interface Parts {
  readonly share: readonly [Tensor, Tensor];
  readonly w: readonly Tensor[];
  readonly b: readonly Tensor[];
}
function partsOf({ inputs, attrs }: Tensor): Parts {
  const n = 2 + (attrs as Mean).weights.length;
  return { share: inputs.slice(0, 2) as unknown as [Tensor, Tensor], w: inputs.slice(2, n), b: inputs.slice(n) };
}
const made = /* @__PURE__ */ new LRU<Op>(256);
const cached = (name: string, { k, cs }: Mean, build: () => Op): Op => made.get(`${name}|${[k, ...cs].join()}`, build);
const inputsFor = (n: number): Ex[] => Array.from({ length: n }, (_, i) => input(i));

/** What a row is made of, beside the result in two parts, less m unless it is near 0, and whether it is not. */
interface Row {
  /** The greatest exponent, which may be infinite, and m, which is not. */
  readonly top: Tensor;
  readonly m: Tensor;
  readonly result: readonly Tensor[];
}
function rowIn(node: Tensor): Row {
  const e = node.attrs as Mean,
    { share, b } = partsOf(node),
    operands = [...share, ...b];
  const joint = cached(
      "joint",
      e,
      () => make("joint", { body: (u, lost, ...x) => w.add(withLost(u!, lost!), total(e.k, e.cs, x)) }, operands.length).op,
    ),
    top = bare(greatest, apply(joint, operands), e),
    m = spread(held(top), share[0].shape, e);
  const of = (name: string, finish: (excess: Ex, sum: Ex) => Ex, lost = false): Op =>
    cached(`${name} ${lost}`, e, () => {
      const [u, rest, ...more] = inputsFor(operands.length + 1) as [Ex, Ex, ...Ex[]],
        l = withLost(u, rest),
        x = total(e.k, e.cs, more.slice(0, -1));
      const terms = [w.mul(w.exp(l), w.expm1(x)), w.exp(w.sub(w.add(l, x), more.at(-1)!))];
      return op(name, "reduce", { combine: "sum", wide: new Wide(terms, finish(input(0), input(1)), lost) });
    });
  const isNear = (excess: Ex): Ex => w.lt(w.abs(excess), 0.5),
    logarithm = (excess: Ex, sum: Ex): Ex => w.where(isNear(excess), w.log1p(excess), w.log(sum));
  const all = [of("log of mean", logarithm), of("log of mean", logarithm, true), of("is far", (excess) => w.where(isNear(excess), 0, 1))];
  return { top, m: held(top), result: all.map((self) => reduced(self, [...operands, m], [], e)) };
}
const whole = (high: Ex, low: Ex, far: Ex, m: Ex): Ex => w.add(w.where(w.eq(far, 1), m, 0), withLost(high, low));

const valueRow = /* @__PURE__ */ make(
  "log of mean",
  { body: (high, low, far, m, top) => w.where(w.lt(w.abs(top!), Infinity), whole(high!, low!, far!, m!), top!) },
  5,
);
const meanOp: Op = /* @__PURE__ */ op("log of mean", "composite", {
  parts: (node) => {
    const { top, m, result } = rowIn(node);
    return apply(valueRow.op, [...result, m, top]);
  },
  forms: { states: rules, logarithmic: true },
  vjp: (g, node) => {
    const each = spread(g, node.inputs[0]!.shape, node.attrs as Mean),
      r = posterior(node),
      d = record(slopeOp, node.inputs, each.shape, node.attrs, node.dtype);
    return toOperands(node, pulled(each, d), pulled(each, r));
  },
});
/** The softmax of log p + b. */
const posterior = (node: Tensor): Tensor => {
  const { share, b } = partsOf(node),
    { k, cs, from, to } = node.attrs as Mean;
  return record(softmax.op, [...share, ...b], share[0].shape, { k, cs: [1, 1, ...cs], from, to } satisfies Exponents, node.dtype);
};
function toOperands(node: Tensor, byW: Tensor, byB: Tensor): (Tensor | null)[] {
  const { weights, cs } = node.attrs as Mean,
    { w: ws, b } = partsOf(node),
    scaled = (g: Tensor, c: number, x: Tensor): Tensor | null => (x.requiresGrad ? (c === 1 ? g : mul(g, c)) : null);
  return [null, null, ...ws.map((x, i) => scaled(byW, weights[i]!, x)), ...b.map((x, i) => scaled(byB, cs[i]!, x))];
}
/** One element: log p, b less what it is at the greatest share, where that is alone; this is 0 there. */
const elementOf = (e: Mean, [u, lost, top, n, high, low, ...x]: readonly Ex[]): { readonly l: Ex; readonly d: Ex } => {
  const b = total(e.k, e.cs, x),
    alone = w.and(w.and(w.eq(u!, top!), w.eq(n!, 1)), w.lt(w.abs(b), Infinity));
  return { l: withLost(u!, lost!), d: w.where(alone, 0, w.sub(b, withLost(high!, low!))) };
};
/** e^l·(e^d − 1), where either may be far beyond the range of the other. */
const change = (l: Ex, d: Ex): Ex => w.where(w.lt(d, 1), w.mul(w.exp(l), w.expm1(d)), w.sub(w.exp(w.add(l, d)), w.exp(l)));
/** p·(e^(b − y) − 1), which is the softmax of log p + b less p. y is taken from b at the greatest share: what others add to it is small beside that. */
const slopeOp: Op = /* @__PURE__ */ op("log of mean′", "composite", {
  parts: (node) => {
    const e = node.attrs as Mean,
      { share, b } = partsOf(node),
      along = (t: Tensor): Tensor => spread(t, share[0].shape, e),
      top = along(bare(greatest, share[0], e));
    const count = made.get("tops", () =>
        op("tops", "reduce", { combine: "sum", wide: new Wide([w.where(w.eq(input(0), input(1)), 1, 0)], input(0)) }),
      ),
      n = along(reduced(count, [share[0], top], [], e));
    const reference = [false, true].map((lost) => {
      const self = cached(`b at top ${lost}`, e, () => {
        const [u, m, ...x] = inputsFor(b.length + 2) as [Ex, Ex, ...Ex[]],
          isTop = w.eq(u, m),
          mean = w.div(input(0), input(1));
        return op("b at top", "reduce", {
          combine: "sum",
          wide: new Wide([w.where(isTop, total(e.k, e.cs, x), 0), w.where(isTop, 1, 0)], w.where(w.lt(w.abs(mean), Infinity), mean, 0), lost),
        });
      });
      return along(reduced(self, [share[0], top, ...b], [], e));
    });
    const operands = [...share, top, n, ...reference, ...b],
      excess = [false, true].map((lost) => {
        const self = cached(`excess ${lost}`, e, () => {
          const { l, d } = elementOf(e, inputsFor(operands.length));
          return op("excess", "reduce", { combine: "sum", wide: new Wide([change(l, d)], w.log1p(input(0)), lost) });
        });
        return along(reduced(self, operands, [], e));
      });
    const self = cached("log of mean′", e, () => {
      const body = (high: Ex, low: Ex, ...x: Ex[]): Ex => {
        const { l, d } = elementOf(e, x);
        return w.where(w.eq(high, -Infinity), 0, change(l, w.sub(d, withLost(high, low))));
      };
      return make("log of mean′", { body: body as (...x: Ex[]) => Ex }, operands.length + 2).op;
    });
    return apply(self, [...excess, ...operands]);
  },
  vjp: (c, node) => {
    const { weights, ...e } = node.attrs as Mean,
      { share, w: ws } = partsOf(node),
      r = posterior(node),
      p = record(softmax.op, ws, share[0].shape, { k: 0, cs: weights, from: e.from, to: e.to } satisfies Exponents, node.dtype);
    const changeOf = (t: Tensor): Tensor => pulled(add(c, neg(spread(reduced(sumOp, [pulled(c, t)], [], e), c.shape, e))), t),
      byPosterior = changeOf(r);
    return toOperands(node, add(byPosterior, neg(changeOf(p))), byPosterior);
  },
});
const sumOp: Op = /* @__PURE__ */ op("sum", "reduce", {
  combine: "sum",
  vjp: (g, { inputs: [x], attrs }) => [spread(g, x!.shape, attrs as Reduction)],
});

/** log Σ e^(share + b) over dimensions of `shape`, where `share` is the logarithm of the softmax of w over them; null for types that differ. @internal */
export function logOfMean(share: Tensor, lost: Tensor, ws: Lin, b: Lin, shape: Shape, over: Reduction): Tensor | null {
  const [x, y] = [atomsOf([ws]), atomsOf([b])],
    inputs = [share, lost, ...x, ...y];
  if (!y.length || !inputs.every((t) => t.dtype === "float32") || ![b.k, ...[...b.terms.values()].map((t) => t.c)].every(Number.isFinite))
    return null;
  const coefficients = (l: Lin, atoms: readonly Tensor[]): number[] => atoms.map((t) => l.terms.get(t.hash)!.c);
  return record(
    meanOp,
    inputs.map((t) => fitted(t, shape)),
    without(shape, over),
    { k: b.k, cs: coefficients(b, y), weights: coefficients(ws, x), from: over.from, to: over.to } satisfies Mean,
  );
}
