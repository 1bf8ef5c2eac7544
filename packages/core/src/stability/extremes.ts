/**
 * What extremes ask and state: the greatest value of a function that rises is its value at the greatest argument, and the greatest of exponentials is that of the
 * greatest exponent, where no two have become equal by rounding.
 */
import { apply, type Elementwise, elementwise } from "../ops/row.js";
import type { Op } from "../ops/op.js";
import { type Reduction, spread } from "../ops/reduction.js";
import * as w from "../scalar/words.js";
import { isWall, record, recordedAgain, statement, type Tensor } from "../tensor/tensor.js";
import { type Better, type Forms, isNative, type Log, logForm, native, ownOffsets } from "./forms.js";
import { emit } from "./emit.js";
import { through } from "./layout.js";
import { affine, atom, fitted, type Lin, lin, plus } from "./lin.js";
import { summed } from "./sums.js";

/** The columns of an extreme over dimensions. */
export const extremeForms = (mirror: () => Op, isGreatest: boolean): Forms => ({
  scales: "first",
  mirror,
  affine: (node) => ofMultiple(node),
  ask: (node) => askExtreme(node),
  log: (node) => logOfExtreme(node, isGreatest),
  // Of k and multiples of a rest: the extreme of the rests.
  offsets: (node) =>
    ownOffsets(node.inputs[0]!).flatMap(({ base, rest }) => (base.terms.size ? [] : [{ base, rest: () => ofRests(node, isGreatest, rest()) }])),
});
const RISES = "the extreme of a function that rises is of its arguments";
function askExtreme(node: Tensor): Better | null {
  const f = risingIn(node.inputs[0]!);
  if (!f) {
    const l = ofMultiple(node);
    return l && { node: summed(l, node.shape), why: RISES };
  }
  return f.x.dtype === node.dtype ? { node: apply(f.of.op, [recordedAgain(node, [f.x])]), why: RISES } : null;
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
/** Of k + c·x: k and c times the greatest x, or the least. */
function ofMultiple(node: Tensor): Lin | null {
  const [x] = node.inputs as [Tensor],
    s = statement(x),
    { k, terms } = (isWall(s) ? null : s.op.forms?.fallen?.(s)) ?? affine(x),
    [only] = terms.values();
  if (!only || terms.size > 1 || only.of.hash === x.hash || only.of.dtype !== node.dtype) return null;
  const inner = extremeOf(node, only.c, fitted(only.of, x.shape));
  return plus(lin(k), atom(askExtreme(inner)?.node ?? inner, only.c));
}
/** The same extreme of c·x, or the other one of x. */
const extremeOf = (node: Tensor, c: number, x: Tensor): Tensor =>
  record(c < 0 ? node.op.forms!.mirror!() : node.op, [x], node.shape, node.attrs, node.dtype);
function ofRests(node: Tensor, isGreatest: boolean, rest: Lin): Lin {
  const { shape } = node.inputs[0]!,
    [only] = rest.terms.values(),
    { of: r, c } = only && !rest.k && rest.terms.size === 1 ? only : { of: emit(rest), c: 1 };
  return atom(extremeOf(node, c, selected(node, isGreatest === c > 0, fitted(r, shape))), c);
}

/** l where x is the extreme m, or NaN; else what is no extreme. */
const among = (name: string, other: number): Elementwise<3> =>
  elementwise<3>(name, {
    body: (x, m, l) => w.where(w.or(w.eq(x, m), w.not(w.eq(m, m))), l, other),
    deriv: [null, null, (x, m) => w.where(w.or(w.eq(x, m), w.not(w.eq(m, m))), 1, 0)],
    // What is no extreme is none by its logarithm.
    forms: { log: ({ op, inputs: [x, m, l] }) => (isPositive(l!) ? native(() => atom(apply(op, [x!, m!, emit(logForm(l!).log, l!.shape)]))) : null) },
  });
const amongGreatest = /* @__PURE__ */ among("among greatest", -Infinity);
const amongLeast = /* @__PURE__ */ among("among least", Infinity);
export const isPositive = (x: Tensor): boolean => isNative(logForm(x)) && logForm(x).positive;
/** `l` of those that are the extreme in float32. */
const selected = (node: Tensor, isGreatest: boolean, l: Tensor): Tensor => {
  const [x] = node.inputs as [Tensor];
  return apply((isGreatest ? amongGreatest : amongLeast).op, [x, spread(node, x.shape, node.attrs as Reduction), l]);
};
/** Of exponentials: the greatest of the exponents of those that are the greatest. By their exponents alone some would be that by rounding. */
function logOfExtreme(node: Tensor, isGreatest: boolean): Log | null {
  const [x] = node.inputs as [Tensor];
  return isPositive(x) ? native(() => atom(recordedAgain(node, [selected(node, isGreatest, emit(logForm(x).log, x.shape))]))) : null;
}
