/** A straight-line program of op bodies: what one kernel computes for one element. */
import { type Arithmetic, arithmeticOf, type DType } from "../dtype.js";
import { type Elementary, type Ex, inOrder, type Word } from "./expr.js";

/**
 * One op: its body applied to earlier values, which are converted to what it computes in (rounded to nearest, ties to even; float to int32
 * towards zero, held to its range). The result is rounded to its type before anything reads it.
 *
 * A float64 among values that are computed in float32 is wide: a term, a total or a number that is not rounded, in as many digits as bodies have within.
 */
export interface Step {
  readonly body: Ex;
  /** For each input of the body, a value: first come the program's inputs, then the results of the steps in order. */
  readonly args: readonly number[];
  readonly arithmetic: Arithmetic;
  readonly dtype: DType;
}

export interface Program {
  /** The type of each input. */
  readonly inputs: readonly DType[];
  readonly steps: readonly Step[];
  /** Which values the kernel stores (map) or combines (reduce: one, or several that `finish` takes). */
  readonly outputs: readonly number[];
  /** reduce: what becomes of totals, one for each output of the program: they are wide, and the first inputs; the others are numbers. */
  readonly finish?: Program;
}

/** A program of one step, which gives `dtype` and computes in its arithmetic. */
export const single = (body: Ex, inputs: readonly DType[], dtype: DType = "float32", arithmetic = arithmeticOf(dtype)): Program => ({
  inputs,
  steps: [{ body, args: inputs.map((_, i) => i), arithmetic, dtype }],
  outputs: [inputs.length],
});

/** The type of a value: of an input, or of a step's result. */
export const typeOf = (p: Program, value: number): DType => p.inputs[value] ?? p.steps[value - p.inputs.length]!.dtype;

/** The steps of floor, round and trunc make of a rounded operand another whole number: behind one, they are no longer exact. */
const ROUNDING: ReadonlySet<Word> = new Set<Word>(["add", "sub", "mul", "div", "sqrt", "floor", "round", "trunc"]);
/** All words but the elementary functions. */
const PLAIN: ReadonlySet<string> = new Set<Exclude<Word, Elementary>>([
  ...(ROUNDING as ReadonlySet<Exclude<Word, Elementary>>),
  "in",
  "const",
  "neg",
  "abs",
  "min",
  "max",
  "where",
  "lt",
  "le",
  "eq",
  "and",
  "or",
  "not",
]);
/** What is found out of a body once. */
function remembered<T>(find: (body: Ex) => T): (body: Ex) => T {
  const known = new WeakMap<Ex, T>();
  return (body) => {
    let found = known.get(body);
    if (found === undefined) known.set(body, (found = find(body)));
    return found;
  };
}
/** Whether nothing in a body rounds. */
export const isExact = /* @__PURE__ */ remembered((body) => !inOrder([body]).some((e) => ROUNDING.has(e.word) || !PLAIN.has(e.word)));
/** Whether a body contains an elementary function. One loop holds at most one such body: two are slower than two loops. */
export const isHeavy = /* @__PURE__ */ remembered((body) => inOrder([body]).some((e) => !PLAIN.has(e.word)));
/** How many words a body has. */
export const wordsIn = /* @__PURE__ */ remembered((body) => inOrder([body]).length);

/**
 * Whether a body may run in float32 arithmetic as it stands: no elementary function, at most one word that rounds on any path
 * from an input to the result, and float32 constants. It is correctly rounded there. Every other body runs wide and is rounded once.
 */
export const isDirect = /* @__PURE__ */ remembered((body) => {
  const depth = new Map<Ex, number>();
  let fits = !isHeavy(body);
  for (const e of inOrder([body])) {
    const d = (ROUNDING.has(e.word) ? 1 : 0) + Math.max(0, ...e.args.map((a) => depth.get(a)!));
    depth.set(e, d);
    if (d > 1 || (e.word === "const" && Math.fround(e.value) !== e.value && e.value === e.value)) fits = false;
  }
  return fits;
});

/** Text that is equal for equal programs: the key of a kernel. */
export const programKey = (p: Program): string =>
  `${p.inputs.join()}|${p.steps.map((s) => `${s.body.id}(${s.args.join()})${s.arithmetic}:${s.dtype}`).join(";")}|${p.outputs.join()}${p.finish ? `|${programKey(p.finish)}` : ""}`;
