/**
 * A row at a point: the truth, how far rounding the data moves it, and what evenkeel gives for the expression as it is written. Every number,
 * of the value and of the gradient by every leaf, must be within 16 ulp of the truth beyond what half an ulp of each datum does to it.
 */
import * as core from "@evenkeel/core";
import { backward } from "@evenkeel/autograd";
import { ulpOf } from "../ulp.js";
import type { Algebra } from "./algebra.js";
import type { Point } from "./points.js";
import type { Row } from "./row.js";
import { errorIn, type Truth, truthOf, ulpIn, weight } from "./truth.js";

/** ulp that a result may be off. */
export const ALLOWED = 16;
/** The ops of core, as rows call them. */
export const CORE: Algebra<core.Tensor> = { ...core, indexSelect: (x, dim, indices) => core.indexSelect(x, dim, Int32Array.from(indices)) };

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
function nameOf(row: Row, point: Point, truth: Truth, k: number): string {
  if (k < truth.values.length) return truth.values.length === 1 ? "value" : `value ${k}`;
  let i = k - truth.values.length;
  for (const [l, x] of point.entries()) {
    if (i < x.length) return `gradient by ${"xyzuvw"[l] ?? l}${x.length > 1 ? `[${i}]` : ""}`;
    i -= x.length;
  }
  return String(k);
}
