/** not an op: what tril and triu have in common. */
import * as w from "../scalar/words.js";
import { of, type Operand, tensor } from "../tensor/create.js";
import { noSuch, written } from "../tensor/given.js";
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { inputs } from "./derivative.js";
import { lazily, type Op, op } from "./op.js";
import { apply } from "./row.js";

/** z where p ≤ q, else 0. */
const keepOp: Op = /* @__PURE__ */ lazily(
  /* @__PURE__ */ op("triangle", "map", {
    takes: "number",
    range: (_, __, z) => [Math.min(0, z![0]), Math.max(0, z![1])],
    vjp: (g, { inputs: [p, q, z] }) => [null, null, apply(keepOp, [p!, q!, g], z!.dtype)],
  }),
  () => {
    const [p, q, z] = inputs(3);
    return w.where(w.le(p!, q!), z!, 0);
  },
);

export function triangle(name: "tril" | "triu", input: Operand, diagonal: number): Tensor {
  const x = of(name, input),
    [m, n] = x.shape.slice(-2) as [number, number];
  if (x.ndim < 2) throw new RangeError(`${name}: shape ${show(x.shape)} has no last two dimensions. Give it at least two.`);
  if (!Number.isInteger(diagonal))
    throw noSuch(diagonal, `${name}: diagonal ${written(diagonal)} is no whole number. Use 0, or how far above the main diagonal.`);
  if (!x.size) return x;
  // row + diagonal and column, or row and column − diagonal: of these the shorter is counted whole, the other held to just beyond it, so that all are exact in float32.
  const low = Math.min(m, n),
    held = (i: number): number => Math.min(Math.max(i, -1), low),
    row = Int32Array.from({ length: m }, (_, i) => (n <= m ? held(i + diagonal) : i)),
    column = Int32Array.from({ length: n }, (_, i) => (n <= m ? i : held(i - diagonal))),
    [r, c] = [tensor(row, { shape: [m, 1] }), tensor(column)];
  return apply(keepOp, name === "tril" ? [c, r, x] : [r, c, x], x.dtype);
}
