/** map: a program at every element. A kernel is made for a program and for which inputs go along the last dimension, where others repeat. */
import { bytesIn, type MapRequest, type Program } from "@evenkeel/core";
import type { Fn } from "../emit/index.js";
import type { Kernel, Machine } from "../machine.js";
import { print } from "../print.js";
import { loadAll, overRows, store } from "./lanes.js";
import {
  BITS,
  CALL,
  ELEMENTS,
  LENGTH,
  MAP,
  POINTER,
  ROWS,
  SPARE,
  isWhole,
  kernelOf,
  keyOf,
  known,
  loopOf,
  type Known,
  launch,
  valueAt,
  type Operands,
} from "./launch.js";
import { dimensions, merge } from "./walk.js";

export function map(machine: Machine, request: MapRequest): null {
  const { program, shape, inputs, outputs } = request;
  if (shape.includes(0)) return null;
  const of = known(program),
    { types } = of;
  if (shape.length === 1 && shape[0]! <= CALL && types.length <= BITS) {
    oneCall(machine, request, of);
    return null;
  }
  const operands = [...inputs, ...outputs];
  const bytes = types.map(bytesIn);
  const grid = merge(dimensions(shape, operands, bytes));
  const last = grid[grid.length - 1];
  // Dimensions of size 1 are gone; the last that is left may have strides which kernels do not take.
  const fits = last?.strides.every((stride, k) => stride === 0 || stride === bytes[k]);
  const line = fits ? grid.pop()! : { size: 1, strides: bytes.map((b, k) => (k < inputs.length ? 0 : b)) };
  launch(machine, MAP, program, { operands, types, grid, line, spare: ELEMENTS, kernel: (f, all) => kernel(f, program, all) });
  return null;
}

/** A line that one call takes, as small work is: there is nothing to merge, and no row to go on to. */
function oneCall(machine: Machine, { program, shape, inputs, outputs }: MapRequest, of: Known): void {
  const size = shape[0]!,
    { types } = of,
    count = types.length;
  let bits = loopOf(MAP, isWhole(size));
  for (let k = 0; k < count; k++) {
    const o = inputs[k];
    bits = 2 * bits + +(o === undefined || (size > 1 && typeof o !== "number" && o.strides[0] !== 0));
  }
  const run = machine.recent(keyOf(program, bits, of)) ?? lineKernel(machine, program, bits, count, isWhole(size));
  const base = machine.scratch(SPARE(count) + ELEMENTS);
  const { i32 } = machine.memory;
  i32[(base + LENGTH) >>> 2] = size;
  i32[(base + ROWS) >>> 2] = 1;
  for (let k = 0; k < count; k++) {
    const o = k < inputs.length ? inputs[k]! : outputs[k - inputs.length]!;
    i32[(base + POINTER(k)) >>> 2] = typeof o === "number" ? valueAt(machine, base, k, types[k]!, o) : machine.address(o, types[k]!);
  }
  run(base);
}

/** The kernel for the operands that bits say move, the last one lowest. */
function lineKernel(machine: Machine, program: Program, bits: number, count: number, whole: boolean): Kernel {
  const moves = Array.from({ length: count }, (_, k) => ((bits >>> (count - 1 - k)) & 1) === 1);
  return kernelOf(machine, MAP, program, moves, whole, (f, all) => kernel(f, program, all));
}

function kernel(f: Fn, program: Program, all: Operands): void {
  const { types } = all,
    first = program.inputs.length;
  overRows(f, all, (pointers, left) =>
    f.step(() => {
      const results = print(f, program, loadAll(f, pointers, all, first), all.formats);
      results.forEach((result, j) => store(f, all, types[first + j]!, result, pointers[first + j]!, left));
    }),
  );
}
