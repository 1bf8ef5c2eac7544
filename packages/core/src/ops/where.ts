/**
 * where(condition, x, y): x where the condition is true, y where it is false.
 *
 * Shape    condition: bool (or uint8, or written numbers, of which NaN is not 0), x, y: […], which broadcast → […] in the type of x and y
 * Method   a selection, element by element. No gradient goes to what was not taken, not even a NaN: it is 0 there
 * Error    exact
 * Source   PyTorch `where`
 */
import { chosenForms } from "../stability/chosen.js";
import * as w from "../scalar/words.js";
import { number, of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { inputs } from "./derivative.js";
import { maskOf } from "./mask.js";
import { lazily, type Op, op } from "./op.js";
import { apply } from "./row.js";
import { sumTo } from "./sumTo.js";

const whereOp: Op = /* @__PURE__ */ lazily(
  /* @__PURE__ */ op("where", "map", {
    takes: "number",
    range: (_, x, y) => [Math.min(x![0], y![0]), Math.max(x![1], y![1])],
    get forms() {
      return chosenForms;
    },
    vjp: (g, { inputs: [c, x, y] }) => [
      null,
      x!.requiresGrad ? sumTo(apply(whereOp, [c!, g, number(0)], x!.dtype), x!.shape) : null,
      y!.requiresGrad ? sumTo(apply(whereOp, [c!, number(0), g], y!.dtype), y!.shape) : null,
    ],
  }),
  () => {
    const [c, x, y] = inputs(3);
    return w.where(w.eq(c!, 0), y!, x!);
  },
);

export const where = (condition: Operand, x: Operand, y: Operand): Tensor =>
  apply(whereOp, [maskOf("where", condition, "condition"), of("where", x), of("where", y)]);
