/**
 * How map and reduce call their kernels. A kernel is given the address of a parameter block in scratch and goes over rows of a line of elements,
 * 16 at a time; all other dimensions, and what is too long for one call, are gone through here.
 */
import { bytesIn, type DType, programKey, type Program, typeOf, type View } from "@evenkeel/core";
import { I32, type Fn } from "../emit/index.js";
import type { Kernel, Machine } from "../machine.js";
import { LANES, type Formats } from "../types.js";
import { each, moved, takeRows, type Dimension } from "./walk.js";

/** Elements of one call: a call that has begun in V8's first compiler ends in it, so calls are short. */
export const CALL = 32768;

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

/** The operands of a kernel: inputs, then outputs. */
export interface Operands {
  readonly types: readonly DType[];
  /** Whether an operand goes along the line, or repeats. */
  readonly moves: readonly boolean[];
  readonly formats: Formats;
  /** Whether every step has 16 elements. */
  readonly whole: boolean;
  /** Where the kernel's own scratch begins. */
  readonly spare: number;
}

/** A launch is written out, property by property: V8 is slow where some are added to a copy of others, and a launch is small work. */
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
  /** The kernel, if its key is not that of the program alone. */
  readonly run?: Kernel;
}

/** The loops that are launched, as they stand in a key. */
export const MAP = 1,
  SUM_ROWS = 2,
  SUM_COLUMNS = 3,
  TOTALS = 4,
  MAX_ROWS = 5,
  MAX_COLUMNS = 6,
  MIN_ROWS = 7,
  MIN_COLUMNS = 8,
  STAGES = 9;

/** Answers whether a kernel has set the flag. */
export function launch(machine: Machine, kind: number, program: Program, l: Launch): boolean {
  const { operands, types, grid, line, terms } = l,
    count = operands.length;
  const moves = line.strides.map((stride) => stride !== 0);
  const run = l.run ?? kernelOf(machine, kind, program, moves, isWhole(line.size), l.kernel, l.returns, l);
  const rows = takeRows(grid, count);
  const work = CALL / (terms?.size ?? 1);
  const most = l.most ?? LANES * Math.max(1, Math.floor(work / LANES));
  const together = Math.max(1, Math.floor(work / line.size));
  const spare = SPARE(count);
  const base = machine.scratch(spare + (l.spare ?? 0));
  const { i32 } = machine.memory,
    words = base >>> 2;
  const addresses: number[] = [];
  for (let k = 0; k < count; k++) {
    const type = types[k]!,
      o = operands[k]!;
    // Pointers move by whole steps; after a row they go on from where it began.
    i32[words + SKIP(k) / 4] = rows.strides[k]! - (moves[k] ? bytesIn(type) * LANES * Math.ceil(line.size / LANES) : 0);
    if (terms) i32[words + STEP(k) / 4] = terms.strides[k]!;
    addresses.push(typeof o === "number" ? valueAt(machine, base, k, type, o) : machine.address(o, type));
  }
  if (terms) i32[words + TERMS / 4] = terms.size;
  i32[words + FLAG / 4] = 0;
  l.prepare?.(base + spare);
  each(grid, addresses, (point) => {
    for (let r = 0; r < rows.size; r += together) {
      const first = moved(point, rows, r);
      const results: number[] = [];
      i32[words + ROWS / 4] = Math.min(together, rows.size - r);
      for (let i = 0; i < line.size; i += most) {
        i32[words + LENGTH / 4] = Math.min(most, line.size - i);
        for (let k = 0; k < count; k++) i32[words + POINTER(k) / 4] = first[k]! + i * line.strides[k]!;
        results.push(run(base));
      }
      l.finish?.(results, first);
    }
  });
  return i32[words + FLAG / 4] === 1;
}

/** Writes the value of operand k, a number, and answers where it is. */
export function valueAt(machine: Machine, base: number, k: number, type: DType, value: number): number {
  machine.put(base + VALUE(k), type, value);
  return base + VALUE(k);
}

/** What is remembered of a program, for making it takes longer than a small kernel's run: the types of its inputs and outputs, and keys. */
export interface Known {
  readonly types: readonly DType[];
  readonly keys: Map<number | string, string>;
}
const programs = new WeakMap<Program, Known>();
export function known(program: Program): Known {
  let k = programs.get(program);
  if (!k) programs.set(program, (k = { types: typesOf(program), keys: new Map() }));
  return k;
}

function typesOf(program: Program): readonly DType[] {
  const { inputs, outputs, finish } = program;
  return finish ? [...inputs, ...typesOf(finish).slice(outputs.length)] : [...inputs, ...outputs.map((i) => typeOf(program, i))];
}

/** Whether a line is steps of 16 elements and no rest. */
export const isWhole = (size: number): boolean => size % LANES === 0;
/** A loop, and whether its steps are whole. */
export const loopOf = (kind: number, whole: boolean): number => 2 * kind + +whole;
/** Which operands move, in one loop: for up to 30 of them as bits of a number, below the place of the loop. */
const variantOf = (of: number, moves: readonly boolean[]): number | string =>
  moves.length > BITS ? `${of}${moves}` : moves.reduce((bits, move) => 2 * bits + +move, of);
export const BITS = 30;

/** The key of the kernel of a loop around a program. */
export function keyOf(program: Program, variant: number | string, { keys } = known(program)): string {
  let key = keys.get(variant);
  if (key === undefined) keys.set(variant, (key = `${variant} ${programKey(program)}`));
  return key;
}

/** The kernel of a loop around a program. */
export function kernelOf(
  machine: Machine,
  kind: number,
  program: Program,
  moves: readonly boolean[],
  whole: boolean,
  build: Launch["kernel"],
  returns: readonly number[] = [],
  { types }: { readonly types: readonly DType[] } = known(program),
): Kernel {
  return machine.kernel(keyOf(program, variantOf(loopOf(kind, whole), moves)), [I32], returns, (f) =>
    build(f, { types, moves, whole, formats: machine.formats, spare: SPARE(types.length) }),
  );
}
