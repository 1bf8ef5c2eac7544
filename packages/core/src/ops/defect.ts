/** not an op: 1/√π − x·erfcx(x), what x·erfcx(x) lacks of its limit; the derivatives of erfcx and logNdtr are made of it. */
import { constant, type Ex } from "../scalar/expr.js";
import * as w from "../scalar/words.js";
import { type Elementwise, elementwise } from "./row.js";

/**
 * From 0 on, where the difference cancels, it is P(s)/(1 + 2x)² with s = (x − 4)/(x + 4). P is between 0.56 and 1.34, and to 2^-54.
 * Coefficients: scripts/defect.py.
 */
const SCALED = [
  1.311531996848369, -0.17437586506107994, -0.15677345254424835, 0.334428543771675, -0.3258048137790328, 0.19936247592482967, -0.05738465601809904,
  -0.03153831535445842, 0.05595569992595384, -0.041736658409671966, 0.019341294652833244, -0.0048051877624493795, -0.00040395816174413,
  0.0008150826986381534, -0.00021778142660119402, -5.494296843481883e-5, 4.619545510795506e-5, -1.3203051159967548e-6, -7.011142542523784e-6,
  1.214875885440339e-6, 9.710965423358023e-7, -2.7370968981616894e-7, -1.1877351116605836e-7, 4.151311625521494e-8, 9.188607416033195e-9,
  -3.439366075439182e-9,
];
/** Of `bend`: P is between 1 and 5.5, and to 2^-55. */
const BENT = [
  5.442300835587191, -0.38835715828500034, -1.986755753607198, 2.7803037029652002, -1.8725630685579453, 0.29368257861786906, 0.8049594571672304,
  -0.986216058553949, 0.5651456883156115, -0.08675376415894075, -0.1434935996713181, 0.14225465620496178, -0.06099808946539984, 0.005098174158502966,
  0.008564939174703433, -0.003925966833058877, -0.0003253644967256684, 0.0007792365496022638, -0.00010666901885319286, -0.00012334634110945712,
  3.698390060914731e-5, 1.879027912370193e-5, -8.38885701948083e-6, -2.8637341369413534e-6, 1.5703727006913317e-6, 3.8429723581861515e-7,
  -2.2437818206987945e-7, -3.0975275413785616e-8, 1.7725620472037774e-8,
];
const INVERSE_ROOT_PI = 0.5641895835477563;

/** P(s)/(1 + 2a)ⁿ. */
const quotient = (a: Ex, coefficients: readonly number[], n: number): Ex => {
  const s = w.sub(1, w.div(8, w.add(a, 4))),
    scaled = coefficients.reduceRight<Ex>((sum, c) => w.add(w.mul(sum, s), c), constant(0)),
    root = w.add(1, w.add(a, a));
  return w.div(
    scaled,
    Array.from({ length: n - 1 }, () => root).reduce((product, factor) => w.mul(product, factor), root),
  );
};

/** @internal */
export const defect: Elementwise<1> = /* @__PURE__ */ elementwise("defect", {
  body: (x) => w.where(w.lt(x, 0), w.sub(INVERSE_ROOT_PI, w.mul(x, w.erfcx(x))), quotient(w.max(x, 0), SCALED, 2)),
  deriv: (x) => w.neg(bend(x)),
});
/** erfcx(x) − 2x·defect(x), half of the second derivative of erfcx. */
const bend: Elementwise<1> = /* @__PURE__ */ elementwise("bend", {
  body: (x) => w.where(w.lt(x, 0), w.sub(w.erfcx(x), w.mul(w.mul(2, x), defect(x))), quotient(w.max(x, 0), BENT, 3)),
  deriv: (x) => w.neg(w.mul(2, w.add(defect(x), w.sub(defect(x), w.mul(w.min(x, 2 ** 100), bend(x)))))),
});
