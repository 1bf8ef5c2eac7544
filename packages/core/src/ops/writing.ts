/** not an op: rows that are written where indices point, the last one staying. */
import { number, tensor } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { eq } from "./eq.js";
import { expand } from "./expand.js";
import type { Op } from "./op.js";
import { type Loop, picked, pickOp, put, putting } from "./picking.js";
import { where } from "./where.js";

/** The gradient of a source goes to what stayed, that of the base to what was not written. */
export function writing(name: string): Op {
  return putting(name, true, (g, { shape, inputs: [index, source, base], attrs }, asked) => [
    asked && (source!.shape as Loop)[1] > 1 ? kept(asked, index!, shape[1]!, attrs as boolean) : asked,
    base?.requiresGrad ? put(writeOp, g, shape[1]!, index!, expand(number(0, g.dtype), source!.shape), attrs as boolean) : null,
  ]);
}

/** g where what was written stayed, 0 where a later j went over it. */
function kept(g: Tensor, index: Tensor, size: number, wrap: boolean): Tensor {
  const [, count] = g.shape as Loop,
    order = expand(
      tensor(
        Int32Array.from({ length: count }, (_, j) => j),
        { shape: [1, count, 1] },
      ),
      g.shape,
    ),
    last = picked(pickOp, put(writeOp, number(0), size, index, order, wrap), index, wrap);
  return where(eq(last, order), g, 0);
}

const writeOp = /* @__PURE__ */ writing("scatter");
