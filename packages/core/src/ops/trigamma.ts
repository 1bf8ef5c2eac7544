/** not an op: ψ′, the derivative of digamma, and its own; those of lgamma and digamma are made of them. */
import type { Ex } from "../scalar/expr.js";
import { constant } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { type Elementwise, elementwise } from "./row.js";
import { sin } from "./sin.js";

/** (a + ½)·ψ′(1 + a) and −(a + ½)²·ψ″(1 + a) for a ≥ 0 in s = (a − 3/2)/(a + 3/2), to 2^-56 and 2^-55. Coefficients: scripts/trigamma.py. */
const FIRST = [
  0.9807155122004697, 0.053848958450340094, -0.056834866969937295, 0.03140627108211074, -0.011791665405945137, 0.003295482968545966,
  -0.0008034164829559364, 0.00020475758157037228, -0.00004931882777248122, 0.000010387839219666473, -0.000002627622466037291, 5.866727207103352e-7,
  -9.499223052047781e-8, 3.848286748944441e-8, -3.94044864797871e-9, 6.148352681800126e-10, -1.1746745953605454e-9, -4.968324288445389e-10,
  -1.1624312571614825e-10, 8.87965523422522e-11, 4.426066468863166e-11, 3.768955564131883e-12,
];
const SECOND = [
  0.9448162065669097, 0.14757843389370384, -0.13958766763066377, 0.056367071933397656, -0.0070925580938074355, -0.0037206000253995277,
  0.002126686787719697, -0.0006612739593306992, 0.00023460493324631786, -0.00007244795504779072, 0.00001547496115596789, -0.000005261275368614803,
  0.0000013424925357615972, -1.37340897964393e-7, 1.3848292674951574e-7, -3.0083333588584918e-9, 1.1427653008631817e-9, -7.476627228194537e-9,
  -4.750550046320553e-9, -9.676618842055155e-10, 8.843734062602784e-10, 3.9166702600753746e-10, 1.328698221472985e-11,
];

function above(a: Ex, coefficients: readonly number[]): Ex {
  const s = w.sub(1, w.div(3, w.add(a, 1.5)));
  return w.div(
    coefficients.reduceRight<Ex>((sum, c) => w.add(w.mul(sum, s), c), constant(0)),
    w.add(a, 0.5),
  );
}
/** How far the next whole number is. */
const fraction = (x: Ex): Ex => w.sub(w.round(x), x);
const perSine = (d: Ex): Ex => w.div(Math.PI, sin(w.mul(Math.PI, d)));

/**
 * ψ′(1 + a) + 1/x² with a = |x|; for x < 0 it is (π/sin πx)² − ψ′(1 + a), where the first is at least six times as large. ∞ at 0 and at negative whole
 * numbers. @internal
 */
export const trigamma: Elementwise<1> = /* @__PURE__ */ elementwise("trigamma", {
  body: (x) => {
    const next = above(w.abs(x), FIRST),
      inverse = w.where(w.lt(x, 0), perSine(fraction(x)), w.div(1, x)),
      square = w.mul(inverse, inverse);
    return w.where(w.lt(x, 0), w.sub(square, next), w.add(square, next));
  },
  deriv: (x) => tetragamma(x),
  range: () => [0, Infinity],
});
/**
 * −2/x³ − t with t = −ψ″(1 + a); for x < 0 it is 2·(π/sin πd)³·cos πd − t with d = a less a whole number, which crosses zero in every unit. The cosine is
 * the sine of what d lacks of ½. NaN at negative whole numbers.
 */
function tetragamma(x: Ex): Ex {
  const a = w.abs(x),
    d = fraction(x),
    sine = perSine(d),
    cosine = sin(w.mul(Math.PI, w.sub(0.5, w.abs(d)))),
    inverse = w.where(w.lt(x, 0), sine, w.div(-1, x)),
    cube = w.mul(2, w.mul(w.mul(inverse, inverse), inverse));
  const leading = w.where(w.lt(x, 0), w.where(w.eq(d, 0), NaN, w.mul(cube, cosine)), cube);
  return w.sub(leading, tetragammaNext(a));
}
/** −ψ″(1 + a), the term that the poles' are less. @internal */
export const tetragammaNext = (a: Ex): Ex => w.div(above(a, SECOND), w.add(a, 0.5));
