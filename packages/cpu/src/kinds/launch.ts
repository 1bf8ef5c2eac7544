/**
 * How map and reduce call their kernels. A kernel is given the address of a parameter block in scratch and goes over rows of a line of elements,
 * 16 at a time; all other dimensions, and what is too long for one call, are gone through here.
 */
import { programKey, type Program, type View } from "@evenkeel/core";
import { I32, type Fn } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { VECTORS } from "../print.js";
import { each, moved, takeRows, type Dimension } from "./walk.js";

/** Elements of one step of a kernel's loop, and their bytes. */
export const LANES = 4 * VECTORS;
export const BYTES = 4 * LANES;
/** Elements of one call: a call that has begun in V8's first compiler ends in it, so calls are short. */
const CALL = 32768;

/** Words of the block: how many elements, rows and reduced terms; then four an operand. */
export const LENGTH = 0;
export const ROWS = 4;
export const TERMS = 8;
/** Of operand k: its address, what to add to that after a row, the bytes between two reduced terms, and its value if it is a number. */
export const POINTER = (k: number): number => 16 + 16 * k;
export const SKIP = (k: number): number => 20 + 16 * k;
export const STEP = (k: number): number => 24 + 16 * k;
export const VALUE = (k: number): number => 28 + 16 * k;
/** Where the kernel's own scratch begins, for that many operands. */
export const SPARE = (operands: number): number => 16 + 16 * operands;

export interface Launch {
  /** Inputs, then outputs. */
  readonly operands: readonly (View | number)[];
  /** The dimension that kernels take 16 elements a step: each operand goes along it by single elements, or repeats. */
  readonly line: Dimension;
  /** The dimensions outside of it. */
  readonly grid: Dimension[];
  readonly terms?: Dimension;
  /** Bytes that the kernel needs for itself, and what to do with them first. */
  readonly spare?: number;
  readonly prepare?: (address: number) => void;
  /** At most so many elements of the line in a call, if it is not to be what suits V8. */
  readonly most?: number;
  /** Is told what the calls for one row (or several that are shorter than a call) have returned, and where the operands are. */
  readonly finish?: (results: readonly number[], addresses: readonly number[]) => void;
  /** Writes the kernel, given which operands go along the line. */
  readonly kernel: (f: Fn, moves: readonly boolean[]) => void;
  readonly returns?: readonly number[];
}

export function launch(machine: Machine, kind: string, program: Program, l: Launch): void {
  const { operands, grid, line, terms } = l;
  const moves = line.strides.map((stride) => stride !== 0);
  const run = machine.kernel(keyOf(kind, program, moves), [I32], l.returns ?? [], (f) => l.kernel(f, moves));
  const rows = takeRows(grid, operands.length);
  const work = CALL / (terms?.size ?? 1);
  const most = l.most ?? LANES * Math.max(1, Math.floor(work / LANES));
  const together = Math.max(1, Math.floor(work / line.size));
  const spare = SPARE(operands.length);
  const base = machine.scratch(spare + (l.spare ?? 0));
  const { f32, i32 } = machine.memory;
  const write = (offset: number, value: number): void => void (i32[(base + offset) / 4] = value);
  const addresses = operands.map((o, k) => {
    // Pointers move by whole steps; after a row they go on from where it began.
    write(SKIP(k), 4 * rows.strides[k]! - (moves[k] ? BYTES * Math.ceil(line.size / LANES) : 0));
    if (terms) write(STEP(k), 4 * terms.strides[k]!);
    if (typeof o !== "number") return machine.address(o);
    f32[(base + VALUE(k)) / 4] = o;
    return base + VALUE(k);
  });
  if (terms) write(TERMS, terms.size);
  l.prepare?.(base + spare);
  each(grid, addresses, (point) => {
    for (let r = 0; r < rows.size; r += together) {
      const first = moved(point, rows, r);
      const results: number[] = [];
      write(ROWS, Math.min(together, rows.size - r));
      for (let i = 0; i < line.size; i += most) {
        write(LENGTH, Math.min(most, line.size - i));
        moved(first, line, i).forEach((address, k) => write(POINTER(k), address));
        results.push(run(base));
      }
      l.finish?.(results, first);
    }
  });
}

const keys = new WeakMap<Program, Map<number | string, string>>();

/** The key of a kernel; remembered, for making it takes longer than a small kernel's run. */
function keyOf(kind: string, program: Program, moves: readonly boolean[]): string {
  // Up to 40 operands are bits of a number, below a letter of the kind.
  const variant = moves.length > 40 ? kind + moves : moves.reduce((bits, move) => 2 * bits + +move, kind.charCodeAt(0));
  let known = keys.get(program);
  if (!known) keys.set(program, (known = new Map()));
  let key = known.get(variant);
  if (key === undefined) known.set(variant, (key = `${kind} ${moves.map(Number).join("")} ${programKey(program)}`));
  return key;
}
