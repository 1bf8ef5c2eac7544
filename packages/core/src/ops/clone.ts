import { layoutOf, type Tensor } from "../tensor/tensor.js";
import { of, type Operand } from "../tensor/create.js";
import { run } from "../plan/run.js";
import { Parameter } from "../tensor/state.js";
import { contiguously } from "./contiguous.js";

let clones = 0;

/**
 * clone(x): the elements of x in memory of their own. What is there already is copied at once, so a clone of a parameter is a snapshot: no
 * later update changes it or makes it unreadable. What is only recorded is copied when it is computed. The gradient passes.
 *
 * Shape    x: […] → […]
 * Method   a copy
 * Error    exact
 * Source   PyTorch `clone`
 */
export function clone(x: Operand): Tensor {
  // A snapshot is of what is there, so what a graph still carries is computed now.
  if (x instanceof Parameter) x.next?.(true);
  const t = of("clone", x),
    copy = contiguously(t, -++clones);
  if (layoutOf(t).base.value) run([copy]);
  return copy;
}
