/** not an op: what the graph, the stabiliser, the planner and autograd know of one. */
import type { ReduceRequest, Request, View } from "../kinds.js";
import type { Ex } from "../scalar/expr.js";
import type { Program } from "../scalar/program.js";
import type { Forms } from "../stability/forms.js";
import type { Interval } from "../stability/interval.js";
import type { Row } from "./derivative.js";
import type { Wide } from "./wide.js";
import type { Tensor } from "../tensor/tensor.js";

/** Throws for operands that an op refuses. Of float32 alone it is not asked. */
export type Check = (name: string, operands: readonly Tensor[]) => void;

export interface Op {
  readonly name: string;
  readonly id: number;
  /** The loop that computes it; `none`: views and leaves, which need no loop; `composite`: other ops compute it. */
  readonly kind: "map" | "reduce" | "direct" | "none" | "composite";
  /** map: whole numbers are taken too and give their own type ("number", or what refuses some of them), or everything gives a condition ("compare"); else they become float32. */
  readonly takes?: "number" | "compare" | Check;
  /** map: one element, as an expression. */
  readonly body?: Ex;
  /** map: the row that it was made of. */
  readonly row?: Row;
  /** map: the programs of this op alone that have run. */
  readonly programs: Program[];
  /** reduce: what becomes of the elements. */
  readonly combine?: ReduceRequest["combine"];
  /** reduce, sum alone: terms and totals that are not rounded. */
  readonly wide?: Wide;
  /** direct: the request, operands as views of storage. */
  readonly request?: (node: Tensor, inputs: readonly View[], output: View) => Request;
  /** composite: the node that has its value, of its shape and no view. Forms and gradients see the composite alone. */
  readonly parts?: (node: Tensor) => Tensor;
  /** direct: what the index of a fault means, where it is not one that the user gave: what happened, and what to do. */
  readonly refusal?: ((index: number) => string) | undefined;
  /** Operands of other types choose among the elements of the first: forms pass. */
  readonly picks?: true;
  /** Whether it holds what is of an earlier turn: no form looks below, and its value is kept. */
  readonly holds?: true;
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

type Written = Omit<Op, "name" | "id" | "kind" | "programs">;
/** No column is forgotten. */
type Complete = { readonly [K in keyof Required<Op>]: Op[K] };
let count = 0;
/** Every op has the same fields in the same order: whatever records, groups or restates ops of many kinds finds its columns at once. */
class Columns implements Complete {
  readonly id = ++count;
  readonly programs: Program[] = [];
  readonly takes: Op["takes"];
  readonly row: Op["row"];
  readonly combine: Op["combine"];
  readonly wide: Op["wide"];
  readonly refusal: Op["refusal"];
  readonly numbers: Op["numbers"];
  readonly picks: Op["picks"];
  readonly holds: Op["holds"];
  readonly request: Op["request"];
  readonly parts: Op["parts"];
  readonly range: Op["range"];
  readonly again: Op["again"];
  readonly vjp: Op["vjp"];
  /** @internal */
  build: (() => Ex) | undefined;
  private made: Ex | undefined;
  private stated: Forms | null | undefined;
  constructor(
    readonly name: string,
    readonly kind: Op["kind"],
    private readonly columns: Written,
  ) {
    this.takes = columns.takes;
    this.row = columns.row;
    this.made = columns.body;
    this.combine = columns.combine;
    this.wide = columns.wide;
    this.refusal = columns.refusal;
    this.numbers = columns.numbers;
    this.picks = columns.picks;
    this.holds = columns.holds;
    this.request = columns.request;
    this.parts = columns.parts;
    this.range = columns.range;
    this.again = columns.again;
    this.vjp = columns.vjp;
    this.build = undefined;
    this.stated = undefined;
  }
  get body(): Ex | undefined {
    return (this.made ??= this.build?.());
  }
  /** Asked for late: the forms of views are made of ops. */
  get forms(): Forms | undefined {
    if (this.stated === undefined) this.stated = this.columns.forms ?? null;
    return this.stated ?? undefined;
  }
}

/** Only `forms` may be a getter: it is read when it is first asked for. */
export const op = (name: string, kind: Op["kind"], columns: Written = {}): Op => new Columns(name, kind, columns);

/** Rows refer to one another, so a body is built when it is first asked for. */
export function lazily(self: Op, body: () => Ex): Op {
  (self as Columns).build = body;
  return self;
}
