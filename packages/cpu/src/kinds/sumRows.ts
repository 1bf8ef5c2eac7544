/** Sums along rows: the 8 running sums of the order of additions are four float64 vectors. Blocks are combined in JavaScript. */
import { arithmeticOf, BLOCK, bytesIn, type Program } from "@evenkeel/core";
import { F64, I32, V128, d2, f32, f64, get, i32, select, set, shuffleHigh, v, type Fn } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { print } from "../print.js";
import { convert, LANES } from "../types.js";
import { accumulate, beyondInt32, cleared, flagged, join, settled, sumsOf } from "./accumulate.js";
import { loadAll, overRows } from "./lanes.js";
import { SPARE, launch, type Launch, type Operands } from "./launch.js";
import type { Dimension } from "./walk.js";

/** Answers whether a sum is beyond its type. */
export function sumRows(machine: Machine, program: Program, all: Pick<Launch, "operands" | "types">, grid: Dimension[], term: Dimension): boolean {
  const out = all.types.length - 1,
    dtype = all.types[out]!;
  let beyond = false;
  const flag = launch(machine, "rows", program, {
    ...all,
    grid,
    line: term,
    // Compensated sums need no blocks, and are not handed from call to call.
    most: dtype === "float64" ? Infinity : BLOCK,
    spare: 2 * LANES * bytesIn(dtype),
    prepare: (masks) => prepareMasks(machine, masks, bytesIn(dtype)),
    returns: [F64],
    kernel: (f, operands) => kernel(f, program, operands),
    finish: (sums, addresses) => {
      if (sums.length === 1) return;
      const total = pairwise(sums);
      beyond ||= dtype === "int32" && (total > 2 ** 31 - 1 || total < -(2 ** 31));
      machine.put(addresses[out]!, dtype, total);
    },
  });
  // Of several blocks only the whole counts.
  return term.size > BLOCK ? beyond : flag;
}

/** 16 elements of ones, then 16 of zeros. */
export const prepareMasks = (machine: Machine, at: number, bytes: number): void =>
  void machine.memory.u8.fill(255, at, at + LANES * bytes).fill(0, at + LANES * bytes, at + 2 * LANES * bytes);

function pairwise(sums: readonly number[]): number {
  let left = 1;
  while (2 * left < sums.length) left *= 2;
  return sums.length === 1 ? sums[0]! : pairwise(sums.slice(0, left)) + pairwise(sums.slice(left));
}

/** Stores the sum of each row, rounded, and returns that of the last, which is not. */
function kernel(f: Fn, program: Program, all: Operands): void {
  const inputs = program.inputs.length,
    dtype = all.types[inputs]!,
    bytes = bytesIn(dtype);
  const kept = sumsOf(f, 4, dtype === "float64");
  const mask = f.local(I32);
  const total = f.local(F64);
  overRows(f, all, (pointers, left) => ({
    start: cleared(kept),
    step: f.grab(() => {
      const [terms] = print(f, program, loadAll(f, pointers, all, inputs), all.formats);
      const missing = i32.sub(LANES, get(left));
      // 16 elements from the masks: a term that does not exist becomes 0, which changes no sum, for none is ever −0.
      f.emit(set(mask, i32.add(get(0), select(i32.mul(missing, bytes), i32.const(0), i32.gtS(missing, 0)))));
      const present = terms!.map((t, j) => {
        const local = f.local(V128);
        f.emit(set(local, v.and(get(t), v.load(get(mask), SPARE(all.types.length) + 16 * j))));
        return local;
      });
      f.emit(convert(f, present, arithmeticOf(dtype), "float64").map((x, j) => accumulate(f, kept, j % 4, get(x))));
    }),
    end: [
      // Each vector's second sum into its first, then pairs of vectors.
      kept.sums.map((_, j) => join(f, kept, j, j, shuffleHigh)),
      join(f, kept, 0, 1),
      join(f, kept, 2, 3),
      join(f, kept, 0, 2),
      set(total, d2.lane(settled(kept)[0]!, 0)),
      dtype === "float64"
        ? f64.store(get(pointers[inputs]!), get(total))
        : dtype === "int32"
          ? [flagged(beyondInt32(total)), i32.store(get(pointers[inputs]!), f64.toI32(get(total)))]
          : f32.store(get(pointers[inputs]!), f32.demote(get(total))),
    ],
  }));
  f.emit(get(total));
}
