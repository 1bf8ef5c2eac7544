/**
 * pad(x, pads, { mode, value }): x with more elements before and behind, [before, behind] for the last dimension first, then for the one before it, and so on.
 * Negative ones crop. They are `value` ("constant"), mirrored without the edge ("reflect"), the edge ("replicate"), or those of the other end ("circular").
 *
 * Shape    x: […, n, …] → […, before + n + behind, …]
 * Method   one copy; other modes, one copy for each dimension that is padded
 * Error    exact
 * Source   PyTorch `nn.functional.pad`; every mode pads any dimension
 */
import { number, of, type Operand, typed } from "../tensor/create.js";
import { asArray, noSuch, written } from "../tensor/given.js";
import { optionsOf } from "../tensor/options.js";
import { checkShape, type Shape, show } from "../tensor/shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { expand } from "./expand.js";
import { along, type Placed, placed, placing, viewed, viewing, type Window } from "./window.js";

const padOp = /* @__PURE__ */ placing("pad");
const partOp = /* @__PURE__ */ viewing("pad");

export type PadMode = "constant" | "reflect" | "replicate" | "circular";

export function pad(input: Operand, pads: readonly number[], options?: { mode?: PadMode; value?: number }): Tensor {
  const { mode = "constant", value = 0 } = optionsOf("pad", options, { mode: '"constant", "reflect", "replicate" or "circular"', value: "a number" });
  const x = of("pad", input),
    { ndim } = x;
  asArray("pad", "numbers", pads);
  const sides = x.shape.map((_, d) => [pads[2 * (ndim - 1 - d)] ?? 0, pads[2 * (ndim - 1 - d) + 1] ?? 0] as const);
  const bad = pads.find((n) => !Number.isSafeInteger(n));
  if (bad !== undefined) throw noSuch(bad, `pad: ${written(bad)} is no number of elements, in ${show(pads)}. Use whole numbers below 2^53.`);
  if (pads.length % 2 || pads.length > 2 * ndim)
    throw new RangeError(`pad: ${show(pads)} does not pad shape ${show(x.shape)}. Give two whole numbers a dimension, the last one first.`);
  const short = x.shape.findIndex((n, d) => n + sides[d]![0] + sides[d]![1] < 0);
  if (short >= 0)
    throw new RangeError(
      `pad: ${show(sides[short]!)} crops more than the ${x.shape[short]} elements of dimension ${short} of shape ${show(x.shape)}. Crop less.`,
    );
  typed("pad", number(value), x.dtype);
  checkShape(
    "pad",
    x.shape.map((n, d) => n + sides[d]![0] + sides[d]![1]),
  );
  if (mode === "constant") return constant(x, sides, value);
  const extend = { reflect, replicate, circular }[mode];
  const cropped = constant(
    x,
    sides.map((side) => side.map((n) => Math.min(n, 0)) as [number, number]),
    0,
  );
  return sides.reduce<Tensor>((y, side, d) => extended(y, d, Math.max(side[0], 0), Math.max(side[1], 0), mode, extend), cropped);
}

type Sides = readonly (readonly [before: number, behind: number])[];

function constant(x: Tensor, sides: Sides, value: number): Tensor {
  if (sides.every(([before, behind]) => before === 0 && behind === 0)) return x;
  const shape = x.shape.map((n, d) => n + sides[d]![0] + sides[d]![1]),
    start = sides.map(([before]) => Math.max(-before, 0)),
    size = x.shape.map((n, d) => Math.max(0, n - Math.max(-sides[d]![0], 0) - Math.max(-sides[d]![1], 0))),
    part = viewed(partOp, x, { shape: size, axes: start.map((s, d) => [size[d] ? s : 0, d, 1]) });
  const to: Window = { shape: size, axes: sides.map(([before], d) => [Math.max(before, 0), d, 1]) };
  return sides.some((side) => Math.max(...side) > 0) ? placed(padOp, number(value), [[part, to]], shape, x.dtype) : part;
}

/** What comes before and behind: windows of x (or of its edge, repeated), of `count` elements along d. */
type Extend = (x: Tensor, d: number, count: number, behind: boolean) => Tensor;
const look = (x: Tensor, d: number, start: number, count: number, step = 1): Tensor => viewed(partOp, x, along(x.shape, d, start, count, step));
const reflect: Extend = (x, d, count, behind) => look(x, d, behind ? x.shape[d]! - 2 : count, count, -1);
const circular: Extend = (x, d, count, behind) => look(x, d, behind ? 0 : x.shape[d]! - count, count);
const replicate: Extend = (x, d, count, behind) => expand(look(x, d, behind ? x.shape[d]! - 1 : 0, 1), x.shape.with(d, count));

function extended(x: Tensor, d: number, before: number, behind: number, mode: PadMode, extend: Extend): Tensor {
  if (!before && !behind) return x;
  const n = x.shape[d]!,
    most = mode === "replicate" ? (n ? Infinity : 0) : mode === "reflect" ? n - 1 : n;
  if (Math.max(before, behind) > most)
    throw new RangeError(
      `pad: ${mode} pads at most ${Math.max(most, 0)} to dimension ${d} of shape ${show(x.shape)}, not ${Math.max(before, behind)}. Pad less.`,
    );
  const shape: Shape = x.shape.with(d, before + n + behind),
    parts: Placed[] = [[x, along(shape, d, before, n)]];
  if (before) parts.push([extend(x, d, before, false), along(shape, d, 0, before)]);
  if (behind) parts.push([extend(x, d, behind, true), along(shape, d, before + n, behind)]);
  return placed(padOp, number(0), parts, shape, x.dtype);
}
