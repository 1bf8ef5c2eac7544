/**
 * Scalar expressions: what an op computes for one element, written in about 25 words and free of any precision.
 * Equal expressions are one object, so that shared work is computed once on every backend and a body is its own cache key.
 */

/**
 * `in` is an input (its index in `value`), `const` a float64 constant; a comparison gives a condition, which only `where`, `and`, `or` and `not` take;
 * where whole numbers are computed with, the last three take their bits too.
 * `round` goes to the nearest whole number, ties to the even one.
 */
export type Word =
  | "in"
  | "const"
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "sqrt"
  | "neg"
  | "abs"
  | "min"
  | "max"
  | "where"
  | "lt"
  | "le"
  | "eq"
  | "and"
  | "or"
  | "not"
  | "floor"
  | "round"
  | "trunc"
  | Elementary;

/**
 * What is approximated: good to 2⁻⁴⁰ wherever a result is rounded to float32, to 1 ulp of float64 where it is not. `fmod` is exact, and `expNear` of float32 good
 * to 2⁻²⁵·⁵.
 */
export type Elementary =
  | "exp"
  | "expNear"
  | "exp2"
  | "expm1"
  | "log"
  | "log2"
  | "log10"
  | "log1p"
  | "sin"
  | "cos"
  | "tan"
  | "asin"
  | "acos"
  | "atan"
  | "atan2"
  | "sinh"
  | "cosh"
  | "tanh"
  | "asinh"
  | "acosh"
  | "atanh"
  | "erf"
  | "erfc"
  | "erfcx"
  | "lgamma"
  | "digamma"
  | "pow"
  | "cbrt"
  | "fmod";

export class Ex {
  constructor(
    readonly word: Word,
    readonly args: readonly Ex[],
    /** The constant's value, or the input's index. */
    readonly value: number,
    /** Small integer, unique in this process; equal expressions have equal ids. */
    readonly id: number,
  ) {}
}

const known = new Map<string, Ex>();

export function ex(word: Word, args: readonly Ex[], value = 0): Ex {
  const key = `${word}:${Object.is(value, -0) ? "-0" : value}:${args.map((a) => a.id).join()}`;
  let e = known.get(key);
  if (!e) known.set(key, (e = new Ex(word, args, value, known.size)));
  return e;
}

export const input = (index: number): Ex => ex("in", [], index);
export const constant = (value: number): Ex => ex("const", [], value);

/** The body with another expression in the place of one of its parts. */
export function substituted(body: Ex, part: Ex, by: Ex): Ex {
  const made = new Map([[part, by]]);
  for (const e of inOrder([body]))
    if (!made.has(e))
      made.set(
        e,
        ex(
          e.word,
          e.args.map((a) => made.get(a)!),
          e.value,
        ),
      );
  return made.get(body)!;
}

/** The body with e^(x − m) for `expNear(x, m)`. */
export function spelled(body: Ex): Ex {
  const near = inOrder([body]).find(({ word }) => word === "expNear");
  return near ? spelled(substituted(body, near, ex("exp", [ex("sub", near.args)]))) : body;
}

/** Every expression that `roots` need, operands before their users, each once. */
export function inOrder(roots: readonly Ex[]): Ex[] {
  const out: Ex[] = [],
    seen = new Set<Ex>();
  const visit = (e: Ex): void => {
    if (seen.has(e)) return;
    seen.add(e);
    e.args.forEach(visit);
    out.push(e);
  };
  roots.forEach(visit);
  return out;
}
