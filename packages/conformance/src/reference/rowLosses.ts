/** Losses of rows and of vectors in double-double, with their slopes and the sizes of what is added. */
import { abs, add, type DD, dd, div, mul, neg, scale, sqrt, sub, twoProd, twoSum } from "./dd.js";
import { type Sum, sum } from "./sum.js";

export interface Loss {
  readonly value: Sum;
  readonly slopes: readonly Sum[];
}
/** Σ max(0, 1 − a + b)^p over pairs of places (a, b), by the number of elements. */
function hinges(row: readonly number[], pairs: readonly (readonly [a: number, b: number])[], p: number): Loss {
  const n = dd(row.length),
    terms: DD[] = [],
    slopes: DD[][] = row.map(() => []);
  for (const [a, b] of pairs) {
    const h = sub(dd(1), twoSum(row[a]!, -row[b]!));
    if (h[0] <= 0) continue;
    terms.push(div(p === 1 ? h : mul(h, h), n));
    const slope = div(p === 1 ? dd(1) : scale(h, 1), n);
    slopes[a]!.push(neg(slope));
    slopes[b]!.push(slope);
  }
  return { value: sum(terms), slopes: slopes.map((s) => sum(s)) };
}
export const multiMargin = (row: readonly number[], target: number, p: number): Loss =>
  hinges(row, row.flatMap((_, i) => (i === target ? [] : [[target, i] as const])), p); // prettier-ignore
export const multilabelMargin = (row: readonly number[], targets: readonly number[]): Loss =>
  hinges(row, targets.flatMap((t) => row.flatMap((_, i) => (targets.includes(i) ? [] : [[t, i] as const]))), 1); // prettier-ignore

/** 1 − cos, or max(0, cos); 10⁻¹² is added to squared lengths. The slopes of a are b/(|a||b|) − cos·a/|a|². */
export function cosineEmbedding(
  a: readonly number[],
  b: readonly number[],
  target: number,
): { readonly value: DD; readonly slopes: readonly Sum[][] } {
  const dot = sum(a.map((x, i) => twoProd(x, b[i]!))).value,
    square = (v: readonly number[]): DD => sum([...v.map((x) => twoProd(x, x)), dd(1e-12)]).value,
    [aa, bb] = [square(a), square(b)],
    size = mul(sqrt(aa), sqrt(bb)),
    cos = div(dot, size);
  const along = (v: readonly number[], other: readonly number[], vv: DD): Sum[] =>
    v.map((x, i) => {
      const { value, magnitude } = sum([div(dd(other[i]!), size), neg(div(mul(cos, dd(x)), vv))]);
      return { value: target === 1 ? neg(value) : cos[0] < 0 ? dd(0) : value, magnitude };
    });
  return { value: target === 1 ? sub(dd(1), cos) : cos[0] < 0 ? dd(0) : cos, slopes: [along(a, b, aa), along(b, a, bb)] };
}

/** max(0, 1 + |a − b| − |a − c|) in the norm of order 1 or 2, 10⁻⁶ being added to each difference. */
export function tripletMargin(
  a: readonly number[],
  b: readonly number[],
  c: readonly number[],
  p: number,
): { readonly value: Sum; readonly slopes: readonly Sum[][] } {
  const apart = (y: readonly number[]): { size: DD; slopes: DD[] } => {
    const d = a.map((x, i) => add(twoSum(x, -y[i]!), dd(1e-6))),
      size = p === 1 ? sum(d.map(abs)).value : sqrt(sum(d.map((v) => mul(v, v))).value);
    return { size, slopes: d.map((v) => (size[0] === 0 ? dd(0) : p === 1 ? dd(Math.sign(v[0])) : div(v, size))) };
  };
  const [near, far] = [apart(b), apart(c)],
    value = sum([dd(1), near.size, neg(far.size)]),
    isOff = value.value[0] < 0;
  const held = (terms: DD[]): Sum => (isOff ? { value: dd(0), magnitude: 0 } : sum(terms));
  return {
    value: isOff ? { value: dd(0), magnitude: value.magnitude } : value,
    slopes: [near.slopes.map((s, i) => held([s, neg(far.slopes[i]!)])), near.slopes.map((s) => held([neg(s)])), far.slopes.map((s) => held([s]))],
  };
}
