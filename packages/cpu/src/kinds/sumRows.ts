/** Sums along rows: the 8 running sums of the order of additions are four float64 vectors. Blocks are combined in JavaScript. */
import { BLOCK, type Program } from "@evenkeel/core";
import { F64, I32, simd, V128, d2, f32, f64, get, i32, promote, select, set, v, type Code, type Fn } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { print } from "../print.js";
import { LANES, VECTORS } from "../types.js";
import { loadAll, overRows, type Operands } from "./lanes.js";
import { SPARE, launch, type Launch } from "./launch.js";
import type { Dimension } from "./walk.js";

export function sumRows(machine: Machine, program: Program, all: Pick<Launch, "operands" | "types">, grid: Dimension[], term: Dimension): void {
  launch(machine, "rows", program, {
    ...all,
    grid,
    line: term,
    most: BLOCK,
    spare: 8 * LANES,
    // 16 words of ones, then 16 of zeros.
    prepare: (masks) => machine.memory.i32.fill(-1, masks / 4, masks / 4 + LANES).fill(0, masks / 4 + LANES, masks / 4 + 2 * LANES),
    returns: [F64],
    kernel: (f, operands) => kernel(f, program, operands),
    finish: (sums, addresses) => {
      if (sums.length > 1) machine.memory.f32[addresses[program.inputs.length]! / 4] = pairwise(sums);
    },
  });
}

function pairwise(sums: readonly number[]): number {
  let left = 1;
  while (2 * left < sums.length) left *= 2;
  return sums.length === 1 ? sums[0]! : pairwise(sums.slice(0, left)) + pairwise(sums.slice(left));
}

/** Stores the sum of each row, rounded, and returns that of the last, which is not. */
function kernel(f: Fn, program: Program, all: Operands): void {
  const sums = f.localsOf(V128, 4);
  const mask = f.local(I32);
  const total = f.local(F64);
  const both = (sum: number): Code => f64.add(d2.lane(get(sum), 0), d2.lane(get(sum), 1));
  const inputs = program.inputs.length;
  overRows(f, all, (pointers, left) => ({
    start: sums.map((sum) => set(sum, d2.const(0))),
    step: f.grab(() => {
      const [terms] = print(f, program, loadAll(f, pointers, all, inputs));
      const missing = i32.sub(LANES, get(left));
      // 16 words from the masks: a term that does not exist becomes 0, which changes no sum, for none is ever −0.
      f.emit(set(mask, i32.add(get(0), select(i32.shl(missing, 2), i32.const(0), i32.gtS(missing, 0)))));
      const present = simd(f, VECTORS).map((j) => v.and(get(terms![j]!), v.load(get(mask), SPARE(all.types.length) + 16 * j)));
      f.emit(promote(simd(f, 2 * VECTORS), present).map((x, j) => set(sums[j % 4]!, d2.add(get(sums[j % 4]!), get(x)))));
    }),
    end: [
      set(total, f64.add(f64.add(both(sums[0]!), both(sums[1]!)), f64.add(both(sums[2]!), both(sums[3]!)))),
      f32.store(get(pointers[inputs]!), f32.demote(get(total))),
    ],
  }));
  f.emit(get(total));
}
