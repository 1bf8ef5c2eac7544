/** not an op: what trapezoid and cumulativeTrapezoid add up. */
import * as w from "../scalar/words.js";
import { of, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { dimension } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { narrow } from "./narrow.js";
import { reshape } from "./reshape.js";
import { elementwise } from "./row.js";

const even = /* @__PURE__ */ elementwise<3>("trapezoid", {
  body: (y, z, dx) => w.mul(w.add(y, z), w.div(dx, 2)),
  deriv: [(_y, _z, dx) => w.div(dx, 2), (_y, _z, dx) => w.div(dx, 2), (y, z) => w.div(w.add(y, z), 2)],
});
const uneven = /* @__PURE__ */ elementwise<4>("trapezoid", {
  body: (y, z, a, b) => w.div(w.mul(w.add(y, z), w.sub(b, a)), 2),
  deriv: [
    (_y, _z, a, b) => w.div(w.sub(b, a), 2),
    (_y, _z, a, b) => w.div(w.sub(b, a), 2),
    (y, z) => w.div(w.neg(w.add(y, z)), 2),
    (y, z) => w.div(w.add(y, z), 2),
  ],
});

export interface TrapezoidOptions {
  readonly x?: Operand | null;
  readonly dx?: number;
  readonly dim?: number;
}
/** The areas between points, one fewer than those, and their dimension; of no points none. @internal */
export function areas(name: string, input: Operand, options: TrapezoidOptions | undefined): readonly [terms: Tensor, dim: number] {
  const { x, dx = 1, dim = -1 } = optionsOf(name, options, { x: "", dx: "a number", dim: "a number" });
  const y = of(name, input),
    d = dimension(name, dim, y.shape),
    n = y.shape[d]!;
  if (n === 0) return [y, d];
  const ends = (t: Tensor, e: number): [Tensor, Tensor] => [narrow(t, e, 0, t.shape[e]! - 1), narrow(t, e, 1, t.shape[e]! - 1)];
  const points = x === undefined || x === null ? null : of(name, x);
  if (!points) return [even(...ends(y, d), dx), d];
  // Points of one dimension lie along that of y; others broadcast from the right.
  const laid =
      points.ndim === 1 && points.shape[0] === n
        ? reshape(
            points,
            y.shape.slice(d).map((_, i) => (i ? 1 : n)),
          )
        : points,
    e = laid.ndim - (y.ndim - d);
  if (laid.shape[e] !== n)
    throw new RangeError(`${name}: x has ${laid.shape[e] ?? 1} points along dimension ${d} and y has ${n}. Give as many points as values.`);
  return [uneven(...ends(y, d), ...ends(laid, e)), d];
}
