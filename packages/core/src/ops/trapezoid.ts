/**
 * trapezoid(y, { x, dx, dim }): the integral of y along a dimension by straight lines between the points, Σ (yᵢ + yᵢ₊₁)/2 · (xᵢ₊₁ − xᵢ); without x points are dx apart.
 *
 * Shape    y: f[…, n, …], x: f[n] or what broadcasts to y → f[… without the dimension]
 * Method   terms in one body, rounded, and sum
 * Error    ½ ulp + 1.01·2⁻²⁴·Σ|terms|
 * Source   PyTorch `trapezoid`
 */
import type { Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { sum } from "./sum.js";
import { areas, type TrapezoidOptions } from "./trapezoids.js";

export function trapezoid(input: Operand, options?: TrapezoidOptions): Tensor {
  const [terms, d] = areas("trapezoid", input, options);
  return sum(terms, d);
}
