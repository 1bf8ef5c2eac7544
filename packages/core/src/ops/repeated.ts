/** not an op: repeat, by the name that the user called. */
import { of, type Operand } from "../tensor/create.js";
import { asArray, noSuch } from "../tensor/given.js";
import { checkShape, type Shape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { expand } from "./expand.js";
import { reshape } from "./reshape.js";

/** @internal */
export function repeated(name: string, input: Operand, sizes: Shape): Tensor {
  const x = of(name, input),
    lead = asArray(name, "numbers of times", sizes).length - x.ndim;
  if (lead < 0) throw new RangeError(`${name}: ${sizes.length} sizes for shape ${show(x.shape)}. Give at least one for each dimension.`);
  const bad = sizes.find((n) => !Number.isSafeInteger(n) || n < 0);
  if (bad !== undefined) throw noSuch(bad, `${name}: ${bad} is no number of times, in ${show(sizes)}. Use whole numbers from 0.`);
  const shape = [...new Array<number>(lead).fill(1), ...x.shape],
    whole = checkShape(
      name,
      shape.map((n, d) => n * sizes[d]!),
    );
  return reshape(
    expand(
      reshape(
        x,
        shape.flatMap((n) => [1, n]),
      ),
      shape.flatMap((n, d) => [sizes[d]!, n]),
    ),
    whole,
  );
}
