/**
 * What lgamma and digamma share: x by its size a = |x|. Below 3, a is z more than 0, 1 or 2, and Γ(1 + z) has a polynomial; from 3 on Stirling's series
 * has one. Negative x are reflected, by sin πa and cot πa, of which d = a − round(a), exact, is what matters.
 */
import type { Bundle, Simd } from "../emit/index.js";
import { round } from "./whole.js";

export interface Parts {
  readonly a: Bundle;
  readonly z: Bundle;
  readonly d: Bundle;
  /** Masks: x < 0; a < 1; a < 3; a is between 2 and 3; a is a whole number. */
  readonly negative: Bundle;
  readonly first: Bundle;
  readonly near: Bundle;
  readonly third: Bundle;
  readonly whole: Bundle;
}

export function parts(d: Simd, x: Bundle): Parts {
  const a = d.abs(x),
    nearest = round(d, a),
    first = d.lt(a, 1),
    second = d.lt(a, 2),
    near = d.lt(a, 3);
  return {
    a,
    z: d.sub(d.sub(a, d.andnot(1, first)), d.andnot(1, second)),
    d: d.sub(a, nearest),
    negative: d.lt(x, 0),
    first,
    near,
    third: d.andnot(near, second),
    whole: d.eq(a, nearest),
  };
}
