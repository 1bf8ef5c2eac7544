/**
 * y[n, g, o, p] = Σ x[n, g, i, p·stride + k·dilation]·w[g, o, i, k], of up to three dimensions: x and w are read by index, from 0 along each dimension.
 * And its transpose: z[n, g, i, q] = Σ g[n, g, o, p]·w[g, o, i, k] over all p·stride + k·dilation = q.
 */
import { twoProd } from "./dd.js";
import { type Sum, sum } from "./sum.js";

export interface Windows {
  readonly batch: number;
  readonly groups: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly positions: readonly number[];
  readonly taps: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
}
export type At = (...index: number[]) => number;

const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const all = (sizes: readonly number[]): number[][] =>
  sizes.reduce<number[][]>((lists, n) => lists.flatMap((list) => count(n).map((i) => [...list, i])), [[]]);

export function conv(x: At, w: At, { batch, groups, inputs, outputs, positions, taps, stride, dilation }: Windows): Sum[] {
  const windows = all(taps);
  return all([batch, groups, outputs, ...positions]).map(([n, g, o, ...p]) =>
    sum(
      count(inputs).flatMap((i) =>
        windows.map((k) => twoProd(x(n!, g!, i, ...k.map((at, d) => at * dilation[d]! + p[d]! * stride[d]!)), w(g!, o!, i, ...k))),
      ),
    ),
  );
}

export function convTranspose(
  y: At,
  w: At,
  { batch, groups, inputs, outputs, positions, taps, stride, dilation }: Windows,
  size: readonly number[],
): Sum[] {
  const windows = all(taps);
  return all([batch, groups, inputs, ...size]).map(([n, g, i, ...q]) =>
    sum(
      windows.flatMap((k) => {
        const p = q.map((at, d) => (at - k[d]! * dilation[d]!) / stride[d]!);
        return p.every((at, d) => Number.isInteger(at) && at >= 0 && at < positions[d]!)
          ? count(outputs).map((o) => twoProd(y(n!, g!, o, ...p), w(g!, o, i!, ...k)))
          : [];
      }),
    ),
  );
}
