/**
 * renorm(x, p, dim, maxnorm): x, in which the parts along `dim` whose norm of order p is above maxnorm are scaled by maxnorm/(norm + 1e-7).
 *
 * Shape    x: f[…] → f[…], of two dimensions at least
 * Method   norms of the parts, and one product
 * Error    1.5 ulp
 * Source   PyTorch `renorm`
 */
import * as w from "../scalar/words.js";
import { of, type Operand } from "../tensor/create.js";
import { dimension, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { mul } from "./mul.js";
import { norm } from "./norm.js";
import { elementwise } from "./row.js";

const TINY = 1e-7;
const share = /* @__PURE__ */ elementwise<2>("renorm", {
  body: (n, most) => w.where(w.lt(most, n), w.div(most, w.add(n, TINY)), 1),
  deriv: [(n, most) => w.where(w.lt(most, n), w.neg(w.div(most, w.mul(w.add(n, TINY), w.add(n, TINY)))), 0), null],
});

export function renorm(input: Operand, p: number, dim: number, maxnorm: number): Tensor {
  const x = of("renorm", input);
  if (x.ndim < 2) throw new RangeError(`renorm: x is ${show(x.shape)}, and has no parts along a dimension. Give it two dimensions at least.`);
  if (!(p > 0)) throw new RangeError(`renorm: the order is ${p}. Use one above 0.`);
  if (!(maxnorm >= 0)) throw new RangeError(`renorm: maxnorm is ${maxnorm}. Use a number from 0 on.`);
  const d = dimension("renorm", dim, x.shape),
    others = x.shape.map((_, i) => i).filter((i) => i !== d);
  return mul(x, share(norm(x, p, others, { keepdim: true }), maxnorm));
}
