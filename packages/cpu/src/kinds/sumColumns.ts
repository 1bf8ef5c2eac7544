/**
 * Sums down columns, 16 side by side. Running sum s of block b takes terms 16384·b + s, + 8, …: one after the other, each in eight float64 vectors.
 * They are combined as they come: after an even number of them the last two of equal size become one, which is the order of additions. Of float64
 * there is one block, and what additions lose goes along.
 */
import { arithmeticOf, BLOCK, LANES as SUMS, type Program, typeOf } from "@evenkeel/core";
import { I32, block, br, brIf, d2, get, i32, inc, loop, select, set, tee, v, type Code, type Fn } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { print } from "../print.js";
import { convert, LANES, VECTORS } from "../types.js";
import { accumulate, cleared, flagged, settled, sumsOf } from "./accumulate.js";
import { loadAll, overRows, store, wordLocal } from "./lanes.js";
import { ELEMENTS, SPARE, STEP, SUM_COLUMNS, TERMS, launch, type Launch, type Operands } from "./launch.js";
import type { Finishing } from "./finish.js";
import { firstOutput } from "./sumRows.js";
import type { Dimension } from "./walk.js";

/** How many partial sums wait at most: one for each bit of the number of running sums. */
const DEPTH = 24;

/** Answers whether a sum is beyond its type. */
export function sumColumns(
  machine: Machine,
  program: Program,
  all: Pick<Launch, "operands" | "types">,
  grid: Dimension[],
  terms: Dimension,
  line: Dimension,
  finishing: Finishing | null,
): boolean {
  return launch(machine, SUM_COLUMNS, program, {
    operands: all.operands,
    types: all.types,
    grid,
    line,
    terms,
    spare: ELEMENTS + DEPTH * 2 * ELEMENTS * program.outputs.length,
    kernel: (f, operands) => kernel(f, program, operands, finishing),
  });
}

function kernel(f: Fn, program: Program, all: Operands, finishing: Finishing | null): void {
  const inputs = program.inputs.length,
    out = firstOutput(program, all),
    dtype = all.types[out]!,
    lanes = typeOf(program, program.outputs[0]!),
    compensated = dtype === "float64";
  const waiting = i32.add(get(0), SPARE(all.types.length) + ELEMENTS);
  const count = wordLocal(f, TERMS);
  const steps = Array.from({ length: inputs }, (_, k) => wordLocal(f, STEP(k)));
  const at = f.localsOf(I32, inputs);
  const [first, left, sum, pairs, top] = f.localsOf(I32, 5) as [number, number, number, number, number];
  const kept = sumsOf(f, 2 * VECTORS * program.outputs.length, compensated);
  const { sums, lost } = kept;
  /** 16 sums of each term, and behind them what they lost. */
  const half = ELEMENTS * program.outputs.length,
    partial = compensated ? 2 * half : half;
  const addTerm = f.grab(() => {
    const terms = print(f, program, loadAll(f, at, all, inputs), all.formats);
    f.emit(terms.map((term, t) => convert(f, term, arithmeticOf(lanes), "float64").map((x, j) => accumulate(f, kept, 2 * VECTORS * t + j, get(x)))));
    f.emit(at.map((p, k) => inc(p, i32.shl(get(steps[k]!), 3))));
  });
  /** Adds the sums that wait last to these, until a condition holds. */
  const addWaiting = (done: Code, next: Code): Code =>
    block(
      loop(
        brIf(1, done),
        inc(top, -partial),
        lost?.map((c, j) => set(c, d2.add(v.load(get(top), half + 16 * j), get(c)))) ?? [],
        sums.map((_, j) => accumulate(f, kept, j, v.load(get(top), 16 * j))),
        next,
        br(0),
      ),
    );
  const end = i32.mul(i32.add(i32.shrU(get(sum), 3), 1), BLOCK);
  const blocks: Code = compensated ? get(count) : select(end, get(count), i32.ltU(end, get(count)));
  const more = i32.ltU(get(first), get(count));
  const runningSum = (pointers: readonly number[]): Code => [
    cleared(kept),
    at.map((p, k) => set(p, i32.add(get(pointers[k]!), i32.mul(get(first), get(steps[k]!))))),
    // One term in 8, from the first on to the end of the block or of all.
    set(left, i32.shrU(i32.add(i32.sub(blocks, get(first)), SUMS - 1), 3)),
    loop(addTerm, brIf(0, tee(left, i32.sub(get(left), 1)))),
    inc(sum, 1),
    set(pairs, get(sum)),
    addWaiting(i32.and(get(pairs), 1), set(pairs, i32.shrU(get(pairs), 1))),
    sums.map((s, j) => v.store(get(top), get(s), 16 * j)),
    lost?.map((c, j) => v.store(get(top), get(c), half + 16 * j)) ?? [],
    inc(top, partial),
    compensated ? set(first, get(sum)) : set(first, i32.add(i32.mul(i32.shrU(get(sum), 3), BLOCK), i32.and(get(sum), SUMS - 1))),
    brIf(0, compensated ? i32.and(more, i32.ltU(get(sum), SUMS)) : more),
  ];
  overRows(f, all, (pointers, columns) => ({
    step: [
      set(sum, i32.const(0)),
      set(first, i32.const(0)),
      set(top, waiting),
      loop(runningSum(pointers)),
      inc(top, -partial),
      addWaiting(i32.leU(get(top), waiting), []),
      dtype === "int32" ? beyond(sums, columns) : [],
      f.grab(() => {
        const whole = settled(kept).map((x, j) => set(sums[j]!, x));
        f.emit(whole);
        const results = finishing
          ? finishing.columns(f, program, sums, pointers.slice(inputs, out), all)
          : [convert(f, sums, "float64", arithmeticOf(dtype))];
        results.forEach((x, k) => store(f, all, dtype, x, pointers[out + k]!, columns));
      }),
    ],
  }));
}

/** Sets the flag if one of the sums that there are is no int32: one bit for each. */
function beyond(sums: readonly number[], columns: number): Code {
  const outside = (s: number): Code => v.or(d2.lt(d2.const(2 ** 31 - 1), get(s)), d2.lt(get(s), d2.const(-(2 ** 31))));
  const bits = sums.map((s, j) => i32.shl(d2.bitmask(outside(s)), 2 * j)).reduce((a, b) => i32.or(a, b));
  const there = i32.sub(i32.shl(i32.const(1), select(get(columns), i32.const(LANES), i32.ltU(get(columns), LANES))), 1);
  return flagged(i32.and(bits, there));
}
