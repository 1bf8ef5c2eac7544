/** The grounds on which formulas are evaluated: evenkeel's ops, and exact arithmetic. */
import {
  abs,
  acos,
  acosh,
  add,
  amax,
  amin,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cat,
  clamp,
  cos,
  cosh,
  cumprod,
  cumsum,
  div,
  dot,
  eq,
  erf,
  erfc,
  exp,
  exp2,
  expand,
  explain,
  expm1,
  flip,
  ge,
  gt,
  hypot,
  indexSelect,
  input,
  le,
  lgamma,
  log,
  log10,
  log1p,
  log2,
  logaddexp,
  logsigmoid,
  logSoftmax,
  logsumexp,
  lt,
  matmul,
  maximum,
  mean,
  minimum,
  mul,
  narrow,
  ndtr,
  neg,
  pad,
  parameter,
  permute,
  pow,
  prod,
  reciprocal,
  relu,
  reshape,
  rsqrt,
  select,
  sigmoid,
  sin,
  sinh,
  softmax,
  softplus,
  sqrt,
  square,
  stabilise,
  stack,
  sub,
  sum,
  tan,
  tanh,
  tensor,
  unsqueeze,
  where,
  type Ex,
  type Tensor,
} from "@evenkeel/core";
import type { Algebra } from "@evenkeel/conformance/exact";
import type { Ground } from "./evaluate.js";
import type { Functions } from "./mathml.js";
import { ARITY } from "./vocabulary.js";

/** By name and not as a whole, so that a bundle has these ops alone. */
const OPS: Algebra<Tensor> = {
  abs,
  acos,
  acosh,
  add,
  amax,
  amin,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cat,
  clamp,
  cos,
  cosh,
  cumprod,
  cumsum,
  div,
  dot,
  eq,
  erf,
  erfc,
  exp,
  exp2,
  expand,
  expm1,
  flip,
  ge,
  gt,
  hypot,
  indexSelect: (x, dim, indices) => indexSelect(x, dim, Int32Array.from(indices)),
  le,
  lgamma,
  log,
  log10,
  log1p,
  log2,
  logaddexp,
  logsigmoid,
  logSoftmax,
  logsumexp,
  lt,
  matmul,
  maximum,
  mean,
  minimum,
  mul,
  narrow,
  ndtr,
  neg,
  pad,
  permute,
  pow,
  prod,
  reciprocal,
  relu,
  reshape,
  rsqrt,
  select,
  sigmoid,
  sin,
  sinh,
  softmax,
  softplus,
  sqrt,
  square,
  stack,
  sub,
  sum,
  tan,
  tanh,
  unsqueeze,
  where,
};

export const tensors = (x: Tensor): Ground<Tensor> => ({
  k: OPS,
  x,
  points: x.shape[0]!,
  constants: (values) => tensor(Float64Array.from(values), { shape: [1, values.length], dtype: "float32" }),
});
export const exactly = <T>(k: Algebra<T>, x: T): Ground<T> => ({
  k,
  x,
  points: 1,
  // Rounded as data are; a sum with 0 makes exact numbers of them.
  constants: (values) => k.reshape(k.add(values.map(Math.fround), 0), [1, values.length]),
});

const expressions = OPS as unknown as Readonly<Record<string, (...x: Ex[]) => Ex>>;
type Known = { readonly name: string; readonly body: Ex };
/** Functions of one argument that bodies are made of, and that are no words: two that formulas have, and what quotients by their argument become. */
let known: readonly Known[] | undefined;
const bodies = (): readonly Known[] =>
  (known ??= [
    ...["sigmoid", "softplus"].map((name) => ({ name, body: expressions[name]!(input(0)) })),
    ...[sin, sinh, expm1, log1p].flatMap((f) => {
      const x = parameter(1),
        { op, body } = stabilise("on", () => explain(div(f(x), x)).run);
      return body ? [{ name: op, body }] : [];
    }),
  ]);

export const FUNCTIONS: Functions = {
  /** Equal expressions are one object. */
  isFunction: ({ op, body, of }) => {
    // A condition is no operand that an expression can have, and bounds are none that it takes.
    if (op === "where" || op === "clamp") return of.length === 3;
    return (Object.hasOwn(ARITY, op) ? ARITY[op]![0] : of.length) === of.length && expressions[op]?.(...of.map((_, i) => input(i))) === body;
  },
  recognised(e) {
    for (const { name, body } of bodies()) {
      const of = argumentOf(body, e);
      if (of) return { name, of };
    }
    return null;
  },
};
/** What stands in `e` for the only input of a body; null if `e` is another expression. */
function argumentOf(body: Ex, e: Ex): Ex | null {
  let found: Ex | null = null;
  const fits = (pattern: Ex, x: Ex): boolean => {
    if (pattern.word === "in") return (found ??= x) === x;
    return pattern.word === x.word && Object.is(pattern.value, x.value) && pattern.args.every((p, i) => fits(p, x.args[i]!));
  };
  return fits(body, e) ? found : null;
}
