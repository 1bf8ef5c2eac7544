/**
 * not an op: log|Σ s·e^l| and its gradient. Of the terms whose exponents are near the greatest, m, the factors are summed apart from what expm1 adds to
 * them, so that a sum that is near 1, or whose factors cancel, keeps its digits.
 */
import { LRU } from "../plan/lru.js";
import type { Ex } from "../scalar/expr.js";
import { input } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { held } from "../stability/held.js";
import { withLost } from "../stability/region.js";
import { total } from "../stability/cancelling.js";
import { atomsOf, settle } from "../stability/emit.js";
import { fitted, type Lin } from "../stability/lin.js";
import type { Shape } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { bare, greatest } from "./extreme.js";
import { type Exponents, pulled, toInputs } from "./exponents.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { type Op, op } from "./op.js";
import { dimsOf, type Reduction, spread, without } from "./reduction.js";
import { apply, make } from "./row.js";
import { sub } from "./sub.js";
import { sum } from "./sum.js";
import { reduced, Wide } from "./wide.js";
import { rules } from "../stability/rules.js";

const made = /* @__PURE__ */ new LRU<Op>(256);
const keyOf = ({ k, cs }: Exponents): string => [k, ...cs].join();

/** The greatest exponent of a row whose factor is not 0; it may be infinite. */
function topOf({ inputs: [s, ...atoms], attrs }: Tensor): Tensor {
  const e = attrs as Exponents,
    weighed = made.get(
      `weighed|${keyOf(e)}`,
      () => make("weighed", { body: (f, ...x) => w.where(w.eq(f!, 0), -Infinity, total(e.k, e.cs, x)) }, atoms.length + 1).op,
    );
  return bare(greatest, apply(weighed, [s!, ...atoms]), e);
}
/** The same along the row, and finite. */
const greatestOf = (node: Tensor): Tensor => spread(held(topOf(node)), node.inputs[0]!.shape, node.attrs as Exponents);
/** Exponents that are as near as this to the greatest are counted by their factors. */
const NEAR = 0.5;
/** A number of each row, made of the sum of the factors that are counted and of the rest: rounded, or what rounding it lost. */
function ofTotals(name: string, e: Exponents, finish: (counted: Ex, rest: Ex) => Ex, lost: boolean): Op {
  return made.get(`${name} ${lost}|${keyOf(e)}`, () => {
    const s = input(0),
      d = w.sub(
        total(
          e.k,
          e.cs,
          e.cs.map((_, i) => input(i + 1)),
        ),
        input(e.cs.length + 1),
      ),
      isNear = w.lt(w.abs(d), NEAR),
      rest = w.where(w.eq(s, 0), 0, w.mul(s, w.where(isNear, w.expm1(d), w.exp(d))));
    return op(name, "reduce", { combine: "sum", wide: new Wide([w.where(isNear, s, 0), rest], finish(input(0), input(1)), lost) });
  });
}
const both = (name: string, node: Tensor, m: Tensor, finish: (counted: Ex, rest: Ex) => Ex): Tensor[] =>
  [false, true].map((lost) => reduced(ofTotals(name, node.attrs as Exponents, finish, lost), [...node.inputs, m], [], node.attrs as Exponents));
const logOf = (counted: Ex, rest: Ex): Ex => {
  const less = w.add(w.sub(counted, 1), rest);
  return w.where(w.lt(w.abs(less), 0.5), w.log1p(less), w.log(w.abs(w.add(counted, rest))));
};

const added = /* @__PURE__ */ make(
  "signed logsumexp",
  { body: (m, high, low) => w.where(w.lt(w.abs(m!), Infinity), w.add(m!, withLost(high!, low!)), m!) },
  3,
);
const logarithmOp: Op = /* @__PURE__ */ op("signed logsumexp", "composite", {
  parts: (node) => apply(added.op, [topOf(node), ...both("signed log total", node, greatestOf(node), logOf)]),
  forms: { states: rules, logarithmic: true },
  vjp: (g, node) => {
    const [s] = node.inputs as [Tensor],
      u = record(sharesOp, node.inputs, s.shape, node.attrs, node.dtype),
      each = spread(g, s.shape, node.attrs as Exponents);
    return [s.requiresGrad ? pulled(each, u) : null, ...toExponents(pulled(each, pulled(s, u)), node)];
  },
});
const toExponents = (g: Tensor, { inputs, attrs }: Tensor): (Tensor | null)[] => toInputs(g, { inputs: inputs.slice(1), attrs });

/** e^l / Σ s·e^l. */
const sharesOp: Op = /* @__PURE__ */ op("shares", "composite", {
  parts: (node) => {
    const e = node.attrs as Exponents,
      m = greatestOf(node),
      self = made.get(
        `shares|${keyOf(e)}`,
        () =>
          make("shares", { body: (m, high, low, ...x) => w.mul(w.exp(w.sub(total(e.k, e.cs, x), m!)), withLost(high!, low!)) }, e.cs.length + 3).op,
      );
    const parts = both("inverse signed total", node, m, (counted, rest) => w.div(1, w.add(counted, rest)));
    return apply(self, [m, ...parts.map((t) => spread(t, m.shape, e)), ...node.inputs.slice(1)]);
  },
  vjp: (g, node) => {
    const [s] = node.inputs as [Tensor],
      over = node.attrs as Exponents,
      whole = spread(sum(pulled(g, node), dimsOf(over)), s.shape, over);
    return [s.requiresGrad ? neg(pulled(whole, node)) : null, ...toExponents(pulled(sub(g, mul(s, whole)), node), node)];
  },
});
/** The sign of Σ s·e^l. Flat. */
const signOp: Op = /* @__PURE__ */ op("sign of sum", "composite", {
  parts: (node) => {
    const e = node.attrs as Exponents,
      positive = (x: Ex): Ex => w.where(w.lt(0, x), 1, w.where(w.lt(x, 0), -1, w.mul(x, 0)));
    return reduced(
      ofTotals("sign", e, (counted, rest) => positive(w.add(counted, rest)), false),
      [...node.inputs, greatestOf(node)],
      [],
      e,
    );
  },
});
/** log|Σ s·e^l| over dimensions of `shape`, and the sign of the sum; null where the exponents are constant or of another type. @internal */
export function signedLogsumexp(s: Tensor, l: Lin, shape: Shape, over: Reduction): { readonly log: Tensor; readonly sign: Tensor } | null {
  const e = settle(l),
    atoms = atomsOf([e]),
    cs = atoms.map((t) => e.terms.get(t.hash)!.c),
    inputs = [s, ...atoms];
  if (!atoms.length || !inputs.every((t) => t.dtype === atoms[0]!.dtype) || ![e.k, ...cs].every(Number.isFinite)) return null;
  const attrs: Exponents = { k: e.k, cs, from: over.from, to: over.to },
    full = inputs.map((t) => fitted(t, shape));
  const [log, sign] = [logarithmOp, signOp].map((self) => record(self, full, without(shape, over), attrs, atoms[0]!.dtype)) as [Tensor, Tensor];
  return { log, sign };
}
