/** What products over dimensions state: their logarithm, a sum of logarithms of which none is rounded; what is left of them beside 1; and their roots. */
import { cut } from "../ops/cut.js";
import { exp } from "../ops/exp.js";
import { productOver } from "../ops/multiplied.js";
import { lessOne, rootOfProduct } from "../ops/productRoots.js";
import { countOf } from "../ops/moments.js";
import { dimsOf, type Reduction } from "../ops/reduction.js";
import { apply, elementwise } from "../ops/row.js";
import { sign } from "../ops/sign.js";
import { sum } from "../ops/sum.js";
import { bodyAt } from "../ops/derivative.js";
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { number } from "../tensor/create.js";
import { layoutOf, type Tensor } from "../tensor/tensor.js";
import { askExpectation } from "./expectations.js";
import { type Better, isNative, type Log, logarithmForm, logForm, native, type Offset, tensorOf } from "./forms.js";
import { rangeOf, signOf } from "./interval.js";
import { emit, of } from "./emit.js";
import { affine, atom, fitted, type Lin, lin } from "./lin.js";
import { regionOfLin } from "./pairs.js";
import { readBy, type Region, regionOf } from "./region.js";
import { totalOf } from "./totals.js";

/** log|x|. */
export const logAbs = /* @__PURE__ */ elementwise("log|x|", {
  body: (x) => w.log(w.abs(x)),
  deriv: (x) => w.div(1, x),
  forms: { logarithmic: true },
});

/** The logarithm of the magnitude of each factor, where it is no other than that of its value. */
function logOfEach(x: Tensor): Region {
  const f = formOf(x),
    size = (r: Region): Region => ({
      ...r,
      key: (name) => r.key(name),
      at: (at) => bodyAt(logAbs.row, [r.at(at)]),
      ops: r.ops + 1,
      heavy: r.heavy + 1,
      inexact: true,
      mixed: true,
    });
  if (!isNative(f)) return size(regionOf(x));
  const known = regionOfLin(f.log);
  if (typeof f.sign === "number") return known;
  const factor = size(regionOf(f.sign));
  return { ...known, atoms: readBy([factor, known]), key: (name) => known.key(name), at: (at) => w.add(factor.at(at), known.at(at)) };
}
const formOf = (x: Tensor): Log => (isNative(logForm(x)) ? logForm(x) : (logarithmForm(x) ?? logForm(x)));
/** Whether what is known of the factors says all of them but their signs: none is 0 then where a gradient is asked for. */
export const isAllKnown = (x: Tensor): boolean => isNative(logForm(x)) && typeof logForm(x).sign === "number";

/**
 * The sum of the logarithms of the factors of x, once more for each row of `shape`; null where it is none of float32. `has`: 0 for factors that a row
 * leaves out.
 */
export function sumOfLogs(x: Tensor, over: Reduction, shape = x.shape, has?: Tensor): Tensor | null {
  if (x.dtype !== "float32" || shape.slice(over.from, over.to).includes(0)) return null;
  const all = logOfEach(x),
    some = has
      ? {
          ...all,
          atoms: [has, ...all.atoms.filter((t) => t.hash !== has.hash)],
          at: (at: (t: Tensor) => Ex): Ex => w.where(w.eq(at(has), 0), 0, all.at(at)),
        }
      : all;
  const t = totalOf("sum of logs", some, shape, over, true);
  if (t && isAllKnown(x) && !has) {
    // What the sum is as it was written may have a logarithm itself.
    const written = sum(emit(logForm(x).log, x.shape), dimsOf(over));
    if (isNative(logForm(written))) t.written = written;
  }
  return t;
}
const total = (node: Tensor): Tensor | null => sumOfLogs(node.inputs[0]!, node.attrs as Reduction);
/** 1 or −1 where that is known, else the product of signs. */
function signOfProduct(node: Tensor): Log["sign"] {
  const [x] = node.inputs as [Tensor],
    over = node.attrs as Reduction,
    f = formOf(x),
    s = typeof f.sign === "number" ? f.sign : (signOf(x) ?? sign(isNative(f) ? f.sign : x));
  return typeof s === "number" ? (s === 1 || countOf(x, over) % 2 === 0 ? 1 : -1) : productOver(cut(fitted(s, x.shape)), over);
}

/** p, as the exponential of the sum l of the logarithms of its factors. */
const byLogarithms = /* @__PURE__ */ elementwise<2>("product", { body: (p, l) => w.where(w.eq(l, l), p, NaN), deriv: [null, (p) => p], forms: {} });
/** What a product of shares, or of what is made of them, asks: the gradient of its logarithm, in which nothing is rounded before it cancels. */
export function askProductOver(node: Tensor): Better | null {
  const [x] = node.inputs as [Tensor],
    f = logForm(x);
  if (x.dtype !== "float32" || !isNative(f) || !f.positive || !x.requiresGrad) return null;
  const logs = emit(f.log, x.shape),
    whole = sum(logs, dimsOf(node.attrs as Reduction)),
    l = layoutOf(logs).base.op.forms?.isShare ? whole : askExpectation(whole, 1)?.node,
    t = l && apply(byLogarithms.op, [node, l]);
  if (t) t.written = node;
  return t ? { node: t, why: "terms of probabilities are not rounded before they are summed, nor in the gradient" } : askStraying(node, f.log);
}
/** Where factors may be so great and so small that the product of some of them is beyond the range, though that of all is not: by their logarithms. */
function askStraying(node: Tensor, factors: Lin): Better | null {
  const t = rangeOf(node.inputs[0]!)[1] === Infinity && [...factors.terms.values()].every((x) => !regionOf(x.of).heavy) ? total(node) : null;
  return t && { node: fitted(of(exp, atom(t)), node.shape), why: "the logarithms of factors are added, so that no product leaves the range" };
}

export function logOfProduct(node: Tensor): Log | null {
  if (!isAllKnown(node.inputs[0]!)) return null;
  const t = total(node);
  return t && native(atom(t), signOfProduct(node));
}
export function logarithmOfProduct(node: Tensor): Log | null {
  const t = total(node);
  return t && native(atom(t), signOfProduct(node));
}
/** Π(1 + d) = 1 + (e^Σlog(1 + d) − 1). */
export function offsetsOfProduct(node: Tensor): readonly Offset[] {
  const [x] = node.inputs as [Tensor],
    a = affine(x),
    near = isNative(logForm(x)) || (a.k === 1 && a.terms.size > 0);
  const t = near ? total(node) : null;
  return t ? [{ base: lin(1), rest: () => atom(lessOne(node, t, tensorOf(signOfProduct(node)))) }] : [];
}
/** Π x, or |Π x|, to a power that is not whole. */
export function raisedProduct(node: Tensor, c: number, size = false): Tensor | null {
  const [x] = node.inputs as [Tensor],
    t = Number.isFinite(c) ? total(node) : null;
  if (!t) return null;
  if ((size || logForm(x).sign === 1) && isAllKnown(x)) return fitted(of(exp, atom(t, c)), node.shape);
  if (Number.isInteger(c)) return null;
  return rootOfProduct(x, t, size ? number(1) : tensorOf(signOfProduct(node)), c, node.attrs as Reduction);
}
