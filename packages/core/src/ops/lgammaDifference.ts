/** not an op: log|Γ(a)| − log|Γ(b)| by d = a − b: of large numbers near one another by Stirling's series, whose large terms cancel by hand. */
import type { Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { lgamma } from "./lgamma.js";
import { near } from "./powerDifference.js";

/** From here on the series has 2⁻⁵³ of its first term after five. */
const LARGE = 20;
/** 1/(12x) − 1/(360x³) + …, what Stirling's formula leaves. */
const SERIES = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188];
function rest(x: Ex): Ex {
  const r = w.div(1, x),
    q = w.mul(r, r);
  return w.mul(
    r,
    SERIES.reduceRight<w.Scalar>((s, c) => w.add(w.mul(q, s), c), 0),
  );
}
export const ofLgamma = (a: Ex, b: Ex, d: Ex): Ex =>
  w.where(
    w.and(w.and(w.lt(LARGE, a), w.lt(LARGE, b)), near(b, d)),
    w.add(w.sub(w.add(w.mul(w.sub(b, 0.5), w.log1p(w.div(d, b))), w.mul(d, w.log(a))), d), w.sub(rest(a), rest(b))),
    w.sub(lgamma(a), lgamma(b)),
  );
