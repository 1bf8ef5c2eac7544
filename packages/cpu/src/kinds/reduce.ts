/**
 * reduce: a program's results combined. Sums go in the order of additions of core's order.ts and in float64, rounded once; the greatest and the least
 * need neither. One kernel goes along rows (inner is 1), the other down columns.
 */
import { bytesIn, typeOf, type DType, type Fault, type ReduceRequest, type View } from "@evenkeel/core";
import type { Machine } from "../machine.js";
import { extremes } from "./extremes.js";
import { sumColumns } from "./sumColumns.js";
import { sumRows } from "./sumRows.js";
import { type Finishing, finishing as wide } from "./finish.js";
import { known } from "./launch.js";
import { dimensions, inRows, merge, type Dimension } from "./walk.js";

export const reduce = (machine: Machine, request: ReduceRequest): Fault | null => reduced(machine, request, extremes, () => wide);
/** The same without the greatest, the least, and sums of wide terms (of which means, variances and norms are made), for makeCpu: `{ reduce: sums }`. */
export const sums = (machine: Machine, request: ReduceRequest): Fault | null => reduced(machine, request, leftOut, () => leftOut("mean"));

function leftOut(combine: string): never {
  throw new TypeError(`cpu: the reduction ${combine} was left out of this backend. Pass reduce to makeCpu in place of sums, or use cpu().`);
}

function reduced(
  machine: Machine,
  { combine, program, shape, inputs, outputs }: ReduceRequest,
  extremesOf: typeof extremes,
  finishingOf: () => Finishing,
): Fault | null {
  const finishing = program.finish ? finishingOf() : null;
  const extreme = combine === "sum" ? null : extremesOf(combine);
  const [terms, inner] = shape.slice(-2) as [number, number];
  const outer = shape.slice(0, -2),
    size = outer.reduce((a, b) => a * b, inner),
    // The output's in this shape: contiguous, without the reduced dimension.
    strides = inRows(outer, inner);
  strides.push(0, 1);
  const dtype = typeOf(program, program.outputs[0]!);
  const results = outputs.map(({ storage, offset }) => ({ storage, offset, strides }));
  if (!terms && finishing)
    finishing.ofNothing(machine, program.finish!, size, [...program.outputs.map(() => 0), ...inputs.slice(program.inputs.length)], outputs);
  else if (!terms) fill(machine, outputs[0]!, dtype, size, extreme ? extreme.none(dtype) : 0);
  if (shape.includes(0)) return null;
  const { types } = known(program);
  const all = { operands: [...inputs, ...results], types };
  const dims = dimensions(shape, all.operands, types.map(bytesIn));
  const [term, column] = dims.splice(-2) as [Dimension, Dimension];
  const grid = merge(dims);
  if (extreme) {
    if (inner === 1) extreme.alongRows(machine, program, all, grid, term);
    else extreme.downColumns(machine, program, all, grid, term, column);
    return null;
  }
  return (inner === 1 ? sumRows(machine, program, all, grid, term, finishing) : sumColumns(machine, program, all, grid, term, column, finishing))
    ? { overflow: true }
    : null;
}

function fill(machine: Machine, to: View, dtype: DType, size: number, value: number): void {
  const bytes = bytesIn(dtype),
    at = machine.address(to, dtype);
  for (let i = 0; i < size; i++) machine.put(at + bytes * i, dtype, value);
}
