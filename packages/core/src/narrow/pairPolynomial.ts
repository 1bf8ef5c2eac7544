/** Polynomials of two floats, of which only the first coefficients matter to more than 24 bits. */
import type { F, Machine } from "./machine.js";
import { type Pair, pairArithmetic } from "./pair.js";
import { float } from "./machine.js";

/** Σ first[i]·xⁱ + x^n·Σ rest[i]·xⁱ, n being how many are first; those in two floats. */
export interface Coefficients {
  readonly first: readonly (readonly [h: number, l: number])[];
  readonly rest: readonly number[];
}

export function pairPolynomial(m: Machine) {
  const { add, mul } = m;
  const { sum, product } = pairArithmetic(m);
  const polynomial = (x: Pair, { first, rest }: Coefficients): Pair => {
    const tail = rest.slice(0, -1).reduceRight<F>((p, c) => add(mul(p, x.h), c), rest.at(-1)!);
    return first.reduceRight<Pair>((p, [h, l]) => sum({ h: float(h), l: float(l) }, product(x, p)), { h: float(tail), l: float(0) });
  };
  return { polynomial };
}
