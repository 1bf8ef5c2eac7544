/**
 * not an op: windows, what slices, picks, flips and diagonals see of a tensor. One is looked through without a copy (`viewed`), or
 * written into another tensor (`placed`); each is the other's gradient.
 */
import type { DType } from "../dtype.js";
import type { View } from "../kinds.js";
import { layoutForms } from "../stability/layout.js";
import { partForms } from "../stability/parts.js";
import { number, typed, zeros } from "../tensor/create.js";
import { contiguous, sameShape, type Shape } from "../tensor/shape.js";
import { layoutOf, record, type Tensor } from "../tensor/tensor.js";
import { type Op, op } from "./op.js";

export interface Window {
  readonly shape: Shape;
  /** For each dimension of the whole, where it is looked at: at start + step · (the window's index along `dim`). A pick has dim −1. No element is seen twice. */
  readonly axes: readonly Axis[];
}
export type Axis = readonly [start: number, dim: number, step: number];
export type Placed = readonly [part: Tensor, window: Window];

/** A window that sees dimension `dim` of `shape` from `start` on, `size` elements, and all others whole. */
export function along(shape: Shape, dim: number, start: number, size: number, step = 1): Window {
  return { shape: shape.map((d, i) => (i === dim ? size : d)), axes: shape.map((_, i) => (i === dim ? [start, i, step] : [0, i, 1])) };
}

/** Where a window's first element lies, and its strides, in a whole that lies like this. */
function lying({ shape, axes }: Window, offset: number, strides: readonly number[]): { offset: number; strides: number[] } {
  return {
    offset: axes.reduce((at, [start], d) => at + start * strides[d]!, offset),
    strides: shape.map((_, k) => axes.reduce((sum, [, dim, step], d) => (dim === k ? sum + step * strides[d]! : sum), 0)),
  };
}

/** An op whose results are windows, as views. */
export function viewing(name: string): Op {
  const self: Op = op(name, "none", {
    again: (node, [x]) => viewed(self, x!, node.attrs as Window),
    range: (x) => x!,
    get forms() {
      return { ...layoutForms, look: (x: Tensor, w: Window): Tensor => viewed(self, x, w) };
    },
    vjp: (g, node) => {
      const { shape } = node.inputs[0]!;
      return [placed(placeOp, number(0), [[g, node.attrs as Window]], shape, g.dtype)];
    },
  });
  return self;
}

/** Looks through a window; a window of everything, as it is, is the tensor itself. */
export function viewed(self: Op, x: Tensor, w: Window): Tensor {
  if (sameShape(w.shape, x.shape) && w.axes.every(([start, dim, step], d) => (start === 0 && dim === d && step === 1) || x.shape[d] === 1)) return x;
  const { base, offset, strides } = layoutOf(x);
  return record(self, [x], w.shape, w, x.dtype, { base, ...lying(w, offset, strides) });
}

/** An op that copies tensors into windows of a base: a number, or a tensor of the result's shape. */
export function placing(name: string): Op {
  const self: Op = op(name, "direct", {
    numbers: true,
    request: (node, views, output) => {
      const [base, ...sources]: readonly (View | number)[] = views,
        rows = contiguous(node.shape);
      const parts = (node.attrs as readonly Window[]).map((w, i) => ({ shape: w.shape, source: sources[i]!, ...lying(w, 0, rows) }));
      return { kind: "concat", dtype: node.dtype, shape: node.shape, base: base!, parts, output };
    },
    again: (node, [base, ...parts]) => {
      const windows = node.attrs as readonly Window[];
      return placed(
        self,
        base!,
        parts.map((x, i) => [x, windows[i]!]),
        node.shape,
        node.dtype,
      );
    },
    range: (...x) => [Math.min(...x.map(([low]) => low)), Math.max(...x.map(([, high]) => high))],
    get forms() {
      return { ...partForms, look: (x: Tensor, w: Window): Tensor => viewed(sliceOp, x, w) };
    },
    vjp: (g, node) => {
      const windows = node.attrs as readonly Window[],
        [base, ...parts] = node.inputs;
      const rest = (): Tensor =>
        placed(
          placeOp,
          g,
          windows.map((w) => [zeros(w.shape, { dtype: g.dtype }), w]),
          node.shape,
          g.dtype,
        );
      return [base!.requiresGrad ? rest() : null, ...parts.map((x, i) => (x.requiresGrad ? viewed(sliceOp, g, windows[i]!) : null))];
    },
  });
  return self;
}
/** Records a tensor of parts that do not overlap, and of the base where no part lies. */
export function placed(self: Op, base: Tensor, parts: readonly Placed[], shape: Shape, dtype: DType): Tensor {
  return record(
    self,
    [typed(self.name, base, dtype), ...parts.map(([part]) => part)],
    shape,
    parts.map(([, w]) => w),
    dtype,
  );
}

/** Gradients of one another: a part that is looked at, and a part that is written. */
export const sliceOp = /* @__PURE__ */ viewing("slice");
const placeOp = /* @__PURE__ */ placing("place");
