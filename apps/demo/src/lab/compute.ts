/** A formula with the stabiliser on and off, and in exact arithmetic. */
import { backward } from "@evenkeel/autograd";
import { errorIn, type Row, truthOf, ulpIn } from "@evenkeel/conformance/exact";
import { explain, narrow, type Mode, parameter, stabilise, sum, tensor, type Tensor } from "@evenkeel/core";
import type { MathElement } from "./elements.js";
import { evaluate } from "./evaluate.js";
import type { Part, Parsed } from "./formula.js";
import { exactly, FUNCTIONS, tensors } from "./ground.js";
import type { Change, Curve, Truth, View } from "./protocol.js";
import { runMath, writtenMath } from "./mathml.js";

const POINTS = 321;

/** float32 numbers across a view, each once. */
export function pointsOf({ from, to, log }: View, count = POINTS): Float32Array {
  const at = (i: number): number => (log ? from * (to / from) ** (i / (count - 1)) : from + ((to - from) * i) / (count - 1));
  return Float32Array.from(new Set(Float32Array.from({ length: count }, (_, i) => at(i))));
}

const width = (t: Tensor): number => t.shape[1]!;
/** The element that is asked for, or the last that there is. */
const within = (element: number, most: number): number => Math.min(element, most - 1),
  pick = (t: Tensor, element: number): Tensor => narrow(t, 1, within(element, width(t)), 1);

/** Values and gradients by x at all points. */
export function curve({ value }: Parsed, xs: Float32Array, element: number, mode: Mode): Curve {
  return stabilise(mode, () => {
    const x = parameter(tensor(xs, { shape: [xs.length, 1] })),
      y = pick(evaluate(value, tensors(x)), element);
    if (y.requiresGrad) backward(sum(y));
    return { values: new Float32Array(y.dataSync()), gradients: x.grad ? new Float32Array(x.grad.dataSync()) : new Float32Array(xs.length) };
  });
}

export interface Explained {
  readonly written: MathElement;
  readonly run: MathElement;
  readonly changes: readonly Change[];
  readonly width: number;
}
export function explained(parsed: Parsed): Explained {
  const x = parameter(tensor([[1], [2]])),
    parts = new Map<Tensor, Part>(),
    called = new Map<Tensor, string>([[x, "x"]]);
  const y = evaluate(parsed.value, tensors(x), (part, t) => {
    parts.set(t, part);
    const name = parsed.names.get(part);
    if (name !== undefined && t !== x) called.set(t, name);
  });
  const { run, changes } = explain(y),
    of = new Map(changes.map(({ written }, i) => [parts.get(written), i]));
  return {
    written: writtenMath(parsed, (part) => of.get(part)),
    run: runMath(run, (leaf) => called.get(leaf), FUNCTIONS),
    changes: changes.map(({ why, catalogue }) => ({ why, catalogue })),
    width: width(y),
  };
}

/** The truth at a point, and how far from it what was computed is. */
export function truth({ value }: Parsed, x: number, element: number, on: Numbers, off: Numbers): Truth | null {
  const row: Row = {
      id: "",
      written: "",
      of: (k, leaf) => {
        const y = evaluate(value, exactly(k, leaf));
        return k.narrow(y, 1, within(element, (y as { shape: readonly number[] }).shape[1]!), 1);
      },
      leaves: [{ shape: [1, 1], from: -Infinity, to: Infinity }],
      fails: [],
    },
    found = truthOf(row, [[x]]);
  if (!found) return null;
  const exact = { value: found.values[0]!, gradient: found.gradients[0] ?? NaN },
    off32 = (got: Numbers): Numbers => ({
      value: errorIn(got.value, exact.value, ulpIn(exact.value)),
      // Of what is no number there is no gradient to be right about.
      gradient: found.gradients.length ? errorIn(got.gradient, exact.gradient, ulpIn(found.parts[0]!)) : 0,
    });
  return { ...exact, on: off32(on), off: off32(off) };
}
export interface Numbers {
  readonly value: number;
  readonly gradient: number;
}
export const numbersAt = ({ values, gradients }: Curve, i: number): Numbers => ({ value: values[i]!, gradient: gradients[i]! });
