/**
 * A random expression with the stabiliser on, off, and in exact arithmetic. It is right if every number of value and gradient is within 16 ulp beyond the
 * condition of its data. None may be worse than off: than what off gives, and than written float32 ops would give that never leave the range.
 */
import { watch } from "@evenkeel/core/internal";
import { random } from "../cases.js";
import { ALLOWED, computed, conditionOf } from "../catalogue/judge.js";
import type { Point } from "../catalogue/points.js";
import type { Row } from "../catalogue/row.js";
import { errorIn, truthOf, type Truth, ulpIn } from "../catalogue/truth.js";
import { type Expression, LETTERS, rowOf, shrunk } from "./expression.js";
import { draw } from "./generate.js";

/**
 * `unknown`: exact arithmetic cannot judge; `outside`: off is as wrong, and the value is beyond float32; `lost`: off is as wrong; `rescued`: off is wrong in the
 * third digit, and on is right.
 */
export type Verdict = "unknown" | "outside" | "right" | "rescued" | "lost" | "worse";
export interface Compared {
  readonly verdict: Verdict;
  readonly text: string;
}
/** What scripts/differential.ts found of so many seeds, at the commit that last changed the sources. */
export interface Judged {
  readonly commit: string;
  readonly first: number;
  count: number;
  restated: number;
  right: number;
  /** Of those that are right: of how many it was asked whether they are so without the stabiliser, and how many are not. */
  asked: number;
  rescued: number;
  lost: number;
  outside: number;
  unknown: number;
  readonly worse: { readonly seed: number; readonly smallest: string }[];
}
/** Where both have lost the same, as by an underflow, they differ by roundings. */
const asFar = (off: number): number => off * (1 + 2 ** -10) + ALLOWED;
/** Of roundings, beside what was seen of them: the order of sums differs, and derivatives are written in another way. */
const TIMES = 16;
const SHAKEN = 12;
const U = 2 ** -24;
/** ulp in the third digit. */
const WRONG = 0.01 * 2 ** 23;

const all = (x: { values: readonly number[]; gradients: readonly number[] }): number[] => [...x.values, ...x.gradients];

/** By how much written ops that never leave the range are off, of a few that round at random, in the units given. */
function roundings(row: Row, point: Point, truth: Truth, units: readonly number[]): number[] {
  const next = random(1),
    noise = (): number => U * ((2 * next()) / 2 ** 32 - 1),
    most = units.map(() => 0);
  for (let i = 0; i < SHAKEN; i++) {
    const there = truthOf(row, point, truth.bits, noise);
    for (const [j, t] of all(truth).entries()) {
      const off = there ? Math.abs((all(there)[j] ?? NaN) - t) / units[j]! : Infinity;
      most[j] = Math.max(most[j]!, off === off ? off : Infinity);
    }
  }
  return most;
}

const AS_IS = (y: number): number => y;
/** `spoil` changes what was computed with the stabiliser, to see that it is found. Whether what is right was rescued is asked only if somebody `wonders`. */
export function compared(row: Row, point: Point, spoil: (y: number) => number = AS_IS, wonders = true): Compared {
  const truth = truthOf(row, point);
  if (!truth || truth.values.some((x) => !Number.isFinite(x))) return { verdict: "unknown", text: "" };
  const should = all(truth),
    units = [...truth.values, ...truth.parts].map(ulpIn),
    errors = (mode: "on" | "off", change: (y: number) => number): [number[], number[]] => {
      const got = all(computed(row, point, mode)).map(change);
      return [got, should.map((t, j) => (Number.isFinite(t) ? errorIn(got[j]!, t, units[j]!) : 0))];
    };
  let restated: [number[], number[]];
  try {
    restated = errors("on", spoil);
  } catch (e) {
    return { verdict: "worse", text: String(e) };
  }
  const [got, on] = restated,
    isRight = on.every((e) => e <= ALLOWED);
  if (isRight && !wonders) return { verdict: "right", text: "" };
  const [written, off] = errors("off", AS_IS),
    rescued = off.some((e, j) => e > WRONG && on[j]! <= ALLOWED);
  if (isRight) return { verdict: rescued ? "rescued" : "right", text: "" };
  const condition = conditionOf(row, point, truth).map((c, j) => c / units[j]!);
  if (on.every((e, j) => e <= ALLOWED + condition[j]!)) return { verdict: rescued ? "rescued" : "right", text: "" };
  // Of a value that is infinite in float32 the gradient is none: what is wrong without the stabiliser may be wrong in another way with it.
  const infinite = truth.values.some((x) => !Number.isFinite(Math.fround(x))),
    outside = infinite && truth.values.every((_, j) => on[j]! <= ALLOWED + condition[j]!),
    described = (j: number, slack = ""): string => {
      const [e, f, c] = [on, off, condition].map((x) => Number(x[j]!.toPrecision(3)));
      return `[${j}] on ${got[j]} (${e} ulp), off ${written[j]} (${f} ulp), truth ${should[j]}; condition ${c}${slack}`;
    },
    asWithout: Compared = { verdict: outside ? "outside" : "lost", text: described(on.findIndex((e, j) => !(e <= ALLOWED + condition[j]!))) },
    isWorse = (e: number, j: number, slack = 0): boolean =>
      e > ALLOWED + condition[j]! + slack && e > asFar(off[j]!) && !(infinite && j >= truth.values.length && off[j]! > ALLOWED);
  if (!on.some((e, j) => isWorse(e, j))) return asWithout;
  const slack = roundings(row, point, truth, units),
    worse = on.findIndex((e, j) => isWorse(e, j, TIMES * slack[j]!));
  if (worse < 0) return asWithout;
  return { verdict: "worse", text: described(worse, `, roundings ${Number(slack[worse]!.toPrecision(3))}`) };
}
const pointText = (point: Point): string => point.map((x, i) => `${LETTERS[i]} = [${x.join(", ")}]`).join(", ");

/** Of fewer expressions that are restated a comparison says little. */
export const RESTATED = 0.3;
/** `reasons`: why parts of it were restated. */
export function compare(
  seed: number,
  spoil?: (y: number) => number,
  wonders?: boolean,
): Compared & { readonly expression: Expression; readonly reasons: readonly string[] } {
  const { expression, leaves, point } = draw(seed),
    row = rowOf(
      expression,
      leaves.map((x) => x.shape),
    ),
    reasons = new Set<string>(),
    // A report would take a stack at every node.
    note = (_: unknown, { why }: { readonly why: string }): void => void reasons.add(why);
  watch.notes.add(note);
  try {
    const found = compared(row, point, spoil, wonders);
    return { ...found, text: `seed ${seed}: ${expression.text} at ${pointText(point)} ${found.text}`, expression, reasons: [...reasons] };
  } finally {
    watch.notes.delete(note);
  }
}
/** The smallest expression and the roundest point of which the same is still said. */
export function minimal(seed: number, verdict: Verdict = "worse"): string {
  const { expression, leaves, point } = draw(seed),
    shapes = leaves.map((x) => x.shape),
    still = (e: Expression, p: Point): boolean => e.of.length > 0 && compared(rowOf(e, shapes), p).verdict === verdict;
  const small = shrunk(expression, leaves, (e) => still(e, point));
  let round = point;
  for (const [l, x] of point.entries())
    for (const i of x.keys())
      for (const v of [0, 1, Number(x[i]!.toPrecision(1)), Number(x[i]!.toPrecision(2)), Number(x[i]!.toPrecision(4))].map(Math.fround)) {
        const there = round.with(l, round[l]!.with(i, v));
        if (!still(small, there)) continue;
        round = there;
        break;
      }
  return `${small.text} at ${pointText(round)} ${compared(rowOf(small, shapes), round).text}`;
}
