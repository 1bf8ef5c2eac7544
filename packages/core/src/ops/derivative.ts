/** not an op: rows as data, and their derivatives as expressions. Imports nothing that records, so that rows can be made in any order. */
import type { Applied, differentiate, sweep } from "../scalar/differentiate.js";
import { constant, type Ex, ex, inOrder, input } from "../scalar/expr.js";
import { eq, lt, mul, type Scalar, where } from "../scalar/words.js";
import type { Forms } from "../stability/forms.js";
import type { Interval } from "../stability/interval.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Check } from "./op.js";
import type { sumTo } from "./sumTo.js";

type Derivative<X extends Ex[]> = (...x: X) => Scalar;

export interface Row<X extends Ex[] = Ex[]> {
  /** The shortest plain expression that is right in float64. It says nothing about precision. */
  readonly body: (...x: X) => Ex;
  /** The derivative with respect to each input, as an expression of ops or words; null or absent: no gradient passes. */
  readonly deriv?: Derivative<X> | readonly (Derivative<X> | null)[] | null;
  /** What it takes beside floating numbers: whole numbers, which stay whole ("number", or what refuses some of them), or anything, to give a condition ("compare"). */
  readonly takes?: "number" | "compare" | Check;
  /** Of a floating tensor and a number, what has a name of its own; null where nothing has. */
  readonly ofNumber?: (x: Tensor, y: number) => Tensor | null;
  /** Of a body of rows, which have their derivatives, while as a whole it is none: of how many. */
  readonly woven?: number;
  /** Of words that are held to a finite value: what they go to below −700 and above 700. */
  readonly limits?: readonly [low: number, high: number];
  /** How the value can leave the range of its type though what is made of it need not: as a product does, 1, or as an exponential and a quotient, 2. */
  readonly strays?: 1 | 2;
  /** Whether it rises everywhere, of one input; also to NaN of NaN alone. */
  readonly rises?: true;
  /** An interval that holds every value, from intervals that hold the inputs. */
  readonly range?: (...x: readonly Interval[]) => Interval;
  /** The other ways in which the value can be stated, and what the op asks of its inputs. */
  readonly forms?: Forms;
}

/** The derivative with respect to input i at any expressions, or null. @internal */
export function derivAt(row: Row, i: number, at: readonly Ex[]): Ex | null {
  const d = Array.isArray(row.deriv) ? (row.deriv[i] as Derivative<Ex[]> | null) : i === 0 ? (row.deriv as Derivative<Ex[]> | undefined) : null;
  if (!d) return null;
  const e = d(...at);
  return typeof e === "number" ? constant(e) : e;
}
/** The derivative with respect to input i as one expression, or null. */
export const derivOf = (row: Row, i: number, arity: number): Ex | null => derivAt(row, i, inputs(arity));

/** The rules by which derivatives are differentiated, and the sum that undoes a broadcast, given by whoever records gradients that can be: others do not load them. @internal */
export const higher: { rules: typeof differentiate | null; sweep: typeof sweep | null; sumTo: typeof sumTo | null } = {
  rules: null,
  sweep: null,
  sumTo: null,
};

/**
 * The derivatives of one row, of any order. While its columns are read it remembers which rows they applied to what: an expression in
 * words does not say. @internal
 */
export class Derivatives {
  private readonly applied = new Map<Ex, Applied>();
  private readonly known = new Map<string, Ex | null>();
  constructor(
    private readonly row: Row,
    private readonly arity: number,
  ) {}
  /** The derivative of the row by input i; null where it is 0 everywhere or no gradient passes. */
  first(i: number): Ex | null {
    return this.reading(`${i}`, () => derivOf(this.row, i, this.arity));
  }
  /** The derivative of one of these derivatives. */
  next(d: Ex, i: number, rules = higher.rules!): Ex | null {
    return this.reading(`${d.id} ${i}`, () => rules(d, i, (e) => this.applied.get(e)));
  }
  private reading(key: string, read: () => Ex | null): Ex | null {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const before = reader;
    reader = this.applied;
    try {
      const d = this.row.woven ? withLimits(read) : read();
      this.known.set(key, d);
      return d;
    } finally {
      reader = before;
    }
  }
}
let reader: Map<Ex, Applied> | null = null;
let isLimited = false;
/** Beyond, exponentials are held to what rounds to 0 or ∞, and must be that before anything is made of them. */
const HELD = 700;
/** Lets rows reach their limits: where more is made of a value than to round it. @internal */
export function withLimits<T>(read: () => T): T {
  const before = isLimited;
  isLimited = true;
  try {
    return read();
  } finally {
    isLimited = before;
  }
}
/** A row on expressions: its body, noted by whoever reads a derivative. @internal */
export function bodyAt(row: Row, args: readonly Ex[]): Ex {
  const whole = row.body(...args),
    x = args[0]!,
    body = isLimited && row.limits ? where(lt(HELD, x), row.limits[1], where(lt(x, -HELD), row.limits[0], whole)) : whole;
  reader?.set(body, { args, by: (k) => derivAt(row, k, args) });
  return body;
}
/**
 * The one word that multiplies a cotangent by a derivative: 0 where g is 0, else g·d. An incoming zero annihilates, so that a
 * branch that was not taken contributes nothing even where its derivative is infinite or NaN. @internal
 */
export const pull = (g: Ex, d: Ex): Ex => (d.word === "const" && d.value === 1 ? g : where(eq(g, 0), 0, mul(g, d)));

/**
 * The derivative by input i of what is written in rows and words, as a column of a row. Whoever asks for derivatives has given the rules.
 * @internal
 */
export const differentiated =
  (body: (...x: Ex[]) => Ex, i: number): Derivative<Ex[]> =>
  (...x) => {
    const over = inputs(x.length),
      d = higher.sweep!(body(...over), i, (e) => reader?.get(e));
    if (!d) return 0;
    if (x.every((e, k) => e === over[k])) return d;
    const notes = [...inOrder([d])].flatMap((e) => {
      const known = reader?.get(e);
      return known ? [[substitute(e, x), known] as const] : [];
    });
    for (const [e, { args, by }] of notes)
      reader!.set(e, {
        args: args.map((a) => substitute(a, x)),
        by: (k) => {
          const inner = by(k);
          return inner && substitute(inner, x);
        },
      });
    return substitute(d, x);
  };

/** The same, for bodies that are read by whoever derives them or by nobody. @internal */
export function derivativeOf(body: (...x: Ex[]) => Ex, arity: number, i: number): (...x: Ex[]) => Ex {
  const column = differentiated(body, i);
  let alone: Ex | null | undefined;
  return (...x) => {
    if (reader) return derivAt({ body, deriv: [column] }, 0, x)!;
    if (alone === undefined) alone = new Derivatives({ body, deriv: [column] }, arity).first(0);
    return alone ? substitute(alone, x) : constant(0);
  };
}

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
/** Which inputs an expression reads, in order. @internal */
export const inputsOf = (e: Ex): number[] =>
  inOrder([e])
    .filter((n) => n.word === "in")
    .map((n) => n.value)
    .sort((a, b) => a - b);
