/**
 * The functions that lowered bodies call, over one machine. A name is a word and the type of its operands: F a float32 value, D two floats, S a
 * scaled number. The words on F round once and are what a body that runs directly uses; sumF alone widens (F + F is exactly a D).
 */
import { angles } from "./angles.js";
import { division } from "./division.js";
import { errorFunctions } from "./errorFunctions.js";
import { exactWords } from "./exact.js";
import { exponentials } from "./exponentials.js";
import { wideFunctions } from "./functions.js";
import { gammaFunctions } from "./gammaFunctions.js";
import { type Condition, type Float, float, INFINITY_BITS, type Machine } from "./machine.js";
import { type Pair, pairArithmetic } from "./pair.js";
import { powers } from "./powers.js";
import { roundedWords } from "./rounded.js";
import { type Scaled, scaledNumbers } from "./scaled.js";
import { wholeWords } from "./whole.js";
import { trigonometric } from "./trigonometric.js";
import { scaledWords } from "./words.js";

export type Library = ReturnType<typeof library>;

export function library(m: Machine) {
  const { add, sub, mul, select, equalInt, and, or, not } = m;
  const { twoSum } = pairArithmetic(m);
  const { magnitude, isNegative, negF, absF, minF, maxF, ltF, leF, eqF } = exactWords(m);
  const { normal, fToS, roundS, negS, whereS } = scaledNumbers(m);

  const fToD = (x: Float): Pair => ({ h: x, l: float(0) });
  /** An infinite sum, which only e^x reads, stays large. */
  const dToS = (x: Pair): Scaled => normal(x, 0);
  const negD = (x: Pair): Pair => ({ h: negF(x.h), l: negF(x.l) });
  const absD = (x: Pair): Pair => whereD(isNegative(x.h), negD(x), x);
  const whereD = (c: Condition, x: Pair, y: Pair): Pair => ({ h: select(c, x.h, y.h), l: select(c, x.l, y.l) });
  /** Overflows to an infinity, as one float would. */
  const sumF = (x: Float, y: Float): Pair => {
    const { h, l } = twoSum(x, y);
    return { h, l: select(equalInt(magnitude(h), INFINITY_BITS), 0, l) };
  };

  const exact = { negF, absF, minF, maxF, ltF, leF, eqF, whereF: select, and, or, not };
  const rounded = { addF: add, subF: sub, mulF: mul, ...roundedWords(m) };
  const pairs = { sumF, negD, absD, whereD, fToD, dToS };
  return {
    ...exact,
    ...rounded,
    ...pairs,
    fToS,
    roundS,
    negS,
    whereS,
    ...scaledWords(m),
    ...wholeWords(m),
    ...wideFunctions(m),
    ...exponentials(m),
    ...trigonometric(m),
    ...angles(m),
    ...powers(m),
    ...errorFunctions(m),
    ...division(m),
    ...gammaFunctions(m),
  };
}
