/** The dimensions of a request, merged where all operands allow it. */
import type { View } from "@evenkeel/core";

export interface Dimension {
  readonly size: number;
  /** For each operand, in elements. */
  readonly strides: readonly number[];
}

/** An iteration over `shape` in few dimensions: none of size 1, and two are one where every operand steps through them evenly. At least one. */
export function merged(shape: readonly number[], operands: readonly (View | number)[]): readonly Dimension[] {
  const dims: Dimension[] = [];
  shape.forEach((size, d) => {
    if (size === 1) return;
    const inner = { size, strides: operands.map((o) => (typeof o === "number" ? 0 : o.strides[d]!)) },
      outer = dims.at(-1);
    if (outer?.strides.every((stride, k) => stride === size * inner.strides[k]!)) dims[dims.length - 1] = { ...inner, size: outer.size * size };
    else dims.push(inner);
  });
  return dims.length ? dims : [{ size: 1, strides: operands.map(() => 0) }];
}
