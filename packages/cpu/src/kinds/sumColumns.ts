/**
 * Sums down columns, 16 side by side. Running sum s of block b takes terms 16384·b + s, + 8, …: one after the other, each in eight float64 vectors.
 * They are combined as they come: after an even number of them the last two of equal size become one, which is the order of additions.
 */
import { BLOCK, LANES as SUMS, type Program } from "@evenkeel/core";
import {
  I32,
  simd,
  V128,
  block,
  br,
  brIf,
  d2,
  demote,
  f4,
  get,
  i32,
  inc,
  loop,
  promote,
  select,
  set,
  tee,
  v,
  type Code,
  type Fn,
} from "../emit/index.js";
import type { Machine } from "../machine.js";
import { print } from "../print.js";
import { VECTORS } from "../types.js";
import { loadAll, overRows, store, wordLocal, type Operands } from "./lanes.js";
import { ELEMENTS, SPARE, STEP, TERMS, launch, type Launch } from "./launch.js";
import type { Dimension } from "./walk.js";

/** Bytes of 16 sums, and how many of these wait at most: one for each bit of the number of running sums. */
const PARTIAL = ELEMENTS;
const DEPTH = 24;

export function sumColumns(
  machine: Machine,
  program: Program,
  all: Pick<Launch, "operands" | "types">,
  grid: Dimension[],
  terms: Dimension,
  line: Dimension,
): void {
  launch(machine, "columns", program, {
    ...all,
    grid,
    line,
    terms,
    spare: ELEMENTS + DEPTH * PARTIAL,
    kernel: (f, operands) => kernel(f, program, operands),
  });
}

function kernel(f: Fn, program: Program, all: Operands): void {
  const inputs = program.inputs.length;
  const waiting = i32.add(get(0), SPARE(all.types.length) + ELEMENTS);
  const count = wordLocal(f, TERMS);
  const steps = Array.from({ length: inputs }, (_, k) => wordLocal(f, STEP(k)));
  const at = f.localsOf(I32, inputs);
  const first = f.local(I32);
  const left = f.local(I32);
  const sum = f.local(I32);
  const pairs = f.local(I32);
  const top = f.local(I32);
  const sums = f.localsOf(V128, 2 * VECTORS);
  const addTerm = f.grab(() => {
    const [terms] = print(f, program, loadAll(f, at, all, inputs));
    f.emit(promote(simd(f, 2 * VECTORS), terms!).map((x, j) => set(sums[j]!, d2.add(get(sums[j]!), get(x)))));
    f.emit(at.map((p, k) => inc(p, i32.shl(get(steps[k]!), 3))));
  });
  /** Adds the sums that wait last to these, until a condition holds. */
  const addWaiting = (done: Code, next: Code): Code =>
    block(
      loop(
        brIf(1, done),
        inc(top, -PARTIAL),
        sums.map((s, j) => set(s, d2.add(v.load(get(top), 16 * j), get(s)))),
        next,
        br(0),
      ),
    );
  const end = i32.mul(i32.add(i32.shrU(get(sum), 3), 1), BLOCK);
  const runningSum = (pointers: readonly number[]): Code => [
    sums.map((s) => set(s, d2.const(0))),
    at.map((p, k) => set(p, i32.add(get(pointers[k]!), i32.mul(get(first), get(steps[k]!))))),
    // One term in 8, from the first on to the end of the block or of all.
    set(left, i32.shrU(i32.add(i32.sub(select(end, get(count), i32.ltU(end, get(count))), get(first)), SUMS - 1), 3)),
    loop(addTerm, brIf(0, tee(left, i32.sub(get(left), 1)))),
    inc(sum, 1),
    set(pairs, get(sum)),
    addWaiting(i32.and(get(pairs), 1), set(pairs, i32.shrU(get(pairs), 1))),
    sums.map((s, j) => v.store(get(top), get(s), 16 * j)),
    inc(top, PARTIAL),
    set(first, i32.add(i32.mul(i32.shrU(get(sum), 3), BLOCK), i32.and(get(sum), SUMS - 1))),
    brIf(0, i32.ltU(get(first), get(count))),
  ];
  overRows(f, all, (pointers, columns) => ({
    step: [
      set(sum, i32.const(0)),
      set(first, i32.const(0)),
      set(top, waiting),
      loop(runningSum(pointers)),
      inc(top, -PARTIAL),
      addWaiting(i32.leU(get(top), waiting), []),
      f.grab(() => store(f, "float32", demote(simd(f, VECTORS, f4), sums), pointers[inputs]!, columns, all.types.length)),
    ],
  }));
}
