/** not an op: the product of many matrices, in the order that takes the fewest multiplications. */
import { show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { oneType } from "./computed.js";
import { matmul } from "./matmul.js";

/** The product of matrices that follow one another. Throws RangeError where their sizes do not, TypeError where they are of two types. */
export function chain(name: string, ts: readonly Tensor[]): Tensor {
  const count = ts.length,
    first = ts[0]!;
  for (const t of ts) oneType(name, first, t);
  // Matrix i is [sizes[i], sizes[i + 1]].
  const sizes = [first.ndim === 1 ? 1 : first.shape[0]!, ...ts.map((t, i) => (i && i === count - 1 && t.ndim === 1 ? 1 : t.shape.at(-1)!))];
  for (const [i, t] of ts.entries())
    if (i && t.shape[0] !== sizes[i])
      throw new RangeError(
        `${name}: matrix ${i - 1} is ${show(ts[i - 1]!.shape)} and the next ${show(t.shape)} (${sizes[i]} ≠ ${t.shape[0]}). Give sizes that follow one another.`,
      );
  // The cheapest product of matrices i … j, and after which of them it is split.
  const cost = ts.map(() => new Array<number>(count).fill(0)),
    split = ts.map(() => new Array<number>(count).fill(0));
  for (let length = 1; length < count; length++)
    for (let i = 0, j = length; j < count; i++, j++) {
      cost[i]![j] = Infinity;
      for (let s = i; s < j; s++) {
        const c = cost[i]![s]! + cost[s + 1]![j]! + sizes[i]! * sizes[s + 1]! * sizes[j + 1]!;
        if (c < cost[i]![j]!) {
          cost[i]![j] = c;
          split[i]![j] = s;
        }
      }
    }
  const product = (i: number, j: number): Tensor => (i === j ? ts[i]! : matmul(product(i, split[i]![j]!), product(split[i]![j]! + 1, j)));
  return product(0, count - 1);
}
