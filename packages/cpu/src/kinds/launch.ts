/**
 * How map and reduce call their kernels. A kernel is given the address of a parameter block in scratch and goes over rows of a line of elements,
 * 16 at a time; all other dimensions, and what is too long for one call, are gone through here.
 */
import { bytesIn, type DType, programKey, type Program, type View } from "@evenkeel/core";
import { I32, type Fn } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { LANES } from "../types.js";
import type { Operands } from "./lanes.js";
import { each, moved, takeRows, type Dimension } from "./walk.js";

/** Elements of one call: a call that has begun in V8's first compiler ends in it, so calls are short. */
const CALL = 32768;

/** Words of the block: how many elements, rows and reduced terms; then six an operand. */
export const LENGTH = 0;
export const ROWS = 4;
export const TERMS = 8;
/** What a kernel may set: a total is beyond its type. */
export const FLAG = 12;
/** Of operand k: its address, what to add to that after a row, the bytes between two reduced terms, and its value if it is a number. */
export const POINTER = (k: number): number => 16 + 24 * k;
export const SKIP = (k: number): number => 20 + 24 * k;
export const STEP = (k: number): number => 24 + 24 * k;
export const VALUE = (k: number): number => 32 + 24 * k;
/** Where the kernel's own scratch begins, for that many operands, and the bytes of 16 elements of any type. */
export const SPARE = (operands: number): number => 16 + 24 * operands;
export const ELEMENTS = 8 * LANES;

export interface Launch {
  /** Inputs, then outputs. */
  readonly operands: readonly (View | number)[];
  readonly types: readonly DType[];
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
  readonly kernel: (f: Fn, operands: Operands) => void;
  readonly returns?: readonly number[];
}

/** The loops that are launched; a place in this list is part of a key. */
const LOOPS = ["map", "rows", "columns", "maxRows", "maxColumns", "minRows", "minColumns"] as const;
type Loop = (typeof LOOPS)[number];

/** Answers whether a kernel has set the flag. */
export function launch(machine: Machine, kind: Loop, program: Program, l: Launch): boolean {
  const { operands, types, grid, line, terms } = l;
  const moves = line.strides.map((stride) => stride !== 0);
  const run = machine.kernel(keyOf(kind, program, moves), [I32], l.returns ?? [], (f) => l.kernel(f, { types, moves, float64: machine.float64 }));
  const rows = takeRows(grid, operands.length);
  const work = CALL / (terms?.size ?? 1);
  const most = l.most ?? LANES * Math.max(1, Math.floor(work / LANES));
  const together = Math.max(1, Math.floor(work / line.size));
  const spare = SPARE(operands.length);
  const base = machine.scratch(spare + (l.spare ?? 0));
  const { i32 } = machine.memory;
  const write = (offset: number, value: number): void => void (i32[(base + offset) / 4] = value);
  const addresses = operands.map((o, k) => {
    // Pointers move by whole steps; after a row they go on from where it began.
    const type = types[k]!;
    write(SKIP(k), rows.strides[k]! - (moves[k] ? bytesIn(type) * LANES * Math.ceil(line.size / LANES) : 0));
    if (terms) write(STEP(k), terms.strides[k]!);
    if (typeof o !== "number") return machine.address(o, type);
    machine.put(base + VALUE(k), type, o);
    return base + VALUE(k);
  });
  if (terms) write(TERMS, terms.size);
  write(FLAG, 0);
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
  return i32[(base + FLAG) / 4] === 1;
}

const keys = new WeakMap<Program, Map<number | string, string>>();

/** The key of a kernel; remembered, for making it takes longer than a small kernel's run. */
function keyOf(kind: Loop, program: Program, moves: readonly boolean[]): string {
  // Up to 40 operands are bits of a number, below the place of the kind.
  const variant = moves.length > 40 ? kind + moves : moves.reduce((bits, move) => 2 * bits + +move, 1 + LOOPS.indexOf(kind));
  let known = keys.get(program);
  if (!known) keys.set(program, (known = new Map()));
  let key = known.get(variant);
  if (key === undefined) known.set(variant, (key = `${kind} ${moves.map(Number).join("")} ${programKey(program)}`));
  return key;
}
