/**
 * What is linear along each dimension by itself: element p of the result is Σ Π weights[d][p_d][q_d]·x[q] over all q, and x's gradient the transpose. And the exact
 * gradients of a sum over windows, by what is summed and by its weights.
 */
import { type DD, dd, mul, twoProd } from "./dd.js";
import type { At } from "./conv.js";
import { type Sum, sum } from "./sum.js";

/** By result and element. */
export type Weights = readonly (readonly DD[])[];
const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
export const indices = (sizes: readonly number[]): number[][] =>
  sizes.reduce<number[][]>((lists, n) => lists.flatMap((list) => count(n).map((i) => [...list, i])), [[]]);

export function along(x: readonly number[], weights: readonly Weights[]): Sum[] {
  const from = indices(weights.map((w) => w[0]!.length));
  return indices(weights.map((w) => w.length)).map((p) => sum(from.map((q, i) => mul(weightOf(weights, p, q), dd(x[i]!)))));
}
export function alongTransposed(g: readonly number[], weights: readonly Weights[]): Sum[] {
  const to = indices(weights.map((w) => w.length));
  return indices(weights.map((w) => w[0]!.length)).map((q) => sum(to.map((p, i) => mul(weightOf(weights, p, q), dd(g[i]!)))));
}
const weightOf = (weights: readonly Weights[], p: readonly number[], q: readonly number[]): DD =>
  weights.reduce<DD>((w, each, d) => mul(w, each[p[d]!]![q[d]!]!), dd(1));

/** Σ g[n, o, p]·x[n, i, p·stride + k·dilation] over n and p: the gradient of a convolution by its weights, [o, i, k]. */
export function convByWeight(
  x: At,
  g: At,
  {
    batch,
    inputs,
    outputs,
    positions,
    taps,
    stride,
    dilation,
  }: Record<"batch" | "inputs" | "outputs", number> & Record<"positions" | "taps" | "stride" | "dilation", readonly number[]>,
): Sum[] {
  const all = indices([batch, ...positions]);
  return indices([outputs, inputs, ...taps]).map(([o, i, ...k]) =>
    sum(all.map(([n, ...p]) => twoProd(g(n!, o!, ...p), x(n!, i!, ...p.map((at, d) => at * stride[d]! + k[d]! * dilation[d]!))))),
  );
}
