/** The greatest or least of a program's results, in the lanes of their type: along rows, and down columns, 16 side by side. In any order they are the same. */
import { type Arithmetic, arithmeticOf, type DType, type Program } from "@evenkeel/core";
import { F64, I32, V128, d2, doDown, f32, f4, f64, get, i32, i4, iff, inc, set, v, type Code, type Fn } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { print } from "../print.js";
import { LANES } from "../types.js";
import { loadAll, overRows, store, wordLocal } from "./lanes.js";
import { ELEMENTS, MAX_COLUMNS, MAX_ROWS, MIN_COLUMNS, MIN_ROWS, STEP, TERMS, launch, type Launch, type Operands } from "./launch.js";
import { prepareMasks } from "./sumRows.js";
import type { Dimension } from "./walk.js";

export type Extreme = "max" | "min";

/** What reduce needs of one of them. */
export const extremes = (combine: Extreme) => ({
  none: (dtype: DType): number => noneOf(combine, dtype),
  alongRows: (...all: Along): void => alongRows(combine, ...all),
  downColumns: (...all: [...Along, line: Dimension]): void => downColumns(combine, ...all),
  rows: (f: Fn, program: Program, all: Operands, over: typeof overRows): void => rows(f, combine, program, all, over),
});
type Along = [machine: Machine, program: Program, all: Given, grid: Dimension[], terms: Dimension];
type Given = Pick<Launch, "operands" | "types">;

/** The extreme of nothing. */
const noneOf = (combine: Extreme, dtype: DType): number =>
  arithmeticOf(dtype) === "int32" ? (combine === "max" ? -(2 ** 31) : 2 ** 31 - 1) : combine === "max" ? -Infinity : Infinity;
const LANE = { float32: f4, float64: d2, int32: i4 } as const satisfies Record<Arithmetic, unknown>;

function alongRows(combine: Extreme, machine: Machine, program: Program, all: Given, grid: Dimension[], term: Dimension): void {
  const out = all.types.length - 1,
    dtype = all.types[out]!,
    bytes = laneBytes(dtype);
  launch(machine, combine === "max" ? MAX_ROWS : MIN_ROWS, program, {
    operands: all.operands,
    types: all.types,
    grid,
    line: term,
    spare: 2 * LANES * bytes,
    prepare: (masks) => prepareMasks(machine, masks, bytes),
    returns: [F64],
    kernel: (f, operands) => rows(f, combine, program, operands),
    finish: (results, addresses) => {
      if (results.length > 1)
        machine.put(addresses[out]!, dtype, results.reduce(combine === "max" ? (a, b) => Math.max(a, b) : (a, b) => Math.min(a, b)));
    },
  });
}

function downColumns(combine: Extreme, machine: Machine, program: Program, all: Given, grid: Dimension[], terms: Dimension, line: Dimension): void {
  launch(machine, combine === "max" ? MAX_COLUMNS : MIN_COLUMNS, program, {
    operands: all.operands,
    types: all.types,
    grid,
    line,
    terms,
    spare: ELEMENTS,
    kernel: (f, operands) => columns(f, combine, program, operands),
  });
}

const laneBytes = (dtype: DType): number => (dtype === "float64" ? 8 : 4);

/**
 * What was met so far. Of floats pmax and pmin take one instruction where max and min take eight, but pass over NaN and give either zero; so
 * whether there was a NaN, and whether all signs (for min: any) were negative, is kept beside. One vector of these may serve several.
 */
interface Met {
  readonly best: readonly number[];
  readonly nans: readonly number[];
  readonly signs: readonly number[];
}
type Lane = (typeof LANE)[Arithmetic];
const isWhole = (lane: Lane): lane is typeof i4 => lane === i4;

/** All ones where a float is not itself. */
const isNaN = (lane: Lane, x: Code): Code => [x, x, 0xfd, lane === d2 ? 0x48 : 0x42];

function met(f: Fn, dtype: DType, shared: boolean): Met {
  const count = (LANES * laneBytes(dtype)) / 16,
    flags = arithmeticOf(dtype) === "int32" ? 0 : shared ? 1 : count;
  return { best: f.localsOf(V128, count), nans: f.localsOf(V128, flags), signs: f.localsOf(V128, flags) };
}
function begun({ best, nans, signs }: Met, combine: Extreme, dtype: DType): Code {
  const none = LANE[arithmeticOf(dtype)].const(noneOf(combine, dtype));
  return [best.map((b) => set(b, none)), nans.map((n) => set(n, i4.const(0))), signs.map((s) => set(s, i4.const(combine === "max" ? -1 : 0)))];
}
/** Signs of two. */
const both = (combine: Extreme): ((a: Code, b: Code) => Code) => (combine === "max" ? v.and : v.or);
function take({ best, nans, signs }: Met, combine: Extreme, lane: Lane, j: number, x: Code): Code {
  const flags = j % Math.max(1, nans.length);
  return [
    set(best[j]!, lane[`p${combine}`](get(best[j]!), x)),
    isWhole(lane) ? [] : [set(nans[flags]!, v.or(get(nans[flags]!), isNaN(lane, x))), set(signs[flags]!, both(combine)(get(signs[flags]!), x))],
  ];
}
/** A vector of results: a 0 has the sign that was kept, and all ones are a NaN. */
function settled(lane: Lane, best: Code, nans: Code, signs: Code): Code {
  return isWhole(lane) ? best : v.or(v.bitselect(v.and(signs, lane.const(-0)), best, lane.eq(best, lane.const(0))), nans);
}

/** Stores the extreme of each row, and returns that of the last. */
function rows(f: Fn, combine: Extreme, program: Program, all: Operands, over = overRows): void {
  const inputs = program.inputs.length,
    dtype = all.types[inputs]!,
    bytes = laneBytes(dtype),
    lane = LANE[arithmeticOf(dtype)],
    none = lane.const(noneOf(combine, dtype));
  const all16 = met(f, dtype, true),
    { best, nans, signs } = all16;
  const mask = f.local(I32);
  const turned = (x: Code, words: readonly number[]): Code =>
    v.shuffle(
      x,
      x,
      words.flatMap((w) => [4 * w, 4 * w + 1, 4 * w + 2, 4 * w + 3]),
    );
  const joined = (other: (x: number) => Code): Code => [
    set(best[0]!, lane[`p${combine}`](get(best[0]!), other(best[0]!))),
    nans.map((n) => set(n, v.or(get(n), other(n)))),
    signs.map((s) => set(s, both(combine)(get(s), other(s)))),
  ];
  const first = get(best[0]!);
  const to = (pointers: readonly number[]): Code => get(pointers[inputs]!);
  over(f, all, (pointers, left) => ({
    start: begun(all16, combine, dtype),
    ...f.step(() => {
      const [terms] = print(f, program, loadAll(f, pointers, all, inputs), all.formats);
      const present = terms!.map((x) => {
        const local = f.local(V128);
        f.emit(set(local, get(x)));
        return local;
      });
      // 16 elements from the masks: a term that does not exist becomes the extreme of nothing.
      const missing = i32.sub(LANES, get(left));
      if (!all.whole)
        f.emit(
          iff(i32.gtS(missing, 0), [
            set(mask, i32.add(get(0), i32.mul(missing, bytes))),
            present.map((x, j) => set(x, v.bitselect(get(x), none, v.load(get(mask), all.spare + 16 * j)))),
          ]),
        );
      f.emit(present.map((x, j) => take(all16, combine, lane, j, get(x))));
    }),
    end: [
      best.slice(1).map((b) => set(best[0]!, lane[`p${combine}`](first, get(b)))),
      joined((x) => turned(get(x), [2, 3, 0, 1])),
      bytes === 4 ? joined((x) => turned(get(x), [1, 0, 3, 2])) : [],
      set(best[0]!, settled(lane, first, nans.map(get), signs.map(get))),
      dtype === "float64"
        ? f64.store(to(pointers), d2.lane(first, 0))
        : dtype === "int32"
          ? i32.store(to(pointers), i4.lane(first, 0))
          : f32.store(to(pointers), f4.lane(first, 0)),
    ],
  }));
  f.emit(dtype === "float64" ? d2.lane(first, 0) : dtype === "int32" ? f64.fromI32(i4.lane(first, 0)) : f64.promote(f4.lane(first, 0)));
}

function columns(f: Fn, combine: Extreme, program: Program, all: Operands): void {
  const inputs = program.inputs.length,
    dtype = all.types[inputs]!,
    lane = LANE[arithmeticOf(dtype)];
  const count = wordLocal(f, TERMS);
  const steps = Array.from({ length: inputs }, (_, k) => wordLocal(f, STEP(k)));
  const at = f.localsOf(I32, inputs);
  const left = f.local(I32);
  const all16 = met(f, dtype, false),
    { best, nans, signs } = all16;
  const term = f.grab(() => {
    const [terms] = print(f, program, loadAll(f, at, all, inputs), all.formats);
    f.emit(terms!.map((x, j) => take(all16, combine, lane, j, get(x))));
    f.emit(at.map((p, k) => inc(p, get(steps[k]!))));
  });
  overRows(f, all, (pointers, side) => ({
    step: [
      begun(all16, combine, dtype),
      at.map((p, k) => set(p, get(pointers[k]!))),
      set(left, get(count)),
      doDown(left, 1, term),
      best.map((b, j) => set(b, settled(lane, get(b), nans[j] === undefined ? [] : get(nans[j]), signs[j] === undefined ? [] : get(signs[j])))),
      f.grab(() => store(f, all, dtype, best, pointers[inputs]!, side)),
    ],
  }));
}
