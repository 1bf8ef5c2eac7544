/**
 * erf, erfc and erfcx on wide numbers, each to 2⁻²⁶ of its result or better, erfc down to where e^(−x²) is 0 in float64. erfcx(x) is P(s)/(1 + 2x) with
 * s = (x − 4)/(x + 4), erfc(x) that times e^(−x²), and erf(x) is 1 less erfc, or near 0 x·Q(x²).
 */
import { QUOTIENT, SCALED } from "./erfCoefficients.js";
import { exactWords } from "./exact.js";
import { wideFunctions } from "./functions.js";
import { float, type Machine } from "./machine.js";
import { type Pair, pairArithmetic } from "./pair.js";
import { pairPolynomial } from "./pairPolynomial.js";
import { ONE, type Scaled, scaled, scaledNumbers } from "./scaled.js";
import { scaledWords } from "./words.js";

export function errorFunctions(m: Machine) {
  const { less, select } = m;
  const { product, quotient, sum } = pairArithmetic(m);
  const { polynomial } = pairPolynomial(m);
  const { isNegative, negF } = exactWords(m);
  const { negS, whereS, normal } = scaledNumbers(m);
  const { absS, addS, divS, mulS } = scaledWords(m);
  const { sToD, expD } = wideFunctions(m);

  const negD = (x: Pair): Pair => ({ h: negF(x.h), l: negF(x.l) });
  const upTo = (limit: number, x: Pair): Pair => {
    const beyond = less(limit, x.h);
    return { h: select(beyond, limit, x.h), l: select(beyond, 0, x.l) };
  };
  /** erfcx of a ≥ 0. */
  const scaledTail = (a: Scaled): Scaled => {
    const s = sum({ h: float(1), l: float(0) }, negD(quotient({ h: float(8), l: float(0) }, sum(upTo(HUGE, sToD(a)), { h: float(4), l: float(0) }))));
    return divS(normal(polynomial(s, SCALED), 0), addS(addS(a, ONE), a));
  };
  const square = (a: Scaled): Pair => {
    const held = upTo(PAST, sToD(a));
    return product(held, held);
  };
  const tail = (a: Scaled): Scaled => mulS(expD(negD(square(a))), scaledTail(a));

  const erfcS = (x: Scaled): Scaled => {
    const y = tail(absS(x));
    return whereS(isNegative(x.h), addS(TWO, negS(y)), y);
  };
  const erfcxS = (x: Scaled): Scaled => {
    const a = absS(x);
    const y = scaledTail(a);
    const power = expD(square(a));
    return whereS(isNegative(x.h), addS(addS(power, power), negS(y)), y);
  };
  const erfS = (x: Scaled): Scaled => {
    const a = absS(x);
    const r = sToD(a);
    const far = addS(ONE, negS(tail(a)));
    const near = mulS(x, normal(polynomial(product(r, r), QUOTIENT), 0));
    return whereS(less(r.h, 0.5), near, whereS(isNegative(x.h), negS(far), far));
  };
  return { erfS, erfcS, erfcxS };
}

const TWO = scaled(1, 0, 1);
/** e^(−PAST²) is 0, and e^(PAST²) infinite. */
const PAST = 28;
/** From here on s is 1. */
const HUGE = 2 ** 40;
