/** Gradients as values: of functions, and of recorded results by any tensor that they depend on. Nothing runs until one is read. */
import { type Operand, zeros } from "@evenkeel/core";
import {
  asArray,
  asFunction,
  differentiably,
  type Kinds,
  optionsOf,
  rebuilt,
  stableOf,
  Tensor,
  unstabilised,
  variable,
} from "@evenkeel/core/internal";
import { seedOf } from "./seed.js";
import { type Gradients, mapTree, tensorsOf } from "./tree.js";
import { by, onVariables, type OnVariables } from "./variables.js";
import { gradients, usersFirst } from "./walk.js";

/** Which arguments a function is differentiated by: one, or several. */
export type Argnums = number | readonly number[];
/** The gradients by one argument, or an array of those by several. */
export type GradientsAt<A extends readonly unknown[], N extends Argnums> = N extends readonly number[]
  ? { [K in keyof N]: N[K] extends keyof A ? Gradients<A[N[K]]> : never }
  : N extends number
    ? Gradients<A[N]>
    : never;
export interface FunctionOptions<N extends Argnums> {
  /** By default 0. An array of numbers gives an array of gradients. */
  readonly argnums?: N;
}
export interface OutputOptions {
  /** The gradient of the output, of its shape; by default 1, for an output of one element. */
  readonly gradOutputs?: Operand;
  /** Whether the gradients can be differentiated themselves. */
  readonly createGraph?: boolean;
  /** Whether inputs that the output does not depend on have gradient 0, and are no error. */
  readonly allowUnused?: boolean;
}

/**
 * `grad(f)`: a function of f's arguments that gives the gradient of f, which returns one element, by its first argument (or by
 * `argnums`): a tensor, or arrays and plain objects of tensors, whose structure it keeps. `grad(grad(f))` is differentiated twice.
 *
 * `grad(output, inputs)`: the gradient of something recorded by any tensors that it was computed from. One by an inner tensor comes from
 * a second graph that is cut there, and leaves the output as it is.
 */
export function grad<A extends readonly unknown[], const N extends Argnums = 0>(
  f: (...args: A) => Tensor,
  options?: FunctionOptions<N>,
): (...args: A) => GradientsAt<A, N>;
export function grad<T>(output: Tensor, inputs: T, options?: OutputOptions): Gradients<T>;
export function grad(first: Tensor | ((...args: never[]) => unknown), second?: unknown, options?: OutputOptions): unknown {
  if (first instanceof Tensor) return ofOutput(first.current, second, options);
  asFunction("grad", first);
  const argnums = argnumsOf("grad", second as FunctionOptions<Argnums>);
  return (...args: unknown[]) => ofFunction("grad", first, args, argnums).gradient;
}

/** The same with the value of f: `[value, gradient]`. */
export function valueAndGrad<A extends readonly unknown[], const N extends Argnums = 0>(
  f: (...args: A) => Tensor,
  options?: FunctionOptions<N>,
): (...args: A) => [value: Tensor, gradient: GradientsAt<A, N>] {
  asFunction("valueAndGrad", f);
  const argnums = argnumsOf("valueAndGrad", options);
  return (...args) => {
    const { on, gradient } = ofFunction("valueAndGrad", f, args, argnums);
    return [on.value, gradient as GradientsAt<A, N>];
  };
}

/** What a function is differentiated by. */
export const argnumsOf = <N>(name: string, options: { readonly argnums?: N } | undefined): N | undefined =>
  optionsOf(name, options, { argnums: "" }).argnums;

/** The value and the gradient of a function, by the name that the user called. */
export function ofFunction(
  name: string,
  f: (...args: never[]) => unknown,
  args: readonly unknown[],
  argnums: Argnums = 0,
): { on: OnVariables; gradient: unknown } {
  const which = typeof argnums === "number" ? [argnums] : asArray(name, "numbers of arguments", argnums),
    bad = which.find((i, k) => !(Number.isInteger(i) && i >= 0 && i < args.length) || which.indexOf(i) !== k);
  if (bad !== undefined)
    throw new RangeError(`${name}: argnums has ${bad}, and the function was called with ${args.length} arguments. Name each argument once, from 0.`);
  const on = onVariables(name, f, args, which),
    found = by(on.variables, [[on.root, seedOf(name, "function's result", on.root)]], on.outer),
    of = new Map(on.variables.map((v, i) => [v, found[i] ?? zeros(v.shape, { dtype: v.dtype })]));
  const gradient = which.map((i) => mapTree(name, on.args[i], `argument ${i}`, (v) => of.get(v)!));
  return { on, gradient: typeof argnums === "number" ? gradient[0] : gradient };
}

const KINDS: Kinds<OutputOptions> = { gradOutputs: "", createGraph: "true or false", allowUnused: "true or false" };
function ofOutput(output: Tensor, inputs: unknown, options?: OutputOptions): unknown {
  const { gradOutputs, createGraph = false, allowUnused = false } = optionsOf("grad", options, KINDS),
    seed = seedOf("grad", "output", output, gradOutputs),
    wanted = new Set(tensorsOf("grad", inputs, "inputs")),
    variables = new Map<Tensor, Tensor>(),
    made = new Map<Tensor, Tensor>();
  const cut = rebuilt(output, made, wanted, (t) => {
    if (!t.requiresGrad) return t;
    return t.inputs.length ? variable(t) : t;
  });
  for (const t of wanted) if (made.has(t)) variables.set(t, made.get(t)!);
  const reached = new Set(usersFirst([cut])),
    found = (createGraph ? differentiably : unstabilised)(() => gradients([[stableOf(cut), seed]], new Set(variables.values())));
  return mapTree("grad", inputs, "inputs", (t, path) => {
    const v = variables.get(t);
    if (v && !v.requiresGrad) throw new TypeError(`grad: ${path} does not require a gradient. Make it a parameter(), or a tensor with requiresGrad.`);
    if (!(v && reached.has(v)) && !allowUnused)
      throw new TypeError(
        `grad: no gradient passes from the output to ${path}${v ? ", which it was computed from" : ""}. Leave it out, or pass allowUnused for a gradient of 0.`,
      );
    // A restated output may not depend on it any more.
    return (v && found.get(v)) ?? zeros(t.shape, { dtype: t.dtype });
  });
}
