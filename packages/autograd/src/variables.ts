/**
 * A function called on variables: views of its arguments by which its result is then differentiated. No form looks through a variable, so a
 * gradient never goes past it. Where an argument has forms, the value comes from a second graph in which they are seen.
 */
import {
  asFunction,
  cut,
  differentiably,
  isWall,
  kindOf,
  modes,
  numberIn,
  rebuilt,
  stableOf,
  Tensor,
  unstabilised,
  variable,
  within,
} from "@evenkeel/core/internal";
import { mapTree } from "./tree.js";
import { gradients, type Seed, usersFirst } from "./walk.js";

export interface OnVariables {
  /** What the function gives, as if it had been called on the arguments themselves. */
  readonly value: Tensor;
  /** Its stable form on the variables. */
  readonly root: Tensor;
  /** In the order of the arguments, and of the tensors within each. */
  readonly variables: readonly Tensor[];
  /** The arguments with their variables, those that are not differentiated as they were. */
  readonly args: readonly unknown[];
  /** Whether anything else than the variables requires a gradient: then gradients are recorded so that they can be differentiated. */
  readonly outer: boolean;
}

/** Calls `f` once, with the arguments that `which` names on variables. */
export function onVariables(name: string, f: (...args: never[]) => unknown, args: readonly unknown[], which: readonly number[]): OnVariables {
  asFunction(name, f);
  const stands = new Map<Tensor, Tensor>(),
    grad = modes.grad;
  const given = args.map((a, i) =>
    which.includes(i)
      ? mapTree(name, a, `argument ${i}`, (t) => {
          const v = variable(t);
          stands.set(v, t);
          return v;
        })
      : a,
  );
  const result = within(name, { grad: true, cut: false }, () => f(...(given as never[])));
  if (!(result instanceof Tensor))
    throw new TypeError(`${name}: the function returned ${kindOf(result)}, and what is differentiated is one tensor. Return that alone.`);
  const y = result.current,
    root = stableOf(y),
    variables = [...stands.keys()];
  const sources = usersFirst([y], new Set(variables)).filter((t) => !t.inputs.some((x) => x.requiresGrad && !stands.has(t))),
    outer = grad && sources.some((t) => (stands.get(t) ?? t).requiresGrad);
  const seen = variables.some((v) => !isWall(stands.get(v)!) || numberIn(stands.get(v)!) !== undefined);
  return {
    get value() {
      const whole = seen ? rebuilt(y, new Map(stands)) : y;
      return outer ? whole : cut(whole);
    },
    root,
    variables,
    args: given,
    outer,
  };
}

/** The gradients of variables, or of whatever ends the walk; null where nothing depends on one. */
export function by(variables: readonly Tensor[], seeds: readonly Seed[], createGraph: boolean): (Tensor | null)[] {
  const ends = new Set(variables),
    found = (createGraph ? differentiably : unstabilised)(() => gradients(seeds, ends, ends));
  return variables.map((v) => found.get(v) ?? null);
}
