/** Runs a body in strict float32 arithmetic: what a WebGPU kernel of it computes, so that its bound can be held before there is a GPU. */
import type { Ex } from "@evenkeel/core";
import { library } from "./library.js";
import { lower, type Operand } from "./lower.js";
import { type Condition, type Float, machine, type Step } from "./machine.js";
import type { Pair } from "./pair.js";
import type { Scaled } from "./scaled.js";
import { type Adapter, wasm } from "./wasm.js";

export interface NarrowOptions extends Adapter {
  /** The row's own answer where an input is ±∞ or NaN; undefined leaves it to the body, whose words take both as IEEE 754 does (a GPU need not). */
  readonly special?: (...inputs: number[]) => number | undefined;
}

type Wide = Condition | Float | Pair | Scaled;

/** What a printer prints of a body: steps, and which value is its result. */
export interface Steps {
  readonly steps: readonly Step[];
  readonly result: Float;
  readonly inputs: number;
}

export function stepsOf(body: Ex): Steps {
  const m = machine();
  const functions = library(m) as Record<string, (...args: never[]) => Wide>;
  const code = lower(body);
  const results = new Map<Operand, Wide>();
  const valueOf = (operand: Operand): Wide => operand.value ?? results.get(operand)!;
  for (const { result, call, args } of code.instructions) {
    const f = functions[call];
    if (!f) throw new TypeError(`narrow: there is no ${call}. Add it to the library.`);
    results.set(result, f(...(args.map(valueOf) as never[])));
  }
  return { steps: m.steps, result: valueOf(code.result) as Float, inputs: code.inputs };
}

/** The body as a function of float32 inputs to a float32 result. */
export function narrow(body: Ex, options: NarrowOptions = {}): (...inputs: number[]) => number {
  const { steps, result, inputs: count } = stepsOf(body);
  const run = wasm(steps, result, count, options);
  const { special } = options;
  return special ? (...inputs) => (inputs.every(Number.isFinite) ? undefined : special(...inputs)) ?? run(...inputs) : run;
}
