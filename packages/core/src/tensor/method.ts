/**
 * Methods are functions of a tensor under another spelling: `x.add(y)` is `add(x, y)`. Importing a file of methods adds them to every tensor,
 * and to its type; without such an import there are none, and a bundle has only the ops that it names.
 */
import type { Elementwise } from "../ops/row.js";
import type { Operand } from "./create.js";
import { Tensor } from "./tensor.js";

/** The type of a function as a method: without its first parameter. Of an elementwise op what takes tensors; of overloads, up to four. */
export type Method<F> =
  F extends Elementwise<1>
    ? () => Tensor
    : F extends Elementwise<2>
      ? (y: Operand) => Tensor
      : F extends Elementwise<3>
        ? (y: Operand, z: Operand) => Tensor
        : F extends {
              (x: Tensor, ...rest: infer A): infer P;
              (x: Tensor, ...rest: infer B): infer Q;
              (x: Tensor, ...rest: infer C): infer R;
              (x: Tensor, ...rest: infer D): infer S;
            }
          ? Overload<A, P> & Overload<B, Q> & Overload<C, R> & Overload<D, S>
          : never;
/** What is inferred of an overload that a function does not have is unknown. */
type Overload<A, R> = unknown extends R ? unknown : A extends readonly unknown[] ? (...rest: A) => R : never;

/** Makes functions of a tensor methods of every tensor. Throws TypeError where a tensor has a member of that name. @internal */
export function addMethods(functions: Readonly<Record<string, (x: Tensor, ...rest: never[]) => unknown>>): void {
  const methods: PropertyDescriptorMap = {};
  for (const name in functions) {
    const f = functions[name]!;
    methods[name] = {
      configurable: true,
      writable: true,
      value(this: Tensor, ...rest: never[]): unknown {
        return f(this, ...rest);
      },
    };
  }
  const taken = Object.keys(methods).find((name) => name in Tensor.prototype);
  if (taken) throw new TypeError(`addMethods: tensors have a member "${taken}" already. Choose another name.`);
  // All at once: a prototype that is asked for a name between two additions is laid out anew for each.
  Object.defineProperties(Tensor.prototype, methods);
}
