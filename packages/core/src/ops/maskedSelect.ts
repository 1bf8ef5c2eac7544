/**
 * maskedSelect(x, mask): the elements of x where the mask is true, in row-major order. Asynchronous, for their number depends on values.
 *
 * Shape    x: […], mask: bool[…] or uint8[…], which broadcast → [number of them]
 * Method   the mask is read, and then x is gathered, so that gradients pass
 * Error    exact
 * Source   PyTorch `masked_select`
 */
import { of, type Operand, tensor } from "../tensor/create.js";
import { broadcast } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { afterRead, nonzeros } from "./afterRead.js";
import { expand } from "./expand.js";
import { gather } from "./gather.js";
import { maskOf } from "./mask.js";
import { reshape } from "./reshape.js";

export async function maskedSelect(input: Operand, mask: Operand): Promise<Tensor> {
  const x = of("maskedSelect", input),
    m = maskOf("maskedSelect", mask),
    shape = broadcast("maskedSelect", x.shape, m.shape),
    elements = reshape(expand(x, shape), [-1]);
  return afterRead("maskedSelect", [expand(m, shape)], (data) => gather(elements, 0, tensor(nonzeros(data!))));
}
