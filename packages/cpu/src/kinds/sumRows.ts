/** Sums along rows: the 8 running sums of the order of additions are four float64 vectors. Blocks are combined in JavaScript. */
import { arithmeticOf, BLOCK, bytesIn, type DType, isHeavy, type Program, typeOf } from "@evenkeel/core";
import { F64, I32, d2, f32, f64, get, i32, select, set, shuffleHigh, simd, v, type Code, type Fn } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { print } from "../print.js";
import { convert, LANES } from "../types.js";
import { accumulate, beyondInt32, cleared, flagged, join, settled, sumsOf } from "./accumulate.js";
import type { Finishing } from "./finish.js";
import { loadAll, overRows, type Row } from "./lanes.js";
import { SUM_ROWS, launch, type Launch, type Operands } from "./launch.js";
import type { Dimension } from "./walk.js";

/** Answers whether a sum is beyond its type. */
export function sumRows(
  machine: Machine,
  program: Program,
  all: Pick<Launch, "operands" | "types">,
  grid: Dimension[],
  term: Dimension,
  finishing: Finishing | null,
): boolean {
  const { operands, types } = all,
    out = firstOutput(program, all),
    dtype = types[out]!,
    own = masks(machine, program);
  if (finishing && dtype !== "float64" && term.size > BLOCK) {
    finishing.longRows(machine, program, all, grid, term);
    return false;
  }
  let beyond = false;
  const flag = launch(machine, SUM_ROWS, program, {
    operands,
    types,
    grid,
    line: term,
    // Compensated sums need no blocks, and are not handed from call to call.
    most: dtype === "float64" ? Infinity : BLOCK,
    spare: own.spare,
    prepare: own.prepare,
    returns: own.returns,
    kernel: (f, operands) => rowsKernel(f, program, operands, finishing),
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

export const masks = (machine: Machine, program: Program): Required<Pick<Launch, "spare" | "prepare" | "returns">> => {
  const bytes = bytesIn(typeOf(program, program.outputs[0]!));
  return { spare: 2 * LANES * bytes, prepare: (at) => prepareMasks(machine, at, bytes), returns: [F64] };
};

export const firstOutput = ({ finish }: Program, { types }: Pick<Launch, "types">): number => types.length - (finish ? finish.outputs.length : 1);

/** 16 elements of ones, then 16 of zeros. */
export const prepareMasks = (machine: Machine, at: number, bytes: number): void =>
  void machine.memory.u8.fill(255, at, at + LANES * bytes).fill(0, at + LANES * bytes, at + 2 * LANES * bytes);

export function pairwise(sums: readonly number[]): number {
  let left = 1;
  while (2 * left < sums.length) left *= 2;
  return sums.length === 1 ? sums[0]! : pairwise(sums.slice(0, left)) + pairwise(sums.slice(left));
}

/** Stores what each row gives, and returns the sum of the last (of its only term), which is not rounded. `over` goes over rows, `print` prints terms. */
export function rowsKernel(f: Fn, program: Program, all: Operands, finishing: Finishing | null, over = overRows, printed = print): void {
  const inputs = program.inputs.length,
    out = firstOutput(program, all),
    dtype = all.types[out]!,
    lanes = typeOf(program, program.outputs[0]!),
    bytes = bytesIn(lanes);
  const kept = program.outputs.map(() => sumsOf(f, 4, dtype === "float64"));
  const mask = f.local(I32);
  const totals = kept.map(() => f.local(F64));
  const total = totals[0]!;
  over(f, all, (pointers, left) => {
    // From the masks: a term that does not exist becomes 0, which changes no sum, for none is ever −0. Where terms are elementary functions that is done at
    // every step: with their code twice in a loop, V8 has fewer registers for both. A branch would keep all terms alive at once.
    const missing = i32.sub(LANES, get(left)),
      masked = (x: Code, j: number): Code => v.and(x, v.load(get(mask), all.spare + 16 * j)),
      maskAt = (elements: Code): Code => set(mask, i32.add(get(0), i32.mul(elements, bytes)));
    const added = (isThere: typeof masked): Required<Pick<Row, "before" | "step">> =>
      f.step(() => {
        const terms = printed(f, program, loadAll(f, pointers, all, inputs), all.formats);
        terms.forEach((term, t) => {
          const present = simd(f, term.length).map((j) => isThere(get(term[j]!), j));
          f.emit(convert(f, present, arithmeticOf(lanes), "float64").map((x, j) => accumulate(f, kept[t]!, j % 4, get(x))));
        });
      });
    const allMasked = (at: Code): Pick<Row, "before" | "step"> => {
      const { before, step } = added(masked);
      return { before, step: [maskAt(at), step] };
    };
    const withLast = (): Pick<Row, "before" | "step" | "last"> => {
      const whole = added((x) => x),
        last = allMasked(missing);
      return { before: [whole.before, last.before ?? []], step: whole.step, last: last.step };
    };
    const steps = all.whole
      ? added((x) => x)
      : program.steps.some(({ body }) => isHeavy(body))
        ? allMasked(select(missing, i32.const(0), i32.gtS(missing, 0)))
        : withLast();
    return {
      start: kept.map(cleared),
      ...steps,
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
          // What is wide is not stored.
          const results = finishing
            ? finishing.row(f, program.finish!, totals, pointers.slice(inputs, out), all)
            : lanes === dtype
              ? [dtype === "float32" ? f32.demote(get(total)) : get(total)]
              : [];
          f.emit(results.map((x, k) => stored(dtype, get(pointers[out + k]!), x, total)));
        }),
      ],
    };
  });
  f.emit(get(total));
}

/** Stores a result; of whole numbers the total is the result. */
const stored = (dtype: DType, at: Code, x: Code, total: number): Code =>
  dtype === "float64" ? f64.store(at, x) : dtype === "int32" ? [flagged(beyondInt32(total)), i32.store(at, f64.toI32(x))] : f32.store(at, x);
