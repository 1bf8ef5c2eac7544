/** not an op: what products over dimensions are restated as: the product less 1, and roots of it, from the sum of the logarithms of its factors. */
import { type Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { native } from "../stability/forms.js";
import { atom, lin } from "../stability/lin.js";
import { logOfExpm1 } from "../stability/logs.js";
import { logOfRoot } from "../stability/powers.js";
import { withLost } from "../stability/region.js";
import { LRU } from "../plan/lru.js";
import { numberIn } from "../tensor/create.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { pull } from "./derivative.js";
import { eq } from "./eq.js";
import { type Op, op } from "./op.js";
import { dimsOf, type Reduction, spread } from "./reduction.js";
import { apply, make } from "./row.js";
import { sum } from "./sum.js";
import { rules } from "../stability/rules.js";

/** What rounding took from a sum of logarithms. */
const lostOf = (t: Tensor): Tensor => t.op.forms!.lost!(t);

const lessOneRow = /* @__PURE__ */ make(
  "product less 1",
  { body: (t, lost, s) => w.where(w.lt(s!, 0), w.sub(w.neg(w.exp(withLost(t!, lost!))), 1), w.expm1(withLost(t!, lost!))) },
  3,
);
const lessOneOp: Op = /* @__PURE__ */ op("product less 1", "composite", {
  parts: ({ inputs: [, t, s] }) => apply(lessOneRow.op, [t!, lostOf(t!), s!]),
  forms: {
    states: rules,
    log: ({ inputs: [, t, s] }) => (t!.written && numberIn(s!) === 1 ? logOfExpm1(t!) : null),
    offsets: ({ inputs: [product] }) => [{ base: lin(-1), rest: () => atom(product!) }],
  },
  // The gradient of the product divides by no factor: one may be 0.
  vjp: (g) => [g, null, null],
});
/** A product less 1, from the sum `t` of the logarithms of its factors and its sign. @internal */
export const lessOne = (product: Tensor, t: Tensor, s: Tensor): Tensor => record(lessOneOp, [product, t, s], t.shape);

interface Root extends Reduction {
  readonly c: number;
}
const rows = /* @__PURE__ */ new LRU<Op>(256);
const powerRow = (c: number): Op =>
  rows.get(
    `power ${c}`,
    () =>
      make(
        "root of product",
        {
          body: (t, lost, s) =>
            w.where(w.lt(s!, 0), c === 0.5 ? NaN : w.where(w.eq(t!, Infinity), Infinity ** c, NaN), w.exp(w.mul(c, withLost(t!, lost!)))),
        },
        3,
      ).op,
  );
/** c·Πᶜ/x, and 0 by a factor that is 0 in float32 and not in the product; of a product that is 0, the limit where one factor alone is, and else 0; of a negative one NaN. */
function slopeRow(c: number): Op {
  const limit = c < 1 ? c * Infinity : 0,
    over = ([x, t, lost, zeros, s]: readonly Ex[], f: (e: Ex) => Ex = (e) => e): Ex =>
      w.where(
        w.lt(s!, 0),
        NaN,
        w.where(
          w.eq(t!, -Infinity),
          w.where(w.and(w.eq(x!, 0), w.eq(zeros!, 1)), limit, 0),
          w.where(w.eq(x!, 0), 0, f(w.div(w.mul(c, w.exp(w.mul(c, withLost(t!, lost!)))), x!))),
        ),
      );
  return rows.get(
    `slope ${c}`,
    () =>
      make(
        "root of product′",
        {
          body: (g, ...at) => pull(g!, over(at)),
          deriv: [
            (_, ...at) => over(at),
            (g, ...at) => over(at, (e) => w.neg(w.div(w.mul(g!, e), at[0]!))),
            (g, ...at) => over(at, (e) => w.mul(c, w.mul(g!, e))),
            null,
            null,
            null,
          ],
        },
        6,
      ).op,
  );
}
const rootOp: Op = /* @__PURE__ */ op("root of product", "composite", {
  parts: ({ inputs: [, t, s], attrs }) => apply(powerRow((attrs as Root).c), [t!, lostOf(t!), s!]),
  forms: {
    states: rules,
    logarithm: ({ inputs: [, t, s], attrs }) => logOfRoot(native(atom(t!), numberIn(s!) === 1 ? 1 : s!), (attrs as Root).c),
  },
  vjp: (g, { inputs, attrs }) => {
    const [x, t, s] = inputs as [Tensor, Tensor, Tensor],
      over = attrs as Root,
      along = (y: Tensor): Tensor => spread(y, x.shape, over),
      zeros = sum(eq(x, 0), dimsOf(over));
    return [apply(slopeRow(over.c), [along(g), x, along(t), along(lostOf(t)), along(zeros), s.ndim ? along(s) : s], x.dtype), null, null];
  },
});
/** (Π x)ᶜ, from the sum `t` of log|x| and the sign of the product. @internal */
export const rootOfProduct = (x: Tensor, t: Tensor, s: Tensor, c: number, { from, to }: Reduction): Tensor =>
  record(rootOp, [x, t, s], t.shape, { from, to, c } satisfies Root);
