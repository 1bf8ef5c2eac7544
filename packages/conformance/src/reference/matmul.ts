/** c[i, j] = Σₖ a[i, k]·b[k, j] for row-major a [m, k] and b [k, n]. */
import { twoProd } from "./dd.js";
import { type Sum, sum } from "./sum.js";

export function matmul(a: ArrayLike<number>, b: ArrayLike<number>, m: number, k: number, n: number): Sum[] {
  const out: Sum[] = [];
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out.push(sum(Array.from({ length: k }, (_, r) => twoProd(a[i * k + r]!, b[r * n + j]!))));
  return out;
}
