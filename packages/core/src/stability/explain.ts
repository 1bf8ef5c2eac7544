/** What becomes of a formula: the statement that will be run, as data, and why each part of it is another than was written. */
import type { Ex } from "../scalar/expr.js";
import { numberIn } from "../tensor/create.js";
import type { Shape } from "../tensor/shape.js";
import { afresh, fromLeaves } from "../tensor/rebuilt.js";
import { kindOf } from "../tensor/given.js";
import { ownerOf } from "../tensor/state.js";
import { Tensor } from "../tensor/tensor.js";
import { CATALOGUE } from "./catalogue.js";
import type { Better } from "./forms.js";
import { stableOf, watch } from "./stabilise.js";

/** A value as what computes it. */
export interface Formula {
  /** The op's name; of a leaf, what it is. What a rule made of several ops has the name of the last of them: its body says what it is. */
  readonly op: string;
  readonly of: readonly Formula[];
  readonly shape: Shape;
  /** Of a number. */
  readonly number?: number;
  /** Elementwise: one element, as an expression in those of `of`. */
  readonly body?: Ex;
  /** What the op needs besides its operands, in a form of its own: of a view, which part it sees. */
  readonly attrs?: unknown;
  /** The change that put it here: its place in `changes`. */
  readonly change?: number;
  /** Of a leaf, the tensor: data or a parameter. */
  readonly leaf?: Tensor;
}
export interface Change {
  /** What was written: the tensor asked about, or one that it was made of. */
  readonly written: Tensor;
  readonly run: Formula;
  /** One sentence. */
  readonly why: string;
  /** The rows of docs/catalogue.md that the rule restates. */
  readonly catalogue: readonly string[];
}
export interface Explanation {
  readonly run: Formula;
  /** In the order in which they were found: from the leaves up. */
  readonly changes: readonly Change[];
}

/**
 * How a tensor will be computed: the statement of it that is run, and the restatements that led there. Nothing is run, and no report is told. What was computed and has let
 * go of what it was made of is a leaf. Throws a TypeError for what is no tensor.
 */
export function explain(t: Tensor): Explanation {
  if (!(t instanceof Tensor)) throw new TypeError(`explain: ${kindOf(t)} is no tensor. Give the result of an op.`);
  const { copy, originals } = afresh(t),
    found: [Tensor, Better][] = [],
    changeOf = new Map<Tensor, number>(),
    note = (node: Tensor, better: Better): void => {
      changeOf.set(better.node, found.length);
      found.push([originals.get(node) ?? node, better]);
    };
  const others = [...watch.notes];
  watch.notes.clear();
  watch.notes.add(note);
  let stable: Tensor;
  try {
    stable = stableOf(copy);
  } finally {
    watch.notes.clear();
    for (const other of others) watch.notes.add(other);
  }
  const known = new Map<Tensor, Formula>(),
    shown = (x: Tensor): Formula => {
      const { op, inputs, shape } = x,
        number = numberIn(x),
        change = changeOf.get(x);
      return {
        op: op.name,
        of: inputs.map((y) => known.get(y)!),
        shape,
        ...(number !== undefined && { number }),
        ...(op.body && { body: op.body }),
        ...(inputs.length && x.attrs !== null && { attrs: x.attrs }),
        ...(change !== undefined && { change }),
        ...(!inputs.length && { leaf: ownerOf(x) }),
      };
    };
  return {
    run: fromLeaves(stable, known, shown),
    changes: found.map(([written, { node, why }]) => ({
      written,
      run: fromLeaves(node, known, shown),
      why,
      catalogue: CATALOGUE[why]?.split(" ") ?? [],
    })),
  };
}
