/**
 * The quantile of the standard normal distribution as a scalar body: Φ⁻¹(½ + q) for |q| ≤ ½ − 2⁻³³, or ½ − 2⁻⁵⁴ if it is to reach `far`. Wichura's AS 241 (1988, "The percentage points
 * of the normal distribution"): ratios of polynomials, in q² at the centre and in √−log of the tail's area elsewhere, of relative error 1e-16.
 * Its third ratio is for areas below e⁻²⁵ = 2⁻³⁶, which are far.
 */
import { type Ex, input } from "../scalar/expr.js";
import * as w from "../scalar/words.js";

/** `far`: for areas down to 2⁻⁵⁴ of the tail, not 2⁻³³ only. */
export function normalQuantile(q: Ex = input(0), far = false): Ex {
  const r = root(w.sub(0.5, w.abs(q)));
  return chosen(q, far ? whole(r) : near(r));
}

/** The same for every area `tail` = ½ − |q| from 0 on, which is given by itself: beside ½ a small one is lost. @internal */
export function wholeQuantile(q: Ex, tail: Ex): Ex {
  return chosen(q, w.where(w.eq(tail, 0), Infinity, whole(root(tail))));
}

const ratio = (r: Ex, over: readonly number[], under: readonly number[]): Ex => w.div(polynomial(r, over), polynomial(r, under));
const root = (tail: Ex): Ex => w.sqrt(w.neg(w.log(tail)));
const near = (r: Ex): Ex => ratio(w.sub(r, 1.6), TAIL_OVER, TAIL_UNDER);
const whole = (r: Ex): Ex => w.where(w.le(r, 5), near(r), ratio(w.sub(r, 5), FAR_OVER, FAR_UNDER));
const chosen = (q: Ex, tail: Ex): Ex => {
  const centre = w.mul(q, ratio(w.sub(0.180625, w.mul(q, q)), CENTRE_OVER, CENTRE_UNDER));
  return w.where(w.le(w.abs(q), 0.425), centre, w.where(w.lt(q, 0), w.neg(tail), tail));
};
const polynomial = (x: Ex, c: readonly number[]): w.Scalar => c.slice(0, -1).reduceRight<w.Scalar>((sum, ck) => w.add(w.mul(sum, x), ck), c.at(-1)!);

const CENTRE_OVER = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087, 33430.57558358813,
  2509.0809287301227,
];
const CENTRE_UNDER = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943, 5226.495278852854,
];
const TAIL_OVER = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506, 0.022723844989269184,
  0.0007745450142783414,
];
const TAIL_UNDER = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
];
const FAR_OVER = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5,
  2.0103343992922881e-7,
];
const FAR_UNDER = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5, 1.421511758316446e-7,
  2.0442631033899397e-15,
];
