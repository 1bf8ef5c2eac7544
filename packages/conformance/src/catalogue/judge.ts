/**
 * A row at a point: the truth, how far rounding the data moves it, and what evenkeel gives for the expression as it is written. Every number,
 * of the value and of the gradient by every leaf, must be within 16 ulp of the truth beyond what half an ulp of each datum does to it.
 */
import * as core from "@evenkeel/core";
import { backward } from "@evenkeel/autograd";
import { errorOf, ulpOf } from "../ulp.js";
import type { Algebra } from "./algebra.js";
import { type Ball, balls, ball, doubt, isFinite, numberOf, Undecided, Unsayable } from "./ball.js";
import { exact } from "./exact.js";
import type { Point } from "./points.js";
import type { Row } from "./row.js";

/** ulp that a result may be off. */
export const ALLOWED = 16;
/** log₂ of how well the truth is known, relative to itself. */
const KNOWN = -60;
const SMALLEST = -149;
const PRECISIONS = [160, 320, 640, 1280, 2560, 5120];
const CORE: Algebra<core.Tensor> = { ...core, indexSelect: (x, dim, indices) => core.indexSelect(x, dim, Int32Array.from(indices)) };

/** One number of the value, or of the gradient. */
export interface Component {
  readonly name: string;
  readonly got: number;
  readonly truth: number;
  /** In ulp of the truth. */
  readonly error: number;
  readonly condition: number;
}
export interface Judged {
  /** `outside`: exact arithmetic gives NaN or an infinity, and so do we; `unknown`: exact arithmetic cannot say. */
  readonly verdict: "right" | "wrong" | "outside" | "unknown";
  /** The furthest beyond what is allowed. */
  readonly worst?: Component;
  readonly why?: string;
}
/** Values and then gradients, and the greatest part that an element of y has in each gradient: the sum over y is the judge's. `bits` is how many were enough. */
export interface Truth {
  readonly values: readonly number[];
  readonly gradients: readonly number[];
  readonly parts: readonly number[];
  readonly bits: number;
}
/** What y is multiplied by before it is summed for the gradient: none is the mean of those before it, from which they would cancel. */
const weight = (j: number): number => 1 + (j * j) / 4;
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

/** How far each number moves when each datum is moved by half an ulp, to the worse side. */
export function conditionOf(row: Row, point: Point, truth: Truth): number[] {
  const all = (t: Truth): number[] => [...t.values, ...t.gradients],
    now = all(truth),
    moved = now.map(() => 0);
  for (const [l, x] of point.entries())
    for (const i of x.keys()) {
      const sides = [1, -1].map((side) => {
        const there = truthOf(row, point.with(l, x.with(i, x[i]! + (side * ulpOf(x[i]!)) / 2)), truth.bits);
        return there ? all(there) : undefined;
      });
      for (const k of now.keys())
        moved[k]! += Math.max(...sides.map((side) => (side && Number.isFinite(side[k]) ? Math.abs(side[k]! - now[k]!) : 0)));
    }
  return moved;
}

/** What evenkeel gives: values, and then gradients. */
export function computed(row: Row, point: Point, mode: "on" | "off"): { values: number[]; gradients: number[] } {
  return core.stabilise(mode, () => {
    const leaves = point.map((x, i) => core.parameter(core.tensor(new Float32Array(x), { shape: row.leaves[i]!.shape ?? [] }))),
      y = row.of(CORE, ...leaves),
      size = y.shape.reduce((n, d) => n * d, 1);
    backward(
      size === 1
        ? core.sum(y)
        : core.sum(
            core.mul(
              core.reshape(y, [size]),
              Array.from({ length: size }, (_, j) => weight(j)),
            ),
          ),
    );
    return { values: [...y.dataSync()], gradients: leaves.flatMap((p, i) => [...(p.grad?.dataSync() ?? new Float32Array(point[i]!.length))]) };
  });
}

/** `spoil` changes what was computed, to see that it is found. With `edge`, any infinity or NaN will do where the truth is one: 0 and less than 0 differ by a rounding. */
export function judge(row: Row, point: Point, mode: "on" | "off" = "on", spoil: (x: number) => number = (x) => x, edge = false): Judged {
  const truth = truthOf(row, point);
  if (!truth) return { verdict: "unknown" };
  let got: ReturnType<typeof computed>;
  try {
    got = computed(row, point, mode);
  } catch (e) {
    return { verdict: "wrong", why: String(e) };
  }
  const outside = truth.values.some((x) => !Number.isFinite(x)) || truth.gradients.some(Number.isNaN),
    is = [...got.values, ...(outside ? [] : got.gradients)].map(spoil),
    should = [...truth.values, ...(outside ? [] : truth.gradients)],
    units = [...truth.values, ...truth.parts].map(ulpIn),
    errors = should.map((t, k) => (edge && outside && !Number.isFinite(t) && !Number.isFinite(is[k]) ? 0 : errorIn(is[k]!, t, units[k]!)));
  if (errors.every((e) => e <= ALLOWED)) return { verdict: outside ? "outside" : "right" };
  const condition = outside ? should.map(() => 0) : conditionOf(row, point, truth),
    components = should.map((t, k) => ({
      name: nameOf(row, point, truth, k),
      got: is[k]!,
      truth: t,
      error: errors[k]!,
      condition: condition[k]! / units[k]!,
    })),
    worst = components.reduce((a, b) => (beyond(b) > beyond(a) ? b : a));
  return beyond(worst) <= ALLOWED ? { verdict: outside ? "outside" : "right" } : { verdict: "wrong", worst };
}
/** How far it is off, less what data allow; an error that is no number is beyond everything. */
export const beyond = ({ error, condition }: Component): number => (error === Infinity ? Infinity : error - condition);
export const ulpIn = (t: number): number => ulpOf(Math.min(Math.abs(t), 2 ** 127));
export function errorIn(got: number, truth: number, unit: number): number {
  if (Number.isNaN(truth)) return Number.isNaN(got) ? 0 : Infinity;
  return Number.isNaN(got) ? Infinity : errorOf(got, [truth, 0]) / unit;
}
function nameOf(row: Row, point: Point, truth: Truth, k: number): string {
  if (k < truth.values.length) return truth.values.length === 1 ? "value" : `value ${k}`;
  let i = k - truth.values.length;
  for (const [l, x] of point.entries()) {
    if (i < x.length) return `gradient by ${"xyzuvw"[l] ?? l}${x.length > 1 ? `[${i}]` : ""}`;
    i -= x.length;
  }
  return String(k);
}
