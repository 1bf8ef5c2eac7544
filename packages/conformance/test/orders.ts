/** Values and their derivatives, as lists: without the stabiliser in float64 they are what those with it are held to. */
import { grad } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";

type T = k.Tensor;
export interface As {
  readonly dtype: "float32" | "float64";
  readonly mode: "on" | "off";
}
export const HERE: As = { dtype: "float32", mode: "on" };
export const EXACT: As = { dtype: "float64", mode: "off" };

/** A value, and the gradients of its sum by each of some data; with `twice`, those of the first of these, weighted and added up. */
export const orders = (f: (...x: T[]) => T, data: readonly k.Operand[], { dtype, mode }: As, twice = false): number[][] =>
  k.stabilise(mode, () => {
    const xs = data.map((d) => k.tensor(d as number[], { dtype, requiresGrad: true })),
      y = f(...xs),
      first = grad(k.sum(y), xs, { createGraph: twice }) as T[];
    const weighed = (g: T): T => k.mul(g, k.add(k.mul(0.25, k.reshape(k.arange(g.size, { dtype }), g.shape)), 1)),
      second = twice ? (grad(k.sum(weighed(first[0]!)), [xs[0]!]) as T[]) : [];
    return [y, ...first, ...second].map((t) => [...t.dataSync()].map(Number));
  });
