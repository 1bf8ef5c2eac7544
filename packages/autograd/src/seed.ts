/** Where a walk begins: the gradient of the result itself. */
import { ones, type Operand, type Tensor } from "@evenkeel/core";
import { cast, of, sameShape, show } from "@evenkeel/core/internal";

/** `given`, of the result's shape and in its type, or 1 for a result of one element. */
export function seedOf(name: string, what: string, result: Tensor, given?: Operand): Tensor {
  if (given === undefined) {
    if (result.size === 1) return ones(result.shape, { dtype: result.dtype });
    throw new RangeError(
      `${name}: the ${what} has shape ${show(result.shape)}. Reduce it to one element, with sum for example, or give the gradient of each element.`,
    );
  }
  const g = of(name, given);
  if (!sameShape(g.shape, result.shape))
    throw new RangeError(
      `${name}: the ${what} has shape ${show(result.shape)} and the gradient given for it ${show(g.shape)}. Give one of the same shape.`,
    );
  return cast(g, result.dtype);
}
