/** Functions with a gradient of the user's own. */
import { type Mode, noGrad, type Operand, stabilise } from "@evenkeel/core";
import {
  asFunction,
  cast,
  contiguously,
  cut,
  kindOf,
  layoutOf,
  modes,
  numberIn,
  of,
  op,
  record,
  sameShape,
  show,
  Tensor,
} from "@evenkeel/core/internal";

/** The gradients of the inputs, from the gradient `g` of the result; null where none passes. Of a single input one tensor will do. */
export type Pullback<A extends readonly Tensor[]> = (g: Tensor, inputs: A, output: Tensor) => Tensor | readonly (Tensor | null)[];

/**
 * `f`, with `vjp` as its gradient: a wall through which the stabiliser does not look, and of which nothing but `vjp` is differentiated.
 * What `f` uses besides its arguments gets no gradient. `vjp` is written in ops, so it is differentiated again for second derivatives.
 */
export function customGrad<A extends readonly Tensor[]>(
  f: (...inputs: A) => Tensor,
  vjp: Pullback<A>,
): (...inputs: { [K in keyof A]: Operand }) => Tensor {
  asFunction("customGrad", f);
  asFunction("customGrad", vjp);
  const wall = op("customGrad", "none", {
    again: (node, [y, ...inputs]) => walled(y!, inputs, node.attrs as Mode),
    vjp(g, node) {
      const inputs = node.inputs.slice(1),
        given = stabilise(node.attrs as Mode, () => vjp(g, inputs as readonly Tensor[] as A, node));
      return [null, ...checked(Array.isArray(given) ? (given as readonly (Tensor | null)[]) : [given as Tensor], inputs)];
    },
  });
  /** A view of the value with the inputs beside it. A view of a number would be a number to the stabiliser. */
  const walled = (value: Tensor, inputs: readonly Tensor[], mode: Mode): Tensor => {
    const y = numberIn(value) === undefined ? value : contiguously(value);
    return record(wall, [y, ...inputs], y.shape, mode, y.dtype, layoutOf(y));
  };
  return (...given) => {
    const inputs = given.map((x) => of("customGrad", x as Operand)),
      value = noGrad(() => f(...(inputs as readonly Tensor[] as A)));
    if (!(value instanceof Tensor)) throw new TypeError(`customGrad: the function returned ${kindOf(value)}. Return one tensor.`);
    return walled(cut(value.current), inputs, modes.stabilise);
  };
}

function checked(gradients: readonly (Tensor | null)[], inputs: readonly Tensor[]): (Tensor | null)[] {
  if (gradients.length !== inputs.length)
    throw new RangeError(`customGrad: the vjp returned ${gradients.length} gradients for ${inputs.length} inputs. Return one for each, or null.`);
  return gradients.map((g, i) => {
    if (g === null) return g;
    if (!(g instanceof Tensor)) throw new TypeError(`customGrad: gradient ${i} of the vjp is ${kindOf(g)}. Return a tensor or null.`);
    const { shape, dtype } = inputs[i]!;
    if (!sameShape(g.shape, shape))
      throw new RangeError(`customGrad: gradient ${i} has shape ${show(g.shape)} and its input ${show(shape)}. Return the input's.`);
    return cast(g, dtype);
  });
}
