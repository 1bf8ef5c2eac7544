/**
 * jvp(f, primals, tangents): the derivative of f along a direction. It is the transpose of the gradient, found by differentiating that by its
 * own cotangent, in which it is linear; there are no rules of a forward mode.
 */
import { type Tensor, zeros } from "@evenkeel/core";
import { asArray, cast, modes, sameShape, show, variable } from "@evenkeel/core/internal";
import { type Gradients, tensorsOf } from "./tree.js";
import { by, onVariables } from "./variables.js";

/** `[f(...primals), ∂f/∂primals · tangents]`. Tangents have the structure and shapes of the primals, and are taken in their types; f may return any shape. */
export function jvp<A extends readonly unknown[]>(f: (...args: A) => Tensor, primals: A, tangents: Gradients<A>): [value: Tensor, tangent: Tensor] {
  const on = onVariables(
      "jvp",
      f,
      primals,
      asArray("jvp", "primals", primals).map((_, i) => i),
    ),
    directions = tensorsOf("jvp", tangents, "tangents");
  const unlike = on.variables.findIndex((v, i) => !directions[i] || !sameShape(v.shape, directions[i].shape));
  if (directions.length !== on.variables.length || unlike >= 0)
    throw new RangeError(
      `jvp: there are ${on.variables.length} tensors in primals and ${directions.length} in tangents${
        unlike >= 0 && directions[unlike]
          ? `, and of number ${unlike} the shapes are ${show(on.variables[unlike]!.shape)} and ${show(directions[unlike].shape)}`
          : ""
      }. Give tangents of the same structure and shapes.`,
    );
  // Its value is never asked for: what is linear in it does not depend on it.
  const cotangent = variable(zeros(on.root.shape, { dtype: on.root.dtype })),
    transposed = by(on.variables, [[on.root, cotangent]], true);
  const seeds = transposed.flatMap((g, i) => (g ? [[g, cast(directions[i]!, g.dtype)] as const] : [])),
    outer = on.outer || (modes.grad && directions.some((t) => t.requiresGrad));
  return [on.value, by([cotangent], seeds, outer)[0] ?? zeros(on.root.shape, { dtype: on.root.dtype })];
}
