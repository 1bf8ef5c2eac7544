/** map: a program at every element. A kernel is made for a program and for which inputs go along the last dimension, where others repeat. */
import { bytesIn, typeOf, type MapRequest } from "@evenkeel/core";
import type { Machine } from "../machine.js";
import { print } from "../print.js";
import { loadAll, overRows, store } from "./lanes.js";
import { ELEMENTS, launch } from "./launch.js";
import { dimensions, merge } from "./walk.js";

export function map(machine: Machine, { program, shape, inputs, outputs }: MapRequest): null {
  if (shape.includes(0)) return null;
  const operands = [...inputs, ...outputs];
  const types = [...program.inputs, ...program.outputs.map((i) => typeOf(program, i))];
  const bytes = types.map(bytesIn);
  const grid = merge(dimensions(shape, operands, bytes));
  const last = grid[grid.length - 1];
  // Dimensions of size 1 are gone; the last that is left may have strides which kernels do not take.
  const fits = last?.strides.every((stride, k) => stride === 0 || stride === bytes[k]);
  const line = fits ? grid.pop()! : { size: 1, strides: bytes.map((b, k) => (k < inputs.length ? 0 : b)) };
  launch(machine, "map", program, {
    operands,
    types,
    grid,
    line,
    spare: ELEMENTS,
    kernel: (f, all) =>
      overRows(f, all, (pointers, left) => ({
        step: f.grab(() => {
          const first = inputs.length;
          const results = print(f, program, loadAll(f, pointers, all, first), all.float64);
          results.forEach((result, j) => store(f, types[first + j]!, result, pointers[first + j]!, left, types.length));
        }),
      })),
  });
  return null;
}
