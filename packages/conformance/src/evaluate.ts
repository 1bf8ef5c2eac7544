/**
 * Evaluates a scalar expression in plain JavaScript, rounding after every word. With Math.fround it is the float32 program that a
 * formula becomes when each word is a separate op: the negative control of the suite.
 */
import { type Ex, inOrder, type Word } from "@evenkeel/core";
import { erf, erfc, erfcx } from "./fast.js";
import { digamma, lgamma } from "./fastGamma.js";

type Rounding = (x: number) => number;

/** The expression as a function of its inputs. Conditions are 1 and 0 inside. */
export function evaluator(body: Ex, round: Rounding): (inputs: readonly number[]) => number {
  const order = inOrder([body]),
    slot = new Map(order.map((e, i) => [e, i])),
    values = new Float64Array(order.length);
  const steps = order.map((e) =>
    step(
      e,
      e.args.map((a) => slot.get(a)!),
      values,
      round,
    ),
  );
  return (inputs) => {
    for (let i = 0; i < steps.length; i++) values[i] = steps[i]!(inputs);
    return values[steps.length - 1]!;
  };
}

function step(
  { word, value }: Ex,
  [a = 0, b = 0, c = 0]: readonly number[],
  values: Float64Array,
  round: Rounding,
): (inputs: readonly number[]) => number {
  if (word === "in") return (inputs) => inputs[value]!;
  if (word === "const") return () => round(value);
  const f = WORDS[word];
  if (!f) throw new TypeError(`conformance: there is no plain ${word}. Add it to evaluate.ts, or write the naive form without it.`);
  return () => round(f(values[a]!, values[b]!, values[c]!));
}

/** The engine's own functions, or for those that it lacks ones that are good enough to fail. */
const WORDS: Partial<Record<Word, (a: number, b: number, c: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  sqrt: Math.sqrt,
  neg: (a) => -a,
  abs: Math.abs,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  where: (a, b, c) => (a ? b : c),
  lt: (a, b) => Number(a < b),
  le: (a, b) => Number(a <= b),
  eq: (a, b) => Number(a === b),
  and: (a, b) => Number(a && b),
  or: (a, b) => Number(a || b),
  not: (a) => Number(!a),
  exp: Math.exp,
  exp2: (a) => 2 ** a,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  atan2: Math.atan2,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  pow: (a, b) => a ** b,
  cbrt: Math.cbrt,
  fmod: (a, b) => a % b,
  erf,
  erfc,
  erfcx,
  lgamma,
  digamma,
  floor: Math.floor,
  round: nearest,
  trunc: Math.trunc,
};

/** To the nearest integer, ties to even. */
function nearest(x: number): number {
  const r = Math.round(x);
  return r - x === 0.5 && r % 2 !== 0 ? r - 1 : r;
}
