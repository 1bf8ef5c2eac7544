/**
 * bitwiseNot(x): the bits that x has not; of conditions the other one.
 *
 * Shape    x: whole numbers or conditions → […] of their type
 * Method   the bits of int32; no gradient passes
 * Error    exact
 * Source   PyTorch `bitwise_not`
 */
import * as w from "../scalar/words.js";
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { whole } from "./bits.js";
import { logicalNot } from "./logicalNot.js";
import { apply, type Elementwise, elementwise } from "./row.js";

const row: Elementwise<1> = /* @__PURE__ */ elementwise("bitwiseNot", { takes: "number", body: (x) => w.not(x) });

export function bitwiseNot(input: Operand): Tensor {
  const [x] = whole("bitwiseNot", [input]);
  return x!.dtype === "bool" ? logicalNot(x!) : apply(row.op, [x!]);
}
