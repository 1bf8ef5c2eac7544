/**
 * meshgrid(xs, { indexing }): for each list the grid of its values: grid k has xs[k][iₖ] at [i₀, i₁, …] ("ij"), or with the first two exchanged ("xy").
 *
 * Shape    xs: [n₀], [n₁], … → as many tensors [n₀, n₁, …]; "xy": [n₁, n₀, …]
 * Method   views with strides of 0
 * Error    exact
 * Source   PyTorch `meshgrid`
 */
import { allOf, type Operand } from "../tensor/create.js";
import { optionsOf } from "../tensor/options.js";
import { checkShape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { expand } from "./expand.js";
import { reshape } from "./reshape.js";
import { transpose } from "./transpose.js";

export function meshgrid(inputs: readonly Operand[], options?: { indexing?: "ij" | "xy" }): Tensor[] {
  const { indexing = "ij" } = optionsOf("meshgrid", options, { indexing: '"ij" or "xy"' });
  const xs = allOf("meshgrid", inputs),
    deep = xs.find((x) => x.ndim > 1);
  if (!xs.length) throw new RangeError("meshgrid: there are no lists. Give at least one.");
  if (deep) throw new RangeError(`meshgrid: a list is ${show(deep.shape)}. Give each one dimension.`);
  const shape = checkShape(
    "meshgrid",
    xs.map((x) => x.size),
  );
  return xs.map((x, k) => {
    const grid = expand(
      reshape(
        x,
        shape.map((n, d) => (d === k ? n : 1)),
      ),
      shape,
    );
    return indexing === "xy" && xs.length > 1 ? transpose(grid, 0, 1) : grid;
  });
}
