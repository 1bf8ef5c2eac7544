/**
 * reduce: a program's results combined. Sums go in the order of additions of core's order.ts and in float64, rounded once; the greatest and the least
 * need neither. One kernel goes along rows (inner is 1), the other down columns.
 */
import { bytesIn, typeOf, type DType, type Fault, type ReduceRequest, type View } from "@evenkeel/core";
import type { Machine } from "../machine.js";
import { extremeOfColumns, extremeOfRows, noneOf } from "./extremes.js";
import { sumColumns } from "./sumColumns.js";
import { sumRows } from "./sumRows.js";
import { dimensions, merge, type Dimension } from "./walk.js";

export function reduce(machine: Machine, { combine, program, shape, inputs, output }: ReduceRequest): Fault | null {
  const [terms, inner] = shape.slice(-2) as [number, number];
  const strides: number[] = [];
  // The output's in this shape: contiguous, without the reduced dimension.
  let size = inner;
  for (let d = shape.length - 3; d >= 0; size *= shape[d--]!) strides[d] = size;
  const dtype = typeOf(program, program.outputs[0]!);
  if (!terms) fill(machine, output, dtype, size, combine === "sum" ? 0 : noneOf(combine, dtype));
  if (shape.includes(0)) return null;
  const types: DType[] = [...program.inputs, dtype];
  const all = { operands: [...inputs, { ...output, strides: [...strides, 0, 1] }], types };
  const dims = dimensions(shape, all.operands, types.map(bytesIn));
  const [term, column] = dims.splice(-2) as [Dimension, Dimension];
  const grid = merge(dims);
  if (combine !== "sum") {
    const extreme = inner === 1 ? extremeOfRows : extremeOfColumns;
    extreme(combine, machine, program, all, grid, term, column);
    return null;
  }
  const sum = inner === 1 ? sumRows : sumColumns;
  return sum(machine, program, all, grid, term, column) ? { overflow: true } : null;
}

function fill(machine: Machine, to: View, dtype: DType, size: number, value: number): void {
  const bytes = bytesIn(dtype),
    at = machine.address(to, dtype);
  for (let i = 0; i < size; i++) machine.put(at + bytes * i, dtype, value);
}
