/** not an op: rows as data, and their derivatives as expressions. Imports nothing that records, so that rows can be made in any order. */
import { constant, type Ex, ex, inOrder, input } from "../scalar/expr.js";
import { eq, mul, type Scalar, where } from "../scalar/words.js";
import type { Forms } from "../stability/forms.js";
import type { Interval } from "../stability/interval.js";

type Derivative<X extends Ex[]> = (...x: X) => Scalar;

export interface Row<X extends Ex[] = Ex[]> {
  /** The shortest plain expression that is right in float64. It says nothing about precision. */
  readonly body: (...x: X) => Ex;
  /** The derivative with respect to each input, as an expression of ops or words; null or absent: no gradient passes. */
  readonly deriv?: Derivative<X> | readonly (Derivative<X> | null)[];
  /** What it takes beside floating numbers: whole numbers, which stay whole ("number"), or anything, to give a condition ("compare"). */
  readonly takes?: "number" | "compare";
  /** An interval that holds every value, from intervals that hold the inputs. */
  readonly range?: (...x: readonly Interval[]) => Interval;
  /** The other ways in which the value can be stated, and what the op asks of its inputs. */
  readonly forms?: Forms;
}

/** The derivative with respect to input i as one expression, or null. */
export function derivOf(row: Row, i: number, arity: number): Ex | null {
  const d = Array.isArray(row.deriv) ? (row.deriv[i] as Derivative<Ex[]> | null) : i === 0 ? (row.deriv as Derivative<Ex[]> | undefined) : null;
  if (!d) return null;
  const e = d(...inputs(arity));
  return typeof e === "number" ? constant(e) : e;
}

/**
 * The one word that multiplies a cotangent by a derivative: 0 where g is 0, else g·d. An incoming zero annihilates, so that a
 * branch that was not taken contributes nothing even where its derivative is infinite or NaN. @internal
 */
export const pull = (g: Ex, d: Ex): Ex => (d.word === "const" && d.value === 1 ? g : where(eq(g, 0), 0, mul(g, d)));

export const inputs = (n: number, from = 0): Ex[] => Array.from({ length: n }, (_, i) => input(i + from));
/** An expression with its inputs replaced. @internal */
export function substitute(e: Ex, by: readonly Ex[]): Ex {
  const made = new Map<Ex, Ex>();
  for (const n of inOrder([e]))
    made.set(
      n,
      n.word === "in"
        ? by[n.value]!
        : n.args.length
          ? ex(
              n.word,
              n.args.map((a) => made.get(a)!),
              n.value,
            )
          : n,
    );
  return made.get(e)!;
}
