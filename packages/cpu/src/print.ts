/**
 * A program as code: each op's body in float32 lanes where that is exact (`isDirect`), else in float64 lanes and rounded once.
 * It prints what is written and does no algebra.
 */
import { inOrder, isDirect, type Ex, type Program } from "@evenkeel/core";
import { demote, f4, promote, simd, type Bundle, type Fn, type Operand, type Simd } from "./emit/index.js";
import { exp } from "./math/exp.js";
import { expm1 } from "./math/expm1.js";
import { log } from "./math/log.js";
import { log1p } from "./math/log1p.js";

/** Vectors of four floats that a loop takes together. */
export const VECTORS = 4;

const functions = { exp, expm1, log, log1p };

/** The program's outputs for the bundles `inputs` of float32 vectors. */
export function print(f: Fn, program: Program, inputs: readonly Bundle[]): Bundle[] {
  const narrow = simd(f, VECTORS, f4);
  const wide = simd(f, 2 * VECTORS);
  const values = [...inputs];
  const promoted: Bundle[] = [];
  const wideArgument = (i: number): Bundle => (promoted[i] ??= promote(wide, values[i]!));
  for (const { body, args } of program.steps) {
    if (isDirect(body)) values.push(evaluate(narrow, body, (i) => values[args[i]!]!));
    else
      values.push(
        demote(
          narrow,
          evaluate(wide, body, (i) => wideArgument(args[i]!)),
        ),
      );
  }
  return program.outputs.map((i) => values[i]!);
}

function evaluate(s: Simd, body: Ex, argument: (i: number) => Bundle): Bundle {
  const values = new Map<Ex, Operand>();
  const vector = (e: Ex): Bundle => {
    const x = values.get(e)!;
    return typeof x === "number" ? s.splat(s.lanes.const(x)) : x;
  };
  const compute = ({ word, args, value }: Ex): Operand => {
    const [a, b, c] = args as [Ex, Ex, Ex];
    const x = values.get(a)!;
    const y = values.get(b)!;
    switch (word) {
      case "in":
        return argument(value);
      case "const":
        return value;
      case "where":
        return s.where(y, values.get(c)!, x);
      case "min":
      case "max":
        return typeof x === "number" ? extreme(s, word, y, x) : extreme(s, word, x, y);
      case "exp":
      case "expm1":
        return functions[word](s, x);
      case "log":
      case "log1p":
        return functions[word](s, vector(a), isPositive(a), a.word === "in");
      default:
        return (s[word] as (...operands: Operand[]) => Bundle)(...args.map((arg) => values.get(arg)!));
    }
  };
  for (const e of inOrder([body])) values.set(e, compute(e));
  return vector(body);
}

/** With a number y, pmin and pmax do in one instruction: they give x if it is NaN. But they give x if it is −0 and y is 0, or the other way round. */
function extreme(s: Simd, word: "min" | "max", x: Operand, y: Operand): Bundle {
  if (typeof y !== "number" || y !== y || (word === "min" && Object.is(y, -0))) return s[word](x, y);
  return word === "max" && Object.is(y, 0) ? s.add(s.pmax(x, 0), 0) : s[`p${word}`](x, y);
}

/** Known to be a normal and finite float64 number above 0, or NaN: e^x is between 2^-1020 and 2^1020 here, and a sum has at most 8 of them. */
const isPositive = (e: Ex, depth = 3): boolean =>
  e.word === "exp" ||
  (e.word === "const" && e.value > 1e-300 && e.value < 1e300) ||
  (e.word === "add" && depth > 0 && e.args.every((a) => isPositive(a, depth - 1)));
