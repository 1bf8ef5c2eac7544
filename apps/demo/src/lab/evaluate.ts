/**
 * A formula in an algebra: in core's ops on rows of points, or in exact arithmetic at one point. Every value is [points, width], a list lying along the
 * second dimension; numbers are left as numbers until an op needs more.
 */
import type { Algebra, Operand } from "@evenkeel/conformance/exact";
import type { Part } from "./formula.js";
import { ALONG, REDUCTIONS } from "./vocabulary.js";

export interface Ground<T> {
  readonly k: Algebra<T>;
  readonly x: T;
  readonly points: number;
  /** [1, width] */
  constants(values: readonly number[]): T;
}
type Unary = "exp"; // any name of one argument has its type
type Binary = "add";
type Reduction = "sum";
type Along = "softmax";

/** Lists must not be longer: exact arithmetic takes its time. */
export const WIDEST = 64;

/** Calls `made` with each part and its value, once. */
export function evaluate<T>(root: Part, { k, x, points, constants }: Ground<T>, made: (part: Part, value: T) => void = () => {}): T {
  const known = new Map<Part, Operand<T>>(),
    widths = new Map<unknown, number>();
  const isT = (v: Operand<T>): v is T => typeof v !== "number",
    tensor = (v: Operand<T>): T => (isT(v) ? v : sized(constants([v as number]), 1)),
    width = (v: Operand<T>): number => (typeof v === "number" ? 1 : (widths.get(v) ?? 1)),
    sized = (v: T, n: number): T => (widths.set(v, n), v);
  const at = (part: Part): Operand<T> => {
    let v = known.get(part);
    if (v === undefined) {
      known.set(part, (v = compute(part)));
      if (isT(v)) made(part, v);
    }
    return v;
  };
  const broadcast = (name: string, ...vs: readonly Operand<T>[]): number => {
    const widest = Math.max(...vs.map(width));
    for (const v of vs)
      if (width(v) !== 1 && width(v) !== widest)
        throw new RangeError(`${name}: a list of ${width(v)} and one of ${widest} do not go together. Make them equally long.`);
    return widest;
  };
  const compute = (part: Part): Operand<T> => {
    if (part.kind === "number") return part.value;
    if (part.kind === "name") return sized(x, 1);
    if (part.kind === "list") return list(part.of.map(at));
    const { name } = part,
      of = part.of.map(at),
      [a, b, c] = of as [Operand<T>, Operand<T>, Operand<T>];
    if (name === "cat") return list(of);
    if (name === "at") return element(tensor(a), width(a), b);
    if (name === "clamp") {
      if (typeof b !== "number" || typeof c !== "number") throw new TypeError("clamp: its bounds must be numbers.");
      return sized(k.clamp(tensor(a), { min: b, max: c }), width(a));
    }
    const together = name === "where" || of.length === 2 ? broadcast(name, ...of) : width(a);
    if (name === "where") return sized(k.where(tensor(a), b, c), together);
    if (name === "dot") return sized(k.sum(k.mul(tensor(a), b), -1, { keepdim: true }), 1);
    if ((name === "max" || name === "min") && of.length === 1) return sized(k[name === "max" ? "amax" : "amin"](tensor(a), -1, { keepdim: true }), 1);
    if (REDUCTIONS.has(name)) return sized(k[name as Reduction](tensor(a), -1, { keepdim: true }), 1);
    if (ALONG.has(name)) return sized(k[name as Along](tensor(a), 1), width(a));
    if (of.length === 2) {
      const called = name === "max" ? "maximum" : name === "min" ? "minimum" : name;
      // Two numbers are a number of float32 as soon as an op takes them.
      return sized(k[called as Binary](isT(b) ? a : tensor(a), b), together);
    }
    return sized(k[name as Unary](tensor(a)), width(a));
  };
  function list(of: readonly Operand<T>[]): T {
    const total = of.reduce<number>((n, v) => n + width(v), 0);
    if (total > WIDEST) throw new RangeError(`A list of ${total} is too long here. Use ${WIDEST} numbers at most.`);
    if (of.every((v) => typeof v === "number")) return sized(constants(of as number[]), total);
    return sized(
      k.cat(
        of.map((v) => k.expand(tensor(v), [points, width(v)])),
        1,
      ),
      total,
    );
  }
  function element(v: T, n: number, index: Operand<T>): T {
    if (typeof index !== "number" || !Number.isInteger(index) || index < -n || index >= n)
      throw new RangeError(`An element of a list of ${n} has a whole number from ${-n} to ${n - 1}.`);
    return sized(k.narrow(v, 1, index < 0 ? index + n : index, 1), 1);
  }
  const result = tensor(at(root));
  return k.expand(result, [points, width(result)]);
}
