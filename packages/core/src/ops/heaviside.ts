/**
 * heaviside(x, values): 0 where x is below 0, 1 where it is above, and values where it is 0; NaN where it is NaN.
 *
 * Shape    x, values: […], which broadcast → […]
 * Method   chosen; the gradient goes to values where x is 0
 * Error    exact
 * Source   PyTorch `heaviside`, which gives 0 for NaN; NumPy's is NaN too
 */
import { of, type Operand } from "../tensor/create.js";
import { broadcast } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { beside } from "./beside.js";
import { cut } from "./cut.js";
import { eq } from "./eq.js";
import { lt } from "./lt.js";
import { where } from "./where.js";

export function heaviside(input: Operand, values: Operand): Tensor {
  const given = of("heaviside", input),
    v = of("heaviside", values);
  broadcast("heaviside", given.shape, v.shape);
  return beside([given, v], () => {
    const x = cut(given);
    return where(eq(x, 0), v, where(lt(0, x), 1, where(lt(x, 0), 0, x)));
  });
}
