/** What becomes of the totals of wide terms before they are rounded: in a vector for a row, in as many as there are for columns. */
import { BLOCK, bytesIn, type Ex, type Program, type View } from "@evenkeel/core";
import { d2, f32, f4, get, simd, v, type Bundle, type Code, type Fn, type Operand } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { evaluate, print, wordsOf } from "../print.js";
import { load, VECTORS } from "../types.js";
import { TOTALS, launch, type Launch, type Operands } from "./launch.js";
import { map } from "./map.js";
import { firstOutput, masks, pairwise, rowsKernel } from "./sumRows.js";
import type { Dimension } from "./walk.js";

/** What sums need of it; a backend may leave it out. */
export interface Finishing {
  row(f: Fn, finish: Program, totals: readonly number[], numbers: readonly number[], all: Operands): Code[];
  columns(f: Fn, program: Program, sums: readonly number[], numbers: readonly number[], all: Operands): Bundle[];
  longRows(machine: Machine, program: Program, all: Pick<Launch, "operands" | "types">, grid: Dimension[], term: Dimension): void;
  ofNothing(machine: Machine, finish: Program, size: number, inputs: readonly (View | number)[], outputs: readonly View[]): null;
}

/** What becomes of totals, in one vector each. */
function row(f: Fn, { steps, outputs, inputs }: Program, totals: readonly number[], numbers: readonly number[], { formats }: Operands): Code[] {
  const s = simd(f, 1),
    single = simd(f, 1, f4);
  const values = [...totals.map((t) => s.splat(d2.splat(get(t)))), ...numbers.map((p) => s.splat(v.splat64(get(p))))];
  // A step may be of what another is of, and of its result: what they have in common is computed once.
  const made = new Map<string, Map<Ex, Operand>>();
  for (const { body, args, arithmetic, dtype } of steps) {
    const parts = new Map(made.get(String(args.slice(0, -1))));
    made.set(String(args), parts);
    const [x] = evaluate(s, body, (i) => values[args[i]!]!, { words: wordsOf(formats, arithmetic), values: parts }) as [number];
    values.push(dtype === "float64" ? [x] : s.map(() => d2.promote(get(single.map(() => f4.demote(get(x)))[0]!))));
  }
  return outputs.map((i) => {
    const x = d2.lane(get(values[i]![0]!), 0);
    return steps[i - inputs.length]!.dtype === "float64" ? x : f32.demote(x);
  });
}

const columns: Finishing["columns"] = (f, { finish, outputs }, sums, numbers, all) =>
  print(
    f,
    finish!,
    [...outputs.map((_, t) => sums.slice(2 * VECTORS * t, 2 * VECTORS * (t + 1))), ...numbers.map((p) => load(f, all.formats, "float64", p, true))],
    all.formats,
  );

/** Totals of several blocks, of each term on its own, and what becomes of them. */
function longRows(machine: Machine, program: Program, all: Pick<Launch, "operands" | "types">, grid: Dimension[], term: Dimension): void {
  const out = firstOutput(program, all),
    rows: { readonly to: View[]; readonly totals: number[] }[] = [];
  program.outputs.forEach((output, t) => {
    const alone: Program = { inputs: program.inputs, steps: program.steps, outputs: [output] };
    let row = 0;
    launch(machine, TOTALS, alone, {
      ...all,
      grid: [...grid],
      line: term,
      most: BLOCK,
      ...masks(machine, program),
      kernel: (f, operands) => rowsKernel(f, alone, operands, null),
      finish: (sums, addresses) => {
        rows[row] ??= { to: addresses.slice(out).map((at, k) => viewAt(machine, all, out + k, at)), totals: [] };
        rows[row++]!.totals[t] = pairwise(sums);
      },
    });
  });
  // Scratch is the loops' until they have ended.
  for (const { to, totals } of rows) finishAll(machine, program.finish!, 1, [...totals, ...all.operands.slice(program.inputs.length, out)], to);
}

/** Output k from an address on. */
function viewAt(machine: Machine, { operands, types }: Pick<Launch, "operands" | "types">, k: number, address: number): View {
  const view = operands[k] as View,
    type = types[k]!;
  return { ...view, offset: view.offset + (address - machine.address(view, type)) / bytesIn(type) };
}

/** The results of one total, so many times. */
const finishAll = (machine: Machine, finish: Program, size: number, inputs: readonly (View | number)[], outputs: readonly View[]): null =>
  map(machine, { kind: "map", program: finish, shape: [size], inputs, outputs: outputs.map((o) => ({ ...o, strides: [1] })) });

export const finishing: Finishing = { row, columns, longRows, ofNothing: finishAll };
