/** The scalar vocabulary as functions. Bodies are written with these; a number stands for a constant. */
import { type Ex, constant, ex, type Word } from "./expr.js";

export type Scalar = Ex | number;
const of = (x: Scalar): Ex => (typeof x === "number" ? constant(x) : x);
/* @__NO_SIDE_EFFECTS__ */
function unary(word: Word) {
  return (x: Scalar): Ex => ex(word, [of(x)]);
}
/* @__NO_SIDE_EFFECTS__ */
function binary(word: Word) {
  return (x: Scalar, y: Scalar): Ex => ex(word, [of(x), of(y)]);
}

export const add = binary("add"),
  sub = binary("sub"),
  mul = binary("mul"),
  div = binary("div"),
  sqrt = unary("sqrt");
export const neg = unary("neg"),
  abs = unary("abs"),
  floor = unary("floor"),
  round = unary("round"),
  trunc = unary("trunc");
export const exp = unary("exp"),
  /** e^(x − h) for x ≤ m, both float32, h within ½ of m and the same wherever m is: for shares, in which it cancels. NaN where m is infinite. */
  expNear = binary("expNear"),
  exp2 = unary("exp2"),
  expm1 = unary("expm1"),
  log = unary("log"),
  log2 = unary("log2"),
  log10 = unary("log10"),
  log1p = unary("log1p");
export const sin = unary("sin"),
  cos = unary("cos"),
  tan = unary("tan");
export const asin = unary("asin"),
  acos = unary("acos"),
  atan = unary("atan"),
  /** The angle of (x, y), y first. */
  atan2 = binary("atan2");
export const sinh = unary("sinh"),
  cosh = unary("cosh"),
  tanh = unary("tanh"),
  asinh = unary("asinh"),
  acosh = unary("acosh"),
  atanh = unary("atanh");
export const erf = unary("erf"),
  erfc = unary("erfc"),
  /** e^(x²)·erfc(x). */
  erfcx = unary("erfcx");
export const /** log|Γ(x)|. */ lgamma = unary("lgamma"),
  digamma = unary("digamma");
export const pow = binary("pow"),
  cbrt = unary("cbrt");
/** What is left of x after whole multiples of y, with the sign of x. */
export const fmod = binary("fmod");
/** NaN if either is NaN. */
export const min = binary("min"),
  max = binary("max");
export const lt = binary("lt"),
  le = binary("le"),
  eq = binary("eq"),
  and = binary("and"),
  or = binary("or"),
  not = unary("not");
export const where = (condition: Ex, x: Scalar, y: Scalar): Ex => ex("where", [condition, of(x), of(y)]);
