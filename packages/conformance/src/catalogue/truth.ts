/** The truth of an expression at a point, in as many bits as it takes, and how far from it a number is. */
import { errorOf, ulpOf } from "../ulp.js";
import { type Ball, balls, ball, doubt, isFinite, numberOf, Undecided, Unsayable } from "./ball.js";
import { exact } from "./exact.js";
import type { Point } from "./points.js";
import type { Row } from "./row.js";

/** log₂ of how well the truth is known, relative to itself. */
const KNOWN = -60;
const SMALLEST = -149;
const PRECISIONS = [160, 320, 640, 1280, 2560, 5120];

/** Values and then gradients, and the greatest part that an element of y has in each gradient: the sum over y is the judge's. `bits` is how many were enough. */
export interface Truth {
  readonly values: readonly number[];
  readonly gradients: readonly number[];
  readonly parts: readonly number[];
  readonly bits: number;
}
/** What y is multiplied by before it is summed for the gradient: none is the mean of those before it, from which they would cancel. */
export const weight = (j: number): number => 1 + (j * j) / 4;
const algebras = new Map<number, ReturnType<typeof exact>>();
function algebraOf(bits: number): ReturnType<typeof exact> {
  let found = algebras.get(bits);
  if (!found) algebras.set(bits, (found = exact(bits)));
  return found;
}
const arithmetics = new Map(PRECISIONS.map((bits) => [bits, balls(bits)]));

/** Undefined where no precision says it. */
export function truthOf(row: Row, point: Point, from = 0, noise?: () => number): Truth | undefined {
  const total = point.reduce((n, x) => n + x.length, 0);
  for (const bits of PRECISIONS) {
    if (bits < from) continue;
    try {
      const { algebra, leaf } = noise ? exact(bits, noise) : algebraOf(bits),
        { add, mul } = arithmetics.get(bits)!;
      let first = 0;
      const leaves = point.map((x, i) => {
        first += x.length;
        return leaf(x, row.leaves[i]!.shape ?? [], first - x.length, total);
      });
      const y = (row.means ?? row.of)(algebra, ...leaves).at,
        slope = (i: number): Ball => y.reduce((s, each, j) => (each.d ? add(s, mul(ball(weight(j)), each.d[i]!)) : s), ball(0)),
        values = y.map((each) => each.v),
        gradients = values.every(isFinite) ? Array.from({ length: total }, (_, i) => slope(i)) : [];
      const parts = gradients.map((_, i) => Math.max(0, ...y.map((each, j) => (each.d ? Math.abs(weight(j) * numberOf(each.d[i]!)) : 0))));
      if ([...values, ...gradients].some((x) => doubt(x, SMALLEST) > KNOWN)) continue;
      return { values: values.map(numberOf), gradients: gradients.map(numberOf), parts, bits };
    } catch (e) {
      if (e instanceof Unsayable) return undefined;
      if (!(e instanceof Undecided)) throw e;
    }
  }
  return undefined;
}

export const ulpIn = (t: number): number => ulpOf(Math.min(Math.abs(t), 2 ** 127));
export function errorIn(got: number, truth: number, unit: number): number {
  if (Number.isNaN(truth)) return Number.isNaN(got) ? 0 : Infinity;
  return Number.isNaN(got) ? Infinity : errorOf(got, [truth, 0]) / unit;
}
