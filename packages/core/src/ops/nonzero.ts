/**
 * nonzero(x): the places of the elements that are not 0, in row-major order; a NaN is not 0. Asynchronous, for their number depends on values.
 *
 * Shape    x: […] → int32 [number of them, rank of x]
 * Method   x is read, and the places are found on the host
 * Error    exact
 * Source   PyTorch `nonzero`
 */
import { of, type Operand, tensor } from "../tensor/create.js";
import { contiguous } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { afterRead, nonzeros } from "./afterRead.js";

export async function nonzero(input: Operand): Promise<Tensor> {
  const x = of("nonzero", input),
    { shape } = x,
    strides = contiguous(shape);
  return afterRead("nonzero", [x], (data) => {
    const found = nonzeros(data!),
      places = new Int32Array(found.length * shape.length);
    let to = 0;
    for (const i of found) for (let d = 0; d < shape.length; d++) places[to++] = Math.floor(i / strides[d]!) % shape[d]!;
    return tensor(places, { shape: [found.length, shape.length] });
  });
}
