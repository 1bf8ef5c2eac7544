/** The greatest or least of a program's results, in the lanes of their type: along rows, and down columns, 16 side by side. In any order they are the same. */
import { type Arithmetic, arithmeticOf, type DType, type Program } from "@evenkeel/core";
import { F64, I32, V128, d2, doDown, f32, f4, f64, get, i32, i4, inc, select, set, v, type Code, type Fn } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { print } from "../print.js";
import { LANES } from "../types.js";
import { loadAll, overRows, store, wordLocal } from "./lanes.js";
import { ELEMENTS, SPARE, STEP, TERMS, launch, type Launch, type Operands } from "./launch.js";
import { prepareMasks } from "./sumRows.js";
import type { Dimension } from "./walk.js";

export type Extreme = "max" | "min";

/** What reduce needs of one of them. */
export const extremes = (combine: Extreme) => ({
  none: (dtype: DType): number => noneOf(combine, dtype),
  alongRows: (...all: Along): void => alongRows(combine, ...all),
  downColumns: (...all: [...Along, line: Dimension]): void => downColumns(combine, ...all),
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
  launch(machine, `${combine}Rows`, program, {
    ...all,
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
  launch(machine, `${combine}Columns`, program, {
    ...all,
    grid,
    line,
    terms,
    spare: ELEMENTS,
    kernel: (f, operands) => columns(f, combine, program, operands),
  });
}

const laneBytes = (dtype: DType): number => (dtype === "float64" ? 8 : 4);

/** Stores the extreme of each row, and returns that of the last. */
function rows(f: Fn, combine: Extreme, program: Program, all: Operands): void {
  const inputs = program.inputs.length,
    dtype = all.types[inputs]!,
    bytes = laneBytes(dtype),
    lane = LANE[arithmeticOf(dtype)],
    none = lane.const(noneOf(combine, dtype));
  const best = f.localsOf(V128, (LANES * bytes) / 16);
  const mask = f.local(I32);
  const more = lane[combine];
  const turned = (words: readonly number[]): Code =>
    v.shuffle(
      get(best[0]!),
      get(best[0]!),
      words.flatMap((w) => [4 * w, 4 * w + 1, 4 * w + 2, 4 * w + 3]),
    );
  const first = get(best[0]!);
  const result = dtype === "float64" ? d2.lane(first, 0) : dtype === "int32" ? f64.fromI32(i4.lane(first, 0)) : f64.promote(f4.lane(first, 0));
  const to = (pointers: readonly number[]): Code => get(pointers[inputs]!);
  overRows(f, all, (pointers, left) => ({
    start: best.map((b) => set(b, none)),
    step: f.grab(() => {
      const [terms] = print(f, program, loadAll(f, pointers, all, inputs), all.formats);
      const missing = i32.sub(LANES, get(left));
      // 16 elements from the masks: a term that does not exist becomes the extreme of nothing.
      f.emit(set(mask, i32.add(get(0), select(i32.mul(missing, bytes), i32.const(0), i32.gtS(missing, 0)))));
      const present = (j: number): Code => v.bitselect(get(terms![j]!), none, v.load(get(mask), SPARE(all.types.length) + 16 * j));
      f.emit(best.map((b, j) => set(b, more(get(b), present(j)))));
    }),
    end: [
      best.slice(1).map((b) => set(best[0]!, more(first, get(b)))),
      set(best[0]!, more(first, turned([2, 3, 0, 1]))),
      bytes === 4 ? set(best[0]!, more(first, turned([1, 0, 3, 2]))) : [],
      dtype === "float64"
        ? f64.store(to(pointers), d2.lane(first, 0))
        : dtype === "int32"
          ? i32.store(to(pointers), i4.lane(first, 0))
          : f32.store(to(pointers), f4.lane(first, 0)),
    ],
  }));
  f.emit(result);
}

function columns(f: Fn, combine: Extreme, program: Program, all: Operands): void {
  const inputs = program.inputs.length,
    dtype = all.types[inputs]!,
    lane = LANE[arithmeticOf(dtype)];
  const count = wordLocal(f, TERMS);
  const steps = Array.from({ length: inputs }, (_, k) => wordLocal(f, STEP(k)));
  const at = f.localsOf(I32, inputs);
  const left = f.local(I32);
  const best = f.localsOf(V128, (LANES * laneBytes(dtype)) / 16);
  const term = f.grab(() => {
    const [terms] = print(f, program, loadAll(f, at, all, inputs), all.formats);
    f.emit(best.map((b, j) => set(b, lane[combine](get(b), get(terms![j]!)))));
    f.emit(at.map((p, k) => inc(p, get(steps[k]!))));
  });
  overRows(f, all, (pointers, side) => ({
    step: [
      best.map((b) => set(b, lane.const(noneOf(combine, dtype)))),
      at.map((p, k) => set(p, get(pointers[k]!))),
      set(left, get(count)),
      doDown(left, 1, term),
      f.grab(() => store(f, all, dtype, best, pointers[inputs]!, side)),
    ],
  }));
}
