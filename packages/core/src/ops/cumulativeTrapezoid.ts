/**
 * cumulativeTrapezoid(y, { x, dx, dim }): the integral of y along a dimension from its first point to each other, by straight lines, as trapezoid's; without x points are dx
 * apart.
 *
 * Shape    y: f[…, n, …], x: f[n] or what broadcasts to y → f[…, n − 1, …]
 * Method   terms in one body, rounded, and cumsum
 * Error    that of cumsum, and 1.01·2⁻²⁴·Σ|terms|
 * Source   PyTorch `cumulative_trapezoid`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { cumsum } from "./cumsum.js";
import { areas, type TrapezoidOptions } from "./trapezoids.js";

export function cumulativeTrapezoid(input: Operand, options?: TrapezoidOptions): Tensor {
  const [terms, d] = areas("cumulativeTrapezoid", input, options);
  return cumsum(terms, d);
}
