/** Programs in plain JavaScript: what map and reduce must answer, for words whose every bit is settled. */
import { isDirect, type Ex, type Program } from "@evenkeel/core";

const { fround } = Math;

function evaluate(e: Ex, inputs: readonly number[], round: (x: number) => number): number {
  const [a = NaN, b = NaN, c = NaN] = e.args.map((arg) => evaluate(arg, inputs, round));
  switch (e.word) {
    case "in":
      return inputs[e.value]!;
    case "const":
      return e.value;
    case "add":
      return round(a + b);
    case "sub":
      return round(a - b);
    case "mul":
      return round(a * b);
    case "div":
      return round(a / b);
    case "sqrt":
      return round(Math.sqrt(a));
    case "neg":
      return -a;
    case "abs":
      return Math.abs(a);
    case "min":
      return Math.min(a, b);
    case "max":
      return Math.max(a, b);
    case "where":
      return a ? b : c;
    case "lt":
      return +(a < b);
    case "le":
      return +(a <= b);
    case "eq":
      return +(a === b);
    case "and":
      return +(a && b);
    case "or":
      return +(a || b);
    case "not":
      return +!a;
    default:
      return (Math as unknown as Record<string, (...x: number[]) => number>)[e.word]!(a, b);
  }
}

/** The program's values for one element: inputs, then steps. */
export function run(program: Program, inputs: readonly number[]): number[] {
  const values = [...inputs];
  for (const { body, args } of program.steps) {
    const given = args.map((i) => values[i]!);
    values.push(fround(evaluate(body, given, isDirect(body) ? fround : (x) => x)));
  }
  return values;
}

/** Ops on float32 as a program: bodies, each with the values that it takes. */
export const program = (inputs: number, steps: readonly (readonly [body: Ex, ...args: number[]])[], outputs: readonly number[]): Program => ({
  inputs: new Array<"float32">(inputs).fill("float32"),
  steps: steps.map(([body, ...args]) => ({ body, args, arithmetic: "float32", dtype: "float32" })),
  outputs,
});
/** One op as a program. */
export const single = (body: Ex, inputs = 1): Program => program(inputs, [[body, ...Array.from({ length: inputs }, (_, i) => i)]], [inputs]);
