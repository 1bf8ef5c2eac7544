/** Bodies as steps of a machine: what a printer prints, and what conformance runs as it stands. */
import type { Ex } from "../scalar/expr.js";
import { type Input, inputsOf, lower, type Operand } from "./lower.js";
import { library } from "./library.js";
import { type Condition, type Float, input, type Machine, machine, type Step } from "./machine.js";
import type { Pair } from "./pair.js";
import type { Scaled } from "./scaled.js";

type Wide = Condition | Float | Pair | Scaled;
type Evaluate = (body: Ex, inputs: readonly Input[], wide?: boolean) => Input;

/** Bodies evaluated on one machine: what they have in common is computed once. */
export function evaluator(m: Machine): Evaluate {
  const functions = library(m) as Record<string, (...args: never[]) => Wide>;
  return (body, inputs, wide) => {
    const { instructions, result } = lower(body, inputs, wide),
      results = new Map<Operand, Wide>(),
      valueOf = (operand: Operand): Wide => operand.value ?? results.get(operand)!;
    for (const { result: made, call, args } of instructions) {
      const f = functions[call];
      if (!f) throw new TypeError(`narrow: there is no ${call}. Add it to the library.`);
      results.set(made, f(...(args.map(valueOf) as never[])));
    }
    return valueOf(result) as Input;
  };
}

/** What a printer prints of a body: steps, and which value is its result. */
export interface Steps {
  readonly steps: readonly Step[];
  readonly result: Float;
  readonly inputs: number;
}

/** One body of float32 inputs, rounded to float32. */
export function stepsOf(body: Ex): Steps {
  const m = machine(),
    inputs = inputsOf(body);
  return {
    steps: m.steps,
    result: evaluator(m)(
      body,
      Array.from({ length: inputs }, (_, i) => input(i)),
    ) as Float,
    inputs,
  };
}
