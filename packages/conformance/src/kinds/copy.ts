/** copy: any strides, negative ones and zeros too, bit for bit: NaN, −0 and subnormals among the data. */
import { view } from "../reference/view.js";
import { type CaseMaker, DATA, type KindCase, size, strides } from "./case.js";

/** Shape, strides, offset. */
const LAYOUTS: readonly (readonly [number[], number[], number])[] = [
  [[7], [1], 0],
  [[5], [-1], 4],
  [[4], [3], 1],
  [[6], [0], 2],
  [[0], [1], 0],
  [[3, 4], [1, 3], 0],
  [[3, 4], [-4, -1], 11],
  [[33, 65], [1, 33], 0],
  [[5, 7], [0, 1], 3],
  [[5, 7], [1, 0], 0],
  [[2, 3, 4], [1, 8, 2], 0],
  [[2, 3, 4, 5], [60, 20, 5, 1], 0],
  [[2, 3, 4, 5], [1, 2, 6, 24], 0],
  [[2, 3, 4, 5], [-60, 20, -5, 1], 75],
  [[1, 3, 1, 2], [0, 2, 9, 1], 1],
];

export const copyCases: CaseMaker = (memory, seed) =>
  LAYOUTS.map(([shape, steps, offset]): KindCase => {
    const x = DATA.signed!(3000, seed);
    x.set([NaN, -0, 2 ** -149, Infinity, -Infinity], 0);
    const output = memory.output(size(shape), strides(shape));
    const request = { kind: "copy", dtype: "float32", shape, input: memory.put(x, steps, offset), output } as const;
    return {
      name: `${shape.join("×")} strides ${steps.join()} from ${offset}`,
      request,
      want: view(x, offset, shape, steps),
      bound: { exact: true },
      fault: null,
    };
  });
