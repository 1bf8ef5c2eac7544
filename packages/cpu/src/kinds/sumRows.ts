/** Sums along rows: the 8 running sums of the order of additions are four float64 vectors. Blocks are combined in JavaScript. */
import { arithmeticOf, BLOCK, bytesIn, type DType, type Program, typeOf, type View } from "@evenkeel/core";
import { F64, I32, V128, d2, f32, f64, get, i32, select, set, f4, shuffleHigh, simd, v, type Code, type Fn } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { evaluate, print, wordsOf } from "../print.js";
import { convert, LANES } from "../types.js";
import { accumulate, beyondInt32, cleared, flagged, join, settled, sumsOf } from "./accumulate.js";
import { loadAll, overRows } from "./lanes.js";
import { SPARE, launch, type Launch, type Operands } from "./launch.js";
import { map } from "./map.js";
import type { Dimension } from "./walk.js";

/** Answers whether a sum is beyond its type. */
export function sumRows(machine: Machine, program: Program, all: Pick<Launch, "operands" | "types">, grid: Dimension[], term: Dimension): boolean {
  const { finish } = program,
    out = firstOutput(program, all),
    dtype = all.types[out]!;
  if (finish && dtype !== "float64" && term.size > BLOCK) {
    longRows(machine, program, finish, all, grid, term);
    return false;
  }
  let beyond = false;
  const flag = launch(machine, "rows", program, {
    ...all,
    grid,
    line: term,
    // Compensated sums need no blocks, and are not handed from call to call.
    most: dtype === "float64" ? Infinity : BLOCK,
    ...masks(machine, program),
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

/** Totals of several blocks, of each term on its own, and what becomes of them. */
function longRows(machine: Machine, program: Program, finish: Program, all: Pick<Launch, "operands" | "types">, grid: Dimension[], term: Dimension): void {
  const out = firstOutput(program, all),
    rows: { readonly to: View[]; readonly totals: number[] }[] = [];
  program.outputs.forEach((output, t) => {
    const alone: Program = { inputs: program.inputs, steps: program.steps, outputs: [output] };
    let row = 0;
    launch(machine, "totals", alone, {
      ...all,
      grid: [...grid],
      line: term,
      most: BLOCK,
      ...masks(machine, program),
      kernel: (f, operands) => kernel(f, alone, operands, false),
      finish: (sums, addresses) => {
        rows[row] ??= { to: addresses.slice(out).map((at, k) => viewAt(machine, all, out + k, at)), totals: [] };
        rows[row++]!.totals[t] = pairwise(sums);
      },
    });
  });
  // Scratch is the loops' until they have ended.
  for (const { to, totals } of rows) finishAll(machine, finish, 1, [...totals, ...all.operands.slice(program.inputs.length, out)], to);
}

/** Output k from an address on. */
function viewAt(machine: Machine, { operands, types }: Pick<Launch, "operands" | "types">, k: number, address: number): View {
  const view = operands[k] as View,
    type = types[k]!;
  return { ...view, offset: view.offset + (address - machine.address(view, type)) / bytesIn(type) };
}

const masks = (machine: Machine, program: Program): Pick<Launch, "spare" | "prepare" | "returns"> => {
  const bytes = bytesIn(typeOf(program, program.outputs[0]!));
  return { spare: 2 * LANES * bytes, prepare: (at) => prepareMasks(machine, at, bytes), returns: [F64] };
};

const firstOutput = ({ finish }: Program, { types }: Pick<Launch, "types">): number => types.length - (finish ? finish.outputs.length : 1);

/** The results of one total, so many times. */
export const finishAll = (machine: Machine, finish: Program, size: number, inputs: readonly (View | number)[], outputs: readonly View[]): null =>
  map(machine, { kind: "map", program: finish, shape: [size], inputs, outputs: outputs.map((o) => ({ ...o, strides: [1] })) });

/** 16 elements of ones, then 16 of zeros. */
export const prepareMasks = (machine: Machine, at: number, bytes: number): void =>
  void machine.memory.u8.fill(255, at, at + LANES * bytes).fill(0, at + LANES * bytes, at + 2 * LANES * bytes);

function pairwise(sums: readonly number[]): number {
  let left = 1;
  while (2 * left < sums.length) left *= 2;
  return sums.length === 1 ? sums[0]! : pairwise(sums.slice(0, left)) + pairwise(sums.slice(left));
}

/** Stores what each row gives, and returns the sum of the last (of its only term), which is not rounded. */
function kernel(f: Fn, program: Program, all: Operands, stores = true): void {
  const { finish } = program,
    inputs = program.inputs.length,
    out = firstOutput(program, all),
    dtype = all.types[out]!,
    lanes = typeOf(program, program.outputs[0]!),
    bytes = bytesIn(lanes);
  const kept = program.outputs.map(() => sumsOf(f, 4, dtype === "float64"));
  const mask = f.local(I32);
  const totals = kept.map(() => f.local(F64));
  const total = totals[0]!;
  overRows(f, all, (pointers, left) => ({
    start: kept.map(cleared),
    step: f.grab(() => {
      const terms = print(f, program, loadAll(f, pointers, all, inputs), all.formats);
      const missing = i32.sub(LANES, get(left));
      // 16 elements from the masks: a term that does not exist becomes 0, which changes no sum, for none is ever −0.
      f.emit(set(mask, i32.add(get(0), select(i32.mul(missing, bytes), i32.const(0), i32.gtS(missing, 0)))));
      terms.forEach((term, t) => {
        const present = term.map((x, j) => {
          const local = f.local(V128);
          f.emit(set(local, v.and(get(x), v.load(get(mask), SPARE(all.types.length) + 16 * j))));
          return local;
        });
        f.emit(convert(f, present, arithmeticOf(lanes), "float64").map((x, j) => accumulate(f, kept[t]!, j % 4, get(x))));
      });
    }),
    end: [
      kept.map((sums, t) => [
        // Each vector's second sum into its first, then pairs of vectors.
        sums.sums.map((_, j) => join(f, sums, j, j, shuffleHigh)),
        join(f, sums, 0, 1),
        join(f, sums, 2, 3),
        join(f, sums, 0, 2),
        set(totals[t]!, d2.lane(settled(sums)[0]!, 0)),
      ]),
      f.grab(() => {
        if (!stores) return;
        const results = finish ? finished(f, finish, totals, pointers.slice(inputs, out), all) : [dtype === "float32" ? f32.demote(get(total)) : get(total)];
        f.emit(results.map((x, k) => stored(dtype, get(pointers[out + k]!), x, total)));
      }),
    ],
  }));
  f.emit(get(total));
}

/** Stores a result; of whole numbers the total is the result. */
const stored = (dtype: DType, at: Code, x: Code, total: number): Code =>
  dtype === "float64"
    ? f64.store(at, x)
    : dtype === "int32"
      ? [flagged(beyondInt32(total)), i32.store(at, f64.toI32(x))]
      : f32.store(at, x);

/** What becomes of totals, in one vector each. */
function finished(f: Fn, { steps, outputs, inputs }: Program, totals: readonly number[], numbers: readonly number[], { formats }: Operands): Code[] {
  const s = simd(f, 1),
    single = simd(f, 1, f4);
  const values = [...totals.map((t) => s.splat(d2.splat(get(t)))), ...numbers.map((p) => s.splat(v.splat64(get(p))))];
  for (const { body, args, arithmetic, dtype } of steps) {
    const [x] = evaluate(s, body, (i) => values[args[i]!]!, wordsOf(formats, arithmetic)) as [number];
    values.push(dtype === "float64" ? [x] : s.map(() => d2.promote(get(single.map(() => f4.demote(get(x)))[0]!))));
  }
  return outputs.map((i) => {
    const x = d2.lane(get(values[i]![0]!), 0);
    return steps[i - inputs.length]!.dtype === "float64" ? x : f32.demote(x);
  });
}
