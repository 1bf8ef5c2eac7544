/**
 * rows: reductions and a map that go along the same rows, one after the other for each row. An elementary function that the map has of the same elements as
 * the terms of a sum is computed once: its float64 values of a row are kept in scratch.
 */
import {
  BLOCK,
  bytesIn,
  type DType,
  type Ex,
  inOrder,
  input,
  isHeavy,
  joinRows,
  type MapRequest,
  type Program,
  type ReduceRequest,
  type RowsRequest,
  type Step,
  substituted,
  typeOf,
  type View,
} from "@evenkeel/core";
import { I32, brIf, get, i32, inc, loop, set, simd, tee, v, type Code, type Fn } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { print } from "../print.js";
import { LANES, VECTORS } from "../types.js";
import { extremes } from "./extremes.js";
import { finishing } from "./finish.js";
import { alongRow, loadAll, type overRows, store, word, wordLocal } from "./lanes.js";
import { ELEMENTS, POINTER, ROWS, SKIP, SPARE, STAGES, isWhole, keyOf, known, launch, type Operands } from "./launch.js";
import { map } from "./map.js";
import { reduce } from "./reduce.js";
import { prepareMasks, rowsKernel } from "./sumRows.js";
import { dimensions, inRows, merge } from "./walk.js";

type Stage = ReduceRequest | MapRequest;

/** Where it is left out of makeCpu, nothing is joined. */
export const rows = /* @__PURE__ */ Object.assign(
  (machine: Machine, { stages }: RowsRequest): null => {
    if (stages[0]!.shape.at(-2)! <= BLOCK) together(machine, stages);
    else for (const stage of stages) stage.kind === "map" ? map(machine, stage) : reduce(machine, stage);
    return null;
  },
  { join: joinRows },
);

/** Bytes of each stage's own: masks, or elements on their way out. */
const OWN = 2 * ELEMENTS;

function together(machine: Machine, stages: readonly Stage[]): void {
  const shape = stages[0]!.shape.slice(0, -1),
    // What a reduction answers has one element a row.
    perRow = inRows(shape.slice(0, -1)),
    operands: (View | number)[] = [],
    types: DType[] = [];
  perRow.push(0);
  for (const { kind, program, inputs, outputs } of stages) {
    operands.push(...inputs);
    for (const o of outputs) operands.push(kind === "map" ? o : { storage: o.storage, offset: o.offset, strides: perRow });
    types.push(...known(program).types);
  }
  const dims = dimensions(shape, operands, types.map(bytesIn)),
    line = dims.pop()!,
    moves = line.strides.map((stride) => stride !== 0),
    shared = sharedBy(stages),
    last = stages.at(-1)!.program;
  const whole = isWhole(line.size);
  let key = whole ? "w" : "";
  for (const stage of stages) key += stage.kind === "map" ? "," : `${stage.combine}${keyOf(stage.program, 0)},`;
  for (const w of shared) key += ` ${w.key}`;
  for (const move of moves) key += move ? 1 : 0;
  const kernel = (f: Fn): void => kernelOf(f, stages, shared, { types, moves, whole, formats: machine.formats, spare: SPARE(types.length) });
  launch(machine, STAGES, last, {
    operands,
    types,
    grid: merge(dims),
    line,
    most: BLOCK,
    spare: OWN * stages.length + ELEMENTS * shared.length * Math.ceil(line.size / LANES),
    prepare: (at) => stages.forEach((stage, s) => stage.kind === "reduce" && prepareMasks(machine, at + OWN * s, bytesOf(stage))),
    kernel,
    run: machine.kernel(keyOf(last, key), [I32], [], kernel),
  });
}
/** Bytes of a term. */
const bytesOf = ({ program }: Stage): number => (typeOf(program, program.outputs[0]!) === "float64" ? 8 : 4);

function kernelOf(f: Fn, stages: readonly Stage[], shared: readonly Shared[], all: Operands): void {
  const pointers = all.moves.map((_, k) => wordLocal(f, POINTER(k))),
    rows = wordLocal(f, ROWS),
    [left, kept] = f.localsOf(I32, 2) as [number, number];
  const beginning = i32.add(get(0), all.spare + OWN * stages.length);
  let first = 0;
  const loops = stages.map((stage, at) => {
    const from = first,
      to = (first += known(stage.program).types.length),
      mine = { ...all, types: all.types.slice(from, to), moves: all.moves.slice(from, to), spare: all.spare + OWN * at };
    let code: Code = [];
    const over: typeof overRows = (_f, { types, moves }, along) => {
      const own = pointers.slice(from, to),
        next = own.map((p, k) => (moves[k] ? inc(p, LANES * bytesIn(types[k]!)) : []));
      code = [set(kept, beginning), alongRow(along(own, left), left, [next, inc(kept, ELEMENTS * shared.length)])];
    };
    // What a kernel of one stage answers is dropped.
    f.grab(() => stageKernel(f, stage, at, shared, kept, mine, over));
    return code;
  });
  const skip = pointers.map((p, k) => inc(p, word(SKIP(k))));
  f.emit(loop(loops, skip, brIf(0, tee(rows, i32.sub(get(rows), 1)))));
}

function stageKernel(f: Fn, stage: Stage, at: number, shared: readonly Shared[], kept: number, all: Operands, over: typeof overRows): void {
  const place = (w: number, j: number): number => ELEMENTS * w + 16 * j,
    { program } = stage;
  if (stage.kind === "map") {
    const count = program.inputs.length,
      given = withParts(
        program,
        shared.map(({ word, to }) => ({ word, step: to })),
        true,
      ),
      s = simd(f, 2 * VECTORS);
    over(f, all, (pointers, left) =>
      f.step(() => {
        const words = shared.map((_, w) => s.map((j) => v.load(get(kept), place(w, j))));
        const results = print(f, given, [...loadAll(f, pointers, all, count), ...words], all.formats);
        results.forEach((result, k) => store(f, all, all.types[count + k]!, result, pointers[count + k]!, left));
      }),
    );
  } else if (stage.combine === "sum") {
    const parts = shared.flatMap(({ word, from, stage }, w) => (stage === at ? [{ word, step: from, w }] : [])),
      keeping = withParts(program, parts, false);
    rowsKernel(f, program, all, program.finish ? finishing : null, over, (f, _, inputs, formats) => {
      const values = print(f, keeping, inputs, formats);
      values.splice(program.outputs.length).forEach((x, k) => f.emit(x.map((y, j) => v.store(get(kept), get(y), place(parts[k]!.w, j)))));
      return values;
    });
  } else extremes(stage.combine).rows(f, program, all, over);
}

/** A program whose steps are given parts of their bodies: as inputs that come last, or computed first, and stored last too. */
function withParts({ inputs, steps, outputs }: Program, parts: readonly { word: Ex; step: Step }[], given: boolean): Program {
  const first = inputs.length,
    moved = (i: number): number => (i < first ? i : i + parts.length);
  const wide: Step[] = parts.map(({ word, step: { args, arithmetic } }) => ({ body: word, args, arithmetic, dtype: "float64" }));
  const changed = steps.map((step): Step => {
    const args = step.args.map(moved);
    let { body } = step;
    parts.forEach((part, w) => {
      if (part.step === step) body = substituted(body, part.word, input(args.push(first + w) - 1));
    });
    return { ...step, body, args };
  });
  return given
    ? { inputs: [...inputs, ...wide.map(({ dtype }) => dtype)], steps: changed, outputs: outputs.map(moved) }
    : { inputs, steps: [...wide, ...changed], outputs: [...outputs.map(moved), ...wide.map((_, w) => first + w)] };
}

/** A word that a step of a sum's terms and a step of the map both have, of the same elements. */
interface Shared {
  readonly word: Ex;
  readonly stage: number;
  readonly from: Step;
  readonly to: Step;
  readonly key: string;
}
/** The same of two programs, if of their inputs these are the same. */
interface Candidate extends Omit<Shared, "stage"> {
  readonly inputs: readonly (readonly [number, number])[];
}

function sharedBy(stages: readonly Stage[]): Shared[] {
  const last = stages.at(-1)!,
    found: Shared[] = [];
  if (last.kind === "map")
    stages.forEach((stage, at) => {
      if (stage.kind === "reduce" && stage.combine === "sum")
        for (const c of candidates(stage.program, last.program))
          if (
            !found.some((w) => w.to === c.to && w.word === c.word) &&
            c.inputs.every(([a, b]) => isSame(stage.inputs[a]!, last.inputs[b]!, last.shape))
          )
            found.push({ ...c, stage: at });
    });
  return found;
}
const isSame = (a: View | number, b: View | number, shape: readonly number[]): boolean =>
  typeof a === "number" || typeof b === "number"
    ? a === b
    : a.storage === b.storage && a.offset === b.offset && shape.every((size, d) => size === 1 || a.strides[d] === b.strides[d]);

const ofPrograms = new WeakMap<Program, WeakMap<Program, readonly Candidate[]>>();
function candidates(sum: Program, map: Program): readonly Candidate[] {
  let ofSum = ofPrograms.get(sum);
  if (!ofSum) ofPrograms.set(sum, (ofSum = new WeakMap()));
  let found = ofSum.get(map);
  if (!found) ofSum.set(map, (found = candidatesOf(sum, map)));
  return found;
}
const candidatesOf = (sum: Program, map: Program): Candidate[] =>
  sum.steps.flatMap((from, i) =>
    map.steps.flatMap((to, j) => {
      if (from.arithmetic !== to.arithmetic) return [];
      const others = new Set(inOrder([to.body]));
      return inOrder([from.body]).flatMap((word) => {
        if (!others.has(word) || !isHeavy(word) || word.args.some(isHeavy)) return [];
        const inputs = inOrder([word]).flatMap((e) => (e.word === "in" ? [[from.args[e.value]!, to.args[e.value]!] as const] : []));
        const are = inputs.every(([a, b]) => sum.inputs[a] !== undefined && sum.inputs[a] === map.inputs[b]);
        return are ? [{ word, from, to, inputs, key: `${word.id}:${i}:${j}` }] : [];
      });
    }),
  );
