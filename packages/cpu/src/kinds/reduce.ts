/**
 * reduce: sums of a program's results, in the order of additions of core's order.ts and in float64, rounded once.
 * One kernel sums along rows (inner is 1), the other down columns.
 */
import { bytesIn, typeOf, type DType, type ReduceRequest } from "@evenkeel/core";
import type { Machine } from "../machine.js";
import { sumColumns } from "./sumColumns.js";
import { sumRows } from "./sumRows.js";
import { dimensions, merge, type Dimension } from "./walk.js";

export function reduce(machine: Machine, { program, shape, inputs, output }: ReduceRequest): null {
  const [terms, inner] = shape.slice(-2) as [number, number];
  const strides: number[] = [];
  // The output's in this shape: contiguous, without the reduced dimension.
  let size = inner;
  for (let d = shape.length - 3; d >= 0; size *= shape[d--]!) strides[d] = size;
  const dtype = typeOf(program, program.outputs[0]!);
  const start = machine.address(output, dtype);
  if (!terms) machine.memory.u8.fill(0, start, start + bytesIn(dtype) * size);
  if (shape.includes(0)) return null;
  const operands = [...inputs, { ...output, strides: [...strides, 0, 1] }];
  const types: DType[] = [...program.inputs, dtype];
  const dims = dimensions(shape, operands, types.map(bytesIn));
  const [term, column] = dims.splice(-2) as [Dimension, Dimension];
  const sum = inner === 1 ? sumRows : sumColumns;
  sum(machine, program, { operands, types }, merge(dims), term, column);
  return null;
}
