/** A program on one machine: each op as its body computes it, rounded to its type before anything reads it. */
import { type Arithmetic, arithmeticOf, type DType } from "../dtype.js";
import { isDirect, type Program, type Step, typeOf } from "../scalar/program.js";
import { evaluator } from "./evaluate.js";
import { exactWords } from "./exact.js";
import { halves, isHalf } from "./halves.js";
import { integerBody } from "./integers.js";
import { type Input, isScaled } from "./lower.js";
import type { Float, Int, Machine } from "./machine.js";
import { pairArithmetic } from "./pair.js";
import { type Scaled, scaledNumbers } from "./scaled.js";
import { wideFunctions } from "./functions.js";
import { wholeWords } from "./whole.js";

/** What a value is: a float32, which float16 and bfloat16 are as well, a whole number, or a wide number. */
export type Computed = Float | Int | Scaled;

/** The values of a program: its inputs, and the results of its steps. */
export function programOf(m: Machine, program: Program, inputs: readonly Computed[]): readonly Computed[] {
  const evaluate = evaluator(m),
    { between, rounded } = conversions(m),
    values = [...inputs];
  const valueOf = ({ body, args, arithmetic, dtype }: Step): Computed => {
    const operands = args.map((i) => between(values[i]!, arithmeticOf(typeOf(program, i)), arithmetic));
    if (arithmetic === "int32") return rounded(integerBody(m, body, operands as Int[]), arithmetic, dtype);
    // A half is rounded once, from all digits.
    const wide = dtype === "float64" || arithmetic === "float64" || (isHalf(dtype) && !isDirect(body));
    return rounded(evaluate(body, operands as Input[], wide), arithmetic, dtype);
  };
  for (const step of program.steps) values.push(valueOf(step));
  return values;
}

/** How values go from one type to another. */
export function conversions(m: Machine) {
  const { selectInt, toFloat, toInt, less, lessEqual, equalInt, bitAnd, select, minus, plus, and } = m,
    { isNaN, magnitude } = exactWords(m),
    { fToS, roundS, normal, isZero } = scaledNumbers(m),
    { quickSum } = pairArithmetic(m),
    { truncS } = wholeWords(m),
    { sToD } = wideFunctions(m),
    { toHalf, towardsOdd } = halves(m);
  /** Towards zero, held to int32; of NaN 0. */
  const integer = (x: Float): Int => {
    const inside = toInt(select(less(x, LIMIT), select(lessEqual(-LIMIT, x), x, 0), 0)),
      held = selectInt(less(x, -LIMIT), -LIMIT, selectInt(lessEqual(LIMIT, x), LIMIT - 1, inside));
    return selectInt(isNaN(x), 0, held);
  };
  /** All 32 bits of it. */
  const wideInteger = (x: Int): Scaled => {
    const low = bitAnd(x, 0xff);
    return normal(quickSum(toFloat(minus(x, low)), toFloat(low)), 0);
  };
  const wideTruncated = (x: Scaled): Int => {
    const { h, l } = sToD(truncS(x)),
      isInside = and(less(h, LIMIT), lessEqual(-LIMIT, h));
    return selectInt(isInside, plus(toInt(select(isInside, h, 0)), toInt(select(isInside, l, 0))), integer(roundS(x)));
  };
  /** From one arithmetic to another; a float32 is a wide number as it stands. */
  const between = (x: Computed, from: Arithmetic, to: Arithmetic): Computed => {
    if (from === "int32") return to === "int32" ? x : to === "float64" ? wideInteger(x as Int) : toFloat(x as Int);
    if (to !== "int32") return x;
    return isScaled(x as Input) ? wideTruncated(x as Scaled) : integer(x as Float);
  };
  /** Rounded to the type of a result. */
  const rounded = (x: Computed, from: Arithmetic, dtype: DType): Computed => {
    const scaled = isScaled(x as Input);
    if (dtype === "bool") return selectInt(scaled ? isZero(x as Scaled) : equalInt(from === "int32" ? (x as Int) : magnitude(x as Float), 0), 0, 1);
    const y = between(x, from, arithmeticOf(dtype));
    if (dtype === "float64") return scaled || from === "int32" ? y : fToS(y as Float);
    if (isHalf(dtype)) return toHalf(scaled ? towardsOdd(y as Scaled) : (y as Float), dtype);
    if (dtype === "float32" && scaled) return roundS(y as Scaled);
    return dtype === "uint8" ? bitAnd(y as Int, 255) : y;
  };
  return { between, rounded };
}

const LIMIT = 2 ** 31;
