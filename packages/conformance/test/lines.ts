/** Matrices whose lines are data sets, along the last dimension or down the first, and what is read of them line by line. */
import * as k from "@evenkeel/core";

type T = k.Tensor;
/** 1: rows. 0: columns. */
export type Along = 0 | 1;

/** Every shape in both directions. */
export function eachOf(
  shapes: readonly (readonly [rows: number, n: number])[],
  make: () => number,
  check: (x: Float32Array, rows: number, n: number, along: Along) => void,
): void {
  for (const [rows, n] of shapes) for (const along of [0, 1] as const) check(Float32Array.from({ length: rows * n }, make), rows, n, along);
}
/** The matrix that has these rows along a dimension. */
export const laid = (x: Float32Array, rows: number, n: number, along: Along): T =>
  along ? k.tensor(x, { shape: [rows, n] }) : k.tensor(k.permute(k.tensor(x, { shape: [rows, n] }), [1, 0]).dataSync(), { shape: [n, rows] });
export const rowsOf = (t: T, n: number, along: Along): Float32Array[] => {
  const data = (along ? t : k.permute(t, [1, 0])).dataSync() as Float32Array;
  return Array.from({ length: data.length / n }, (_, i) => data.slice(i * n, i * n + n));
};
