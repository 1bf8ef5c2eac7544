/** map: a program at every element. A kernel is made for a program and for which inputs go along the last dimension, where others repeat. */
import type { MapRequest } from "@evenkeel/core";
import type { Machine } from "../machine.js";
import { print } from "../print.js";
import { load, overRows, store } from "./lanes.js";
import { BYTES, launch } from "./launch.js";
import { dimensions, merge } from "./walk.js";

export function map(machine: Machine, { program, shape, inputs, outputs }: MapRequest): null {
  if (shape.includes(0)) return null;
  const operands = [...inputs, ...outputs];
  const grid = merge(dimensions(shape, operands));
  const last = grid[grid.length - 1];
  // Dimensions of size 1 are gone; the last that is left may have strides which kernels do not take.
  const fits = last?.strides.every((stride) => stride === 0 || stride === 1);
  const line = fits ? grid.pop()! : { size: 1, strides: operands.map((_, k) => +(k >= inputs.length)) };
  launch(machine, "map", program, {
    operands,
    grid,
    line,
    spare: BYTES,
    kernel: (f, moves) =>
      overRows(f, moves, (pointers, left) => ({
        step: f.grab(() => {
          const results = print(f, program, load(f, pointers, moves, inputs.length));
          results.forEach((result, j) => store(f, result, pointers[inputs.length + j]!, left, moves.length));
        }),
      })),
  });
  return null;
}
