/** Sums over dimensions of expressions, of which no term is rounded, and what rounding took from the sum: whoever is made of both has the sum as a float64. */
import { differentiated, inputsOf } from "../ops/derivative.js";
import { type Op, op } from "../ops/op.js";
import { type Reduction, spread, without } from "../ops/reduction.js";
import { make } from "../ops/row.js";
import { Wide } from "../ops/wide.js";
import { LRU } from "../plan/lru.js";
import { type Ex, input } from "../scalar/expr.js";
import type { Shape } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { fitted } from "./lin.js";
import type { Region } from "./region.js";
import { rules } from "./rules.js";
import { buffersIn } from "./numbers.js";

/** Beyond, what is summed is asked of each of its parts. */
const MAX_ATOMS = 8;

/** Σ of a region of float32 over dimensions of `shape`; null where it reads too much, or something of another type. */
export function totalOf(name: string, region: Region, shape: Shape, over: Reduction, logarithmic: boolean): Tensor | null {
  const all = region.atoms,
    place = new Map(all.map((t, i) => [t.hash, i])),
    whole = (...x: readonly Ex[]): Ex => region.at((t) => x[place.get(t.hash)!]!),
    read = inputsOf(whole(...all.map((_, i) => input(i)))),
    atoms = read.map((i) => all[i]!);
  if (!atoms.length || buffersIn(atoms) > MAX_ATOMS || !atoms.every((t) => t.dtype === "float32")) return null;
  const body = (...x: readonly Ex[]): Ex => whole(...all.map((_, i) => x[read.indexOf(i)] ?? x[0]!)),
    of = (self: Op): Tensor =>
      record(
        self,
        atoms.map((t) => fitted(t, shape)),
        without(shape, over),
        { from: over.from, to: over.to },
      );
  return of(made.get(`${name}|${body(...atoms.map((_, i) => input(i))).id}|${logarithmic}`, () => total(name, body, atoms.length, logarithmic)));
}
const made = /* @__PURE__ */ new LRU<Op>(256);
function total(name: string, body: (...x: Ex[]) => Ex, arity: number, logarithmic: boolean): Op {
  const term = body(...Array.from({ length: arity }, (_, i) => input(i))),
    each = make(name, { woven: 1, body, deriv: Array.from({ length: arity }, (_, i) => differentiated(body, i)) }, arity),
    lost = op(`${name} lost`, "reduce", { combine: "sum", wide: new Wide([term], input(0), true) });
  return op(name, "reduce", {
    combine: "sum",
    wide: new Wide([term], input(0)),
    forms: { states: rules, logarithmic, lost: (node) => record(lost, node.inputs, node.shape, node.attrs, node.dtype) },
    vjp: (g, node) => each.op.vjp!(spread(g, node.inputs[0]!.shape, node.attrs as Reduction), node),
  });
}
