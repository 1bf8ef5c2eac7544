/** What exponentials are beside 1: e^l − 1 by its name, or as one op in which the logarithm is not rounded. */
import { expm1 } from "../ops/expm1.js";
import { bodyAt } from "../ops/derivative.js";
import { apply, elementwise } from "../ops/row.js";
import * as w from "../scalar/words.js";
import { isWall, layoutOf, statement, type Tensor } from "../tensor/tensor.js";
import { emit, of, settle } from "./emit.js";
import { atom, lin, type Lin } from "./lin.js";
import { logOfExpm1 } from "./logs.js";
import { later } from "./memo.js";
import { named, regionOfLin } from "./pairs.js";
import { isOfRow, regionOf, strays, wide } from "./region.js";
import { rules } from "./rules.js";

/** e^l − 1 by the name it has, if it has one. */
export function namedExcess({ k, terms }: Lin): Tensor | null {
  const [only] = terms.values(),
    from = only && terms.size === 1 && !k ? statement(only.of) : null;
  return from && !isWall(from) ? (from.op.forms?.excess?.(from, only!.c) ?? null) : null;
}
/** x − 1, by the logarithm l of x where x is near 1. Its gradient is that of x: by l it would be x, which may be infinite, times shares, which may be 0. */
const lessOne = /* @__PURE__ */ elementwise<2>("less 1", {
  body: (x, l) => w.where(w.lt(w.abs(l), 0.5), w.expm1(l), w.sub(x, 1)),
  deriv: [() => 1, null],
  forms: {
    states: rules,
    log: ({ inputs: [, l] }) => logOfExpm1(l!),
    offsets: ({ inputs: [x] }) => [{ base: lin(-1), rest: () => atom(x!) }],
  },
});
/** Whether it is a logarithm of what is summed over dimensions, or of what may be infinite. */
const isFragile = (t: Tensor): boolean => strays(t) === 2 || regionOf(t).atoms.some((a) => isOfRow(a) && overflows(statement(layoutOf(a).base)));
const overflows = ({ op, inputs }: Tensor): boolean => op.forms?.logarithmic === true || inputs.some((x) => strays(x) === 2);
/** e^l − 1, of the value e^l as it was written. */
export function excessOf(l: Lin, written?: Tensor): Tensor {
  const settled = settle(l),
    s = named(settled) ?? settled,
    terms = [...s.terms.values()],
    own = namedExcess(s);
  if (own) return own;
  if (written && terms.some(({ of: t }) => isFragile(t))) return of(lessOne, atom(written), s);
  // Far from 1 the logarithm, rounded, would cost as many ulp as it is.
  if (!terms.some(({ of: t }) => t.dtype !== "float64" && regionOf(t).inexact)) return of(expm1, s);
  const t = wide("expm1", expm1.op.id, [regionOfLin(s)], (x) => bodyAt(expm1.row, [x!]));
  t.written = later(() => apply(expm1.op, [emit(s)]));
  return t;
}
