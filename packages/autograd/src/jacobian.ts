/** Every derivative of every element: the Jacobian of a function, and the Hessian of one that gives one element. Nothing runs until one is read. */
import { reshape, narrow, stack, type Tensor, tensor, zeros } from "@evenkeel/core";
import { asFunction } from "@evenkeel/core/internal";
import { argnumsOf, type GradientsAt, ofFunction } from "./grad.js";
import { mapTree } from "./tree.js";
import { by, onVariables } from "./variables.js";

export interface JacobianOptions<N extends number> {
  /** Which argument the function is differentiated by; by default 0. */
  readonly argnums?: N;
}

/**
 * A function of f's arguments that gives ∂f/∂x as a tensor of f's shape followed by that of x, its first argument (or that of `argnums`): in place of
 * each tensor, if that is an array or a plain object of tensors. f is called once; each of its elements is one walk from it.
 */
export function jacobian<A extends readonly unknown[], N extends number = 0>(
  f: (...args: A) => Tensor,
  options?: JacobianOptions<N>,
): (...args: A) => GradientsAt<A, N> {
  asFunction("jacobian", f);
  const argnum = argnumsOf("jacobian", options) ?? 0;
  return (...args) => rowsOf("jacobian", f, args, argnum) as GradientsAt<A, N>;
}

/** The same of the gradient of f, which returns one element, by a tensor x: of the shape of x twice. It can be differentiated again. */
export function hessian<A extends readonly unknown[], N extends number = 0>(
  f: (...args: A) => Tensor,
  options?: JacobianOptions<N>,
): (...args: A) => GradientsAt<A, N> {
  asFunction("hessian", f);
  const argnum = argnumsOf("hessian", options) ?? 0,
    gradient = (...args: A) => ofFunction("hessian", f, args, argnum).gradient as Tensor;
  return (...args) => rowsOf("hessian", gradient, args, argnum) as GradientsAt<A, N>;
}

function rowsOf(name: string, f: (...args: never[]) => unknown, args: readonly unknown[], argnum: number): unknown {
  if (!(Number.isInteger(argnum) && argnum >= 0 && argnum < args.length))
    throw new RangeError(`${name}: argnums is ${argnum}, and the function was called with ${args.length} arguments. Name one of them, from 0.`);
  const { variables, root, outer, args: given } = onVariables(name, f, args, [argnum]),
    { shape, size, dtype } = root;
  // The 1 of all rows is the same one, seen through a window that moves.
  const unit = tensor(new Uint8Array(Math.max(2 * size - 1, 0)).fill(1, size - 1, size), { dtype });
  const rows = Array.from({ length: size }, (_, i) => by(variables, [[root, reshape(narrow(unit, 0, size - 1 - i, size), shape)]], outer));
  const of = new Map(
    variables.map((v, k) => {
      const whole = [...shape, ...v.shape],
        nothing = (of: readonly number[]): Tensor => zeros(of, { dtype: v.dtype });
      return [v, size ? reshape(stack(rows.map((row) => row[k] ?? nothing(v.shape))), whole) : nothing(whole)];
    }),
  );
  return mapTree(name, given[argnum], `argument ${argnum}`, (v) => of.get(v)!);
}
