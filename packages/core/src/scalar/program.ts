/** A straight-line program of op bodies: what one kernel computes for one element. */
import { type Ex, inOrder, type Word } from "./expr.js";

/** One op: its body applied to earlier values. The result is rounded to float32 before anything reads it. */
export interface Step {
  readonly body: Ex;
  /** For each input of the body, a value: 0 … inputs−1 are the program's inputs, then come the results of the steps in order. */
  readonly args: readonly number[];
}

export interface Program {
  readonly inputs: number;
  readonly steps: readonly Step[];
  /** Which values the kernel stores (map) or combines (reduce: exactly one). */
  readonly outputs: readonly number[];
}

const ROUNDING: ReadonlySet<Word> = new Set<Word>(["add", "sub", "mul", "div", "sqrt"]);
const FUNCTIONS: ReadonlySet<Word> = new Set<Word>(["exp", "expm1", "log", "log1p"]);
const direct = new WeakMap<Ex, boolean>();

/** Whether a body contains an elementary function. One loop holds at most one such body: two are slower than two loops. */
export const isHeavy = (body: Ex): boolean => inOrder([body]).some((e) => FUNCTIONS.has(e.word));

/**
 * Whether a body may run in float32 arithmetic as it stands: no elementary function, at most one rounding word on any path
 * from an input to the result, and float32 constants. It is correctly rounded there. Every other body runs wide and is rounded once.
 */
export function isDirect(body: Ex): boolean {
  let known = direct.get(body);
  if (known === undefined) {
    const depth = new Map<Ex, number>();
    known = !isHeavy(body);
    for (const e of inOrder([body])) {
      const d = (ROUNDING.has(e.word) ? 1 : 0) + Math.max(0, ...e.args.map((a) => depth.get(a)!));
      depth.set(e, d);
      if (d > 1 || (e.word === "const" && Math.fround(e.value) !== e.value && e.value === e.value)) known = false;
    }
    direct.set(body, known);
  }
  return known;
}

/** Text that is equal for equal programs: the key of a kernel. */
export const programKey = (p: Program): string => `${p.inputs}|${p.steps.map((s) => `${s.body.id}(${s.args.join()})`).join(";")}|${p.outputs.join()}`;
