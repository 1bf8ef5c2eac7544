/** not an op: what the graph, the stabiliser, the planner and autograd know of one. */
import type { ReduceRequest, Request, View } from "../kinds.js";
import type { Ex } from "../scalar/expr.js";
import type { Forms } from "../stability/forms.js";
import type { Interval } from "../stability/interval.js";
import type { Tensor } from "../tensor/tensor.js";

export interface Op {
  readonly name: string;
  readonly id: number;
  /** The loop that computes it; `none`: views and leaves, which need no loop; `composite`: other ops compute it. */
  readonly kind: "map" | "reduce" | "direct" | "none" | "composite";
  /** map: whole numbers are taken too and give their own type ("number"), or everything gives a condition ("compare"); else they become float32. */
  readonly takes?: "number" | "compare";
  /** map: one element, as an expression. */
  readonly body?: Ex;
  /** reduce: what becomes of the elements. */
  readonly combine?: ReduceRequest["combine"];
  /** direct: the request, operands as views of storage. */
  readonly request?: (node: Tensor, inputs: readonly View[], output: View) => Request;
  /** composite: the node that has its value, of its shape and no view. Forms and gradients see the composite alone. */
  readonly parts?: (node: Tensor) => Tensor;
  /** direct: what the index of a fault means, where it is not one that the user gave: what happened, and what to do. */
  readonly refusal?: ((index: number) => string) | undefined;
  /** direct: operands that are a number everywhere come as that number. */
  readonly numbers?: true;
  /** An interval that holds every value, from intervals that hold the inputs. */
  readonly range?: (...x: readonly Interval[]) => Interval;
  readonly forms?: Forms;
  /** The same op on other inputs of the same shapes; absent where shape and attrs say it all. */
  readonly again?: (node: Tensor, inputs: readonly Tensor[]) => Tensor;
  /** The gradients of the inputs, from the gradient `g` of the result; null where none passes or none is wanted. Without it no result requires one. */
  readonly vjp?: (g: Tensor, node: Tensor) => readonly (Tensor | null)[];
}

let count = 0;
/** Columns may be getters, since rows refer to one another. */
export function op(name: string, kind: Op["kind"], columns: Omit<Op, "name" | "id" | "kind"> = {}): Op {
  return Object.defineProperties({ name, kind, id: ++count }, Object.getOwnPropertyDescriptors(columns)) as Op;
}

/** Rows refer to one another, so a body is built when it is first asked for. */
export function lazily(self: Op, body: () => Ex): void {
  Object.defineProperty(self, "body", { configurable: true, get: () => (Object.defineProperty(self, "body", { value: body() }), self.body) });
}
