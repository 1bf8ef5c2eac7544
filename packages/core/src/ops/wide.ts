/**
 * not an op: sums of terms that are not rounded, and what becomes of their totals before the one rounding. Such reductions of the same elements are one loop
 * with all their terms, and one result for each.
 */
import { arithmeticOf } from "../dtype.js";
import type { Graph } from "../plan/graph.js";
import { type Kernel, typeOfOperand } from "../plan/plan.js";
import { type Ex, input } from "../scalar/expr.js";
import { isHeavy, type Program, type Step } from "../scalar/program.js";
import { abs, lt, sub, where } from "../scalar/words.js";
import { number } from "../tensor/create.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { inputsOf } from "./derivative.js";
import { type Op, op } from "./op.js";
import { type Reduction, without } from "./reduction.js";

/** Terms of the first inputs of a node, and what becomes of their totals and of the last inputs, which are numbers. */
export class Wide {
  /** How many inputs the terms have. */
  readonly count: number;
  readonly heavy: boolean;
  /** `lost`: the result is what rounding `finish` loses. */
  constructor(
    readonly terms: readonly Ex[],
    readonly finish: Ex,
    readonly lost = false,
  ) {
    this.count = 1 + Math.max(...terms.flatMap(inputsOf));
    this.heavy = terms.some(isHeavy);
  }

  /** The loop of the nodes `outputs`, of which this is the first: `steps` are computed before the terms. */
  loop(
    g: Graph,
    outputs: readonly number[],
    inputs: readonly number[],
    place: ReadonlyMap<number, number>,
    steps: readonly Step[],
  ): Omit<Kernel, "anchor"> {
    const { count } = this,
      elements = g.inputs[outputs[0]!]!,
      { dtype } = g.nodes[outputs[0]!]!,
      arithmetic = arithmeticOf(dtype),
      args = elements.slice(0, count).map((x) => place.get(x)!);
    const wides = outputs.map((i) => g.nodes[i]!.op.wide!),
      bodies = [...new Set(wides.flatMap((w) => w.terms))],
      numbers: number[] = [],
      ends: Step[] = [];
    const last = outputs.map((i) => g.inputs[i]!.slice(count).map((x) => bodies.length + numbers.push(x) - 1)),
      first = bodies.length + numbers.length;
    const stored = wides.map((w, k) => {
      const from = [...w.terms.map((t) => bodies.indexOf(t)), ...last[k]!],
        whole = first + ends.push({ body: w.finish, args: from, arithmetic, dtype }) - 1;
      return w.lost ? first + ends.push({ body: lostOf(w.finish, input(from.length)), args: [...from, whole], arithmetic, dtype }) - 1 : whole;
    });
    const finish: Program = { inputs: Array.from({ length: first }, () => "float64"), steps: ends, outputs: stored };
    const program: Program = {
      inputs: inputs.map((x) => typeOfOperand(g.nodes[x]!)),
      steps: [...steps, ...bodies.map((body): Step => ({ body, args, arithmetic, dtype: "float64" }))],
      outputs: bodies.map((_, k) => inputs.length + steps.length + k),
      finish,
    };
    return { program, inputs: [...inputs, ...numbers], outputs };
  }
}

/** What rounding takes: of what is rounded to infinity nothing, so that it stays what it is when this is added. */
export const lostOf = (x: Ex, rounded: Ex): Ex => where(lt(abs(rounded), Infinity), sub(x, rounded), 0);

/** What a wide reduction of tensors of one shape and of numbers gives. @internal */
export const reduced = (self: Op, x: readonly Tensor[], numbers: readonly number[], { from, to }: Reduction): Tensor =>
  record(self, [...x, ...numbers.map((n) => number(n))], without(x[0]!.shape, { from, to }), { from, to }, x[0]!.dtype);

/** A reduction of wide terms. @internal */
export const wideSum = (
  name: string,
  terms: (x: Ex, y: Ex, z: Ex) => readonly Ex[],
  finish: (...totalsAndNumbers: [Ex, Ex, Ex, Ex, Ex]) => Ex,
  { lost = false, ...columns }: { readonly lost?: boolean } & Pick<Op, "range" | "vjp" | "forms"> = {},
): Op =>
  op(name, "reduce", {
    combine: "sum",
    wide: new Wide(terms(input(0), input(1), input(2)), finish(input(0), input(1), input(2), input(3), input(4)), lost),
    ...columns,
  });
/** What rounding takes from a sum. @internal */
export const sumLost = /* @__PURE__ */ wideSum(
  "sum lost",
  (x) => [x],
  (total) => total,
  { lost: true },
);
