/** What products of matrices state where one is of exponentials: the logarithm of each sum of products. */
import { amax } from "../ops/amax.js";
import { exp } from "../ops/exp.js";
import { matmul } from "../ops/matmul.js";
import { mul } from "../ops/mul.js";
import { reshape } from "../ops/reshape.js";
import type { Reduction } from "../ops/reduction.js";
import { isWall, type Tensor } from "../tensor/tensor.js";
import { isNative, type Log, logForm, native } from "./forms.js";
import { held } from "./held.js";
import { emit, of } from "./emit.js";
import { atom, fitted, plus } from "./lin.js";
import { logarithmOfSumOver, logOfSumOver } from "./rows.js";

/** How far below an operand an exponential is looked for. */
const MAX_DEPTH = 3;
/** Whether an operand is an exponential, or made of one by few ops. */
export const hasExponential = (t: Tensor, depth = MAX_DEPTH): boolean =>
  !isWall(t) && (t.op.forms?.ofExponential === true || (depth > 0 && t.inputs.some((x) => hasExponential(x, t.layout ? depth : depth - 1))));

/** Up to so many products, each is a term of a logsumexp; of more, matrices are multiplied that are scaled by their greatest exponents. */
const MAX_PRODUCTS = 2 ** 18;
/** Every product of a [batch, m, k] and b [batch, k, n], and the dimension over which they are summed; null where they are too many. */
function products(a: Tensor, b: Tensor): { readonly x: Tensor; readonly over: Reduction } | null {
  const [batch, m, k] = a.shape as [number, number, number],
    n = b.shape[2]!;
  if (batch * m * k * n > MAX_PRODUCTS) return null;
  return { x: mul(reshape(a, [batch, m, k, 1]), reshape(b, [batch, 1, k, n])), over: { from: 2, to: 3 } };
}
const someKnown = (a: Tensor, b: Tensor): boolean => isNative(logForm(a)) || isNative(logForm(b));

export function logOfProducts(a: Tensor, b: Tensor): Log | null {
  if (!someKnown(a, b)) return null;
  const all = products(a, b);
  return all ? logOfSumOver(all.x, all.over) : scaled(a, b);
}
export function logarithmOfProducts(node: Tensor): Log | null {
  const [a, b] = node.inputs as [Tensor, Tensor],
    all = someKnown(a, b) ? products(a, b) : null;
  return all && logarithmOfSumOver(node, all.x, all.over);
}
/** (A·e^−m)(e^−n·B), with m of each row and n of each column. */
function scaled(a: Tensor, b: Tensor): Log {
  const shape = [a.shape[0]!, a.shape[1]!, b.shape[2]!],
    [x, y] = [lessGreatest(a, 2), lessGreatest(b, 1)];
  return native(
    [x.m, y.m].flatMap((m) => (m ? [atom(fitted(m, shape))] : [])).reduce((p, q) => plus(p, q)),
    matmul(x.t, y.t),
  );
}
function lessGreatest(t: Tensor, dim: number): { readonly t: Tensor; readonly m: Tensor | null } {
  const f = logForm(t);
  if (!isNative(f)) return { t, m: null };
  const m = held(amax(emit(f.log, t.shape), dim, { keepdim: true })),
    e = fitted(of(exp, plus(f.log, atom(fitted(m, t.shape)), -1)), t.shape);
  return { t: f.sign === 1 ? e : mul(f.sign, e), m };
}
