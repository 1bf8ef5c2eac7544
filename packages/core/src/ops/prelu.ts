/**
 * prelu(x, weight): x where it is positive, weight·x elsewhere, and there, at 0 too, with the weight as derivative. Of several weights each is for one
 * place along dimension 1, the channels.
 *
 * Shape    x: f[n, c, …], weight: f[c], f[1] or f[] → f[n, c, …]; x of fewer than two dimensions has one channel
 * Method   as written
 * Error    ≤ ½ ulp
 * Source   PyTorch `prelu`
 */
import * as w from "../scalar/words.js";
import { of, type Operand } from "../tensor/create.js";
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { type Facts, facts } from "./facts.js";
import { positive } from "./positive.js";
import { reshape } from "./reshape.js";
import { type Elementwise, elementwise } from "./row.js";

const row: Elementwise<2> = /* @__PURE__ */ elementwise<2>("prelu", {
  body: (x, s) => w.where(w.lt(0, x), x, w.mul(x, s)),
  deriv: [(x, s) => positive(x, 1, s), (x) => positive(x, 0, x)],
});

export function prelu(input: Operand, weight: Operand): Tensor {
  const x = of("prelu", input),
    s = of("prelu", weight),
    channels = x.shape[1] ?? 1;
  if (s.ndim > 1 || (s.size !== 1 && s.size !== channels))
    throw new RangeError(`prelu: weights of shape ${show(s.shape)} for ${channels} channels, in shape ${show(x.shape)}. Give one, or one a channel.`);
  return row(x, s.ndim ? reshape(s, x.ndim > 1 ? [1, s.size, ...new Array<number>(x.ndim - 2).fill(1)] : new Array<number>(x.ndim).fill(1)) : s);
}
export const preluFacts: Facts = /* @__PURE__ */ facts(row, {
  math: "x, or w·x where x ≤ 0",
  bound: { wide: 0.5, narrow: 0.5 },
  special: [
    [0, 0.5, 0],
    [-0, 0.5, -0],
    [-Infinity, 0.5, -Infinity],
    [-Infinity, 0, NaN],
    [NaN, 0.5, NaN],
  ],
  hard: [0.25, -1, 1, 16777216, 1e-45],
});
