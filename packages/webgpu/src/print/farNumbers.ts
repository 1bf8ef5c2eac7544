/**
 * Wide numbers times 2^(2¹⁷·e), fields h, l, k and e: products of any number of float32 factors, whose exponents leave those of wide numbers. k is in
 * [−2¹⁶, 2¹⁶), so that what has another e is far away. 0, infinities and NaN have e = 0.
 */
import {
  type Computed,
  type Condition,
  exactWords,
  type Float,
  INFINITE,
  int,
  type Int,
  type Kind,
  library,
  type Machine,
  type Scaled,
  scaledNumbers,
  type Value,
} from "@evenkeel/core/narrow";

export const FAR: readonly Kind[] = ["f32", "f32", "i32", "i32"];
export const FAR_ZERO = [0, 0, -INFINITE, 0] as const;
export const FAR_ONE = [1, 0, 0, 0] as const;
const SPAN = 17;

interface Far {
  readonly x: Scaled;
  readonly e: Int;
}
const farOf = ([h, l, k, e]: readonly Value[]): Far => ({ x: { h: h as Float, l: l as Float, k: k as Int }, e: e as Int });
const fieldsOf = ({ x: { h, l, k }, e }: Far): readonly Value[] => [h, l, k, e];

/** The words, from fields to fields. */
export function farNumbers(m: Machine) {
  const { plus, minus, shiftLeft, shiftRight, smaller, larger, lessInt, selectInt, and, or, not } = m,
    { isNaN } = exactWords(m),
    { addS, mulS, fToS, whereS } = library(m),
    { isZero, isInfinite } = scaledNumbers(m);
  const isOdd = (x: Scaled): Condition => or(isInfinite(x), isNaN(x.h));
  const where = (c: Condition, a: Far, b: Far): Far => ({ x: whereS(c, a.x, b.x), e: selectInt(c, a.e, b.e) });
  const moved = (x: Scaled, by: Int): Scaled => ({ ...x, k: plus(x.k, shiftLeft(by, SPAN)) });
  const far = (x: Scaled, e: Int): Far => {
    const over = shiftRight(plus(x.k, 1 << (SPAN - 1)), SPAN),
      none = or(isZero(x), isOdd(x));
    return where(none, { x, e: int(0) }, { x: moved(x, minus(0, over)), e: plus(e, over) });
  };
  const times = (a: Far, b: Far): Far => far(mulS(a.x, b.x), plus(a.e, b.e));
  const sum = (a: Far, b: Far): Far => {
    const top = larger(a.e, b.e),
      odd = or(isOdd(a.x), isOdd(b.x)),
      apart = minus(a.e, b.e);
    const near = ({ x, e }: Far): Scaled => whereS(odd, x, moved(x, larger(minus(e, top), -1)));
    const total = far(addS(near(a), near(b)), selectInt(odd, 0, top)),
      lost = (distance: Int): Condition => and(not(odd), lessInt(1, distance));
    return where(isZero(a.x), b, where(or(isZero(b.x), lost(apart)), a, where(lost(minus(0, apart)), b, total)));
  };
  return {
    of: (x: Computed): readonly Value[] => fieldsOf({ x: "k" in x ? x : fToS(x as Float), e: int(0) }),
    times: (a: readonly Value[], b: readonly Value[]): readonly Value[] => fieldsOf(times(farOf(a), farOf(b))),
    sum: (a: readonly Value[], b: readonly Value[]): readonly Value[] => fieldsOf(sum(farOf(a), farOf(b))),
    /** As a wide number; what is far away is beyond every type. */
    near: (a: readonly Value[]): Scaled => {
      const { x, e } = farOf(a);
      return { ...x, k: plus(x.k, shiftLeft(smaller(larger(e, -1), 1), SPAN + 1)) };
    },
  };
}
