/** Exact arithmetic that is disturbed: how far roundings may move a result is seen by making some. */
import { type Ball, ball, isZero, numberOf } from "./ball.js";
import type { Dual, Duals } from "./dual.js";

/** An exponential as its rounded exponent leaves it: each of its derivatives is made of one that was rounded in another way. */
type Jolted = (x: Dual, exponent: Ball) => Dual;
/** The functions, each of whose results and derivatives is off by a part of `noise()`: what rounding after every op does where nothing leaves the range. */
export function shaken(
  { unary, binary, mul }: Duals,
  noise: () => number,
): Pick<Duals, "unary" | "binary"> & { shake: (x: Dual) => Dual; jolted: Jolted } {
  const off = (x: Ball): Ball => (isZero(x) ? x : mul(x, ball(1 + noise()))),
    shake = (x: Dual): Dual => ({ v: off(x.v), d: x.d && x.d.map(off) });
  const jolted: Jolted = (x, by) => {
    const times = 1 + Math.min(Math.abs(numberOf(by)), 2 ** 20),
      far = (y: Ball): Ball => (isZero(y) ? y : mul(y, ball(1 + times * noise())));
    return { v: far(x.v), d: x.d && x.d.map(far) };
  };
  const one = (f: (x: Dual) => Dual): ((x: Dual) => Dual) => {
    const known = new WeakMap<Dual, Dual>();
    return (x) => {
      if (!known.has(x)) known.set(x, shake(f(x)));
      return known.get(x)!;
    };
  };
  const each = <F>(table: Record<string, F>, by: (f: F) => F): Record<string, F> =>
    Object.fromEntries(Object.entries(table).map(([name, f]) => [name, by(f)]));
  return {
    unary: each(unary, one) as Duals["unary"],
    binary: each(binary, (f) => (x: Dual, y: Dual) => shake(f(x, y))) as Duals["binary"],
    shake,
    jolted,
  };
}
