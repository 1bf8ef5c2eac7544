/** eye(n, m): 1 where row and column are the same, 0 elsewhere; n × n unless m says otherwise. */
import { holding } from "./create.js";
import { creationOf, type CreationOptions, placed } from "./placed.js";
import { checkShape, sizeOf } from "./shape.js";
import type { Tensor } from "./tensor.js";

export function eye(n: number, m: number = n, options?: CreationOptions): Tensor {
  const { dtype = "float32", device } = creationOf("eye", options),
    shape = checkShape("eye", [n, m]),
    values = new Uint8Array(sizeOf(shape));
  for (let i = 0; i < Math.min(n, m); i++) values[i * (m + 1)] = 1;
  return placed("eye", holding("eye", values, shape, dtype), device);
}
