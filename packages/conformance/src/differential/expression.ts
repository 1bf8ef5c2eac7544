/** Expressions as data: made at random, written as text, computed in any algebra, and taken apart to find the smallest that fails. */
import type { Algebra, Operand } from "../catalogue/algebra.js";
import type { Row } from "../catalogue/row.js";

type Apply = <T>(k: Algebra<T>, ...x: Operand<T>[]) => Operand<T>;
/** A leaf has the place of its datum, a number or an array stands for itself, everything else is an op on others. */
export interface Expression {
  readonly name: string;
  readonly shape: readonly number[];
  readonly of: readonly Expression[];
  readonly apply: Apply;
  readonly text: string;
  readonly place?: number;
}
export const LETTERS = "xyz";

export const leaf = (place: number, shape: readonly number[]): Expression => ({
  name: "leaf",
  shape,
  of: [],
  apply: () => {
    throw new Error("a leaf has no op.");
  },
  text: LETTERS[place]!,
  place,
});
export const data = (x: number | readonly number[]): Expression => ({
  name: "data",
  shape: typeof x === "number" ? [] : [x.length],
  of: [],
  apply: () => x,
  text: typeof x === "number" ? String(x) : `[${x.join(", ")}]`,
});
export const op = (name: string, shape: readonly number[], of: readonly Expression[], apply: Apply, written?: string): Expression => ({
  name,
  shape,
  of,
  apply,
  text: `${name}(${of.map((x) => x.text).join(", ")}${written ? `, ${written}` : ""})`,
});
/** The same op of others. */
const again = (e: Expression, of: readonly Expression[]): Expression => {
  const old = `(${e.of.map((x) => x.text).join(", ")}`;
  return { ...e, of, text: `${e.name}(${of.map((x) => x.text).join(", ")}${e.text.slice(e.name.length + old.length)}` };
};

/** What is shared is computed once. */
export function evaluate<T>(e: Expression, k: Algebra<T>, leaves: readonly T[]): T {
  const known = new Map<Expression, Operand<T>>();
  const at = (x: Expression): Operand<T> => {
    let y = known.get(x);
    if (y === undefined) known.set(x, (y = x.place !== undefined ? leaves[x.place]! : x.apply(k, ...x.of.map(at))));
    return y;
  };
  return at(e) as T;
}
export const rowOf = (e: Expression, shapes: readonly (readonly number[])[]): Row => ({
  id: "",
  written: e.text,
  of: (k, ...x) => evaluate(e, k, x),
  leaves: shapes.map((shape) => ({ shape, from: -Infinity, to: Infinity })),
  fails: [],
});
/** All parts, each once, what is used before what uses it. */
export function parts(e: Expression): Expression[] {
  const met = new Set<Expression>();
  const visit = (x: Expression): void => {
    if (met.has(x)) return;
    x.of.forEach(visit);
    met.add(x);
  };
  visit(e);
  return [...met];
}
export const depth = (e: Expression): number => {
  const known = new Map<Expression, number>();
  for (const x of parts(e)) known.set(x, 1 + Math.max(0, ...x.of.map((y) => known.get(y)!)));
  return known.get(e)!;
};
function replaced(e: Expression, old: Expression, by: Expression): Expression {
  const known = new Map<Expression, Expression>([[old, by]]);
  for (const x of parts(e)) {
    if (known.has(x)) continue;
    const of = x.of.map((y) => known.get(y)!);
    known.set(x, of.every((y, i) => y === x.of[i]) ? x : again(x, of));
  }
  return known.get(e)!;
}
const same = (a: Expression, b: Expression): boolean => a.shape.length === b.shape.length && a.shape.every((n, d) => n === b.shape[d]);
const isData = (e: Expression): boolean => e.name === "data";

/** The smallest that still fails, by leaving parts out; after so many tries, the smallest until then. */
export function shrunk(e: Expression, leaves: readonly Expression[], fails: (e: Expression) => boolean, tries = 400): Expression {
  for (const smaller of candidates(e, leaves)) {
    if (tries-- <= 0) return e;
    if (fails(smaller)) return shrunk(smaller, leaves, fails, tries);
  }
  return e;
}
function candidates(e: Expression, leaves: readonly Expression[]): Expression[] {
  const inner = parts(e).filter((x) => x.of.length);
  const whole = inner.filter((x) => x !== e && !isData(x));
  const shorter = inner.toReversed().flatMap((x) => {
    const instead = [...x.of, ...leaves].filter((y) => same(x, y) && !isData(y));
    return instead.map((y) => replaced(e, x, y));
  });
  return [...whole, ...shorter];
}
