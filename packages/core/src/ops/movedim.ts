/**
 * movedim(x, source, destination): the named dimensions at other places, the rest in their order.
 *
 * Shape    x: […] → a permutation
 * Method   a view
 * Error    exact
 * Source   PyTorch `movedim`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { dimensionsOf } from "./dimensions.js";
import { permute } from "./permute.js";

export function movedim(input: Operand, source: number | readonly number[], destination: number | readonly number[]): Tensor {
  const x = of("movedim", input),
    from = dimensionsOf("movedim", source, x.shape),
    to = dimensionsOf("movedim", destination, x.shape);
  if (from.length !== to.length)
    throw new RangeError(`movedim: ${from.length} dimensions go to ${to.length} places. Give one destination for each source.`);
  const rest = x.shape.map((_, d) => d).filter((d) => !from.includes(d));
  return permute(
    x,
    x.shape.map((_, d) => (to.includes(d) ? from[to.indexOf(d)]! : rest.shift()!)),
  );
}
