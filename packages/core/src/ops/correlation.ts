/**
 * not an op: sums of products over windows, as the kind `conv` computes them, and their transposes. Channels stand in groups: x is [n, g, i, …size],
 * w is [g, o, i, …taps], the result [n, g, o, …positions]. Both gradients are such sums again, and so have gradients themselves.
 */
import { number, zeros } from "../tensor/create.js";
import { sameShape, sizeOf } from "../tensor/shape.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { contiguously } from "./contiguous.js";
import { flip } from "./flip.js";
import { type Op, op } from "./op.js";
import { permute } from "./permute.js";
import { reshape } from "./reshape.js";
import { type Axis, type Placed, placed, placing, viewed, viewing, type Window } from "./window.js";

/** A number for each dimension. */
export interface Steps {
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
}

const placeOp = /* @__PURE__ */ placing("conv");
const partOp = /* @__PURE__ */ viewing("conv");

export function correlating(name: string): Op {
  const self: Op = op(name, "direct", {
    request: (node, [x, w], output) => {
      const [batch, groups, outputs, ...positions] = node.shape as [number, number, number],
        [, , inputs, ...taps] = node.inputs[1]!.shape as [number, number, number];
      return { kind: "conv", dtype: node.dtype, batch, groups, inputs, outputs, positions, taps, ...(node.attrs as Steps), x: x!, w: w!, output };
    },
    again: ({ shape, attrs, dtype }, [x, w]) => record(self, [laid(x!), laid(w!)], shape, attrs, dtype),
    vjp: (g, { inputs: [x, w], attrs }) => {
      const steps = attrs as Steps;
      return [
        x!.requiresGrad ? transposed(self, g, w!, steps, spatial(x!)) : null,
        w!.requiresGrad ? byWeight(self, g, x!, spatial(w!), steps) : null,
      ];
    },
  });
  return self;
}

const spatial = (t: Tensor): readonly number[] => t.shape.slice(3);

/** y[n, g, o, p] = Σ x[n, g, i, p·stride + k·dilation]·w[g, o, i, k]. */
export function correlated(self: Op, x: Tensor, w: Tensor, { stride, dilation }: Steps): Tensor {
  const taps = spatial(w),
    positions = spatial(x).map((n, d) => Math.floor((n - dilation[d]! * (taps[d]! - 1) - 1) / stride[d]!) + 1),
    lead = [x.shape[0]!, x.shape[1]!, w.shape[1]!];
  // Where every window is one element, all dimensions are one: its rows are longer.
  if (taps.length > 1 && taps.every((n) => n === 1) && stride.every((s) => s === 1)) {
    const flat = (t: Tensor): Tensor => reshape(t, [...t.shape.slice(0, 3), sizeOf(spatial(t))]);
    return reshape(correlated(self, flat(x), flat(w), { stride: [1], dilation: [1] }), [...lead, ...positions]);
  }
  return record(self, [laid(x), laid(w)], [...lead, ...positions], { stride, dilation }, x.dtype);
}

/** A tensor whose last dimension lies side by side, as the kernel takes it. */
const laid = (t: Tensor): Tensor => (t.layout && t.shape.at(-1) !== 1 && t.layout.strides.at(-1) !== 1 ? contiguously(t) : t);

/** A window of the three leading dimensions whole, and along each other one `shape` elements from `start` on, `step` apart. */
const seen = (t: Tensor, shape: readonly number[], start: readonly number[], step: readonly number[]): Window => ({
  shape: [...t.shape.slice(0, 3), ...shape],
  axes: t.shape.map((_, d): Axis => (d < 3 ? [0, d, 1] : [start[d - 3]!, d, step[d - 3]!])),
});

/** Σ g[n, g, o, p]·x[n, g, i, p·stride + k·dilation] over n and p: images are channels here, and channels images. */
function byWeight(self: Op, g: Tensor, x: Tensor, taps: readonly number[], { stride, dilation }: Steps): Tensor {
  const used = spatial(g).map((n, d) => stride[d]! * (n - 1) + dilation[d]! * (taps[d]! - 1) + 1),
    part = viewed(partOp, x, seen(x, used, used.map(zero), used.map(one)));
  return turned(correlated(self, turned(part, 2, 1, 0), turned(g, 1, 2, 0), { stride: dilation, dilation: stride }), 1, 2, 0);
}
const turned = (t: Tensor, a: number, b: number, c: number): Tensor => permute(t, [a, b, c, ...t.shape.map((_, d) => d).slice(3)]);
const zero = (): number => 0;
const one = (): number => 1;

/** z[n, g, i, q] = Σ g[n, g, o, p]·w[g, o, i, k] over all p·stride + k·dilation = q, for q below `size`. */
export function transposed(self: Op, g: Tensor, w: Tensor, { stride, dilation }: Steps, size: readonly number[]): Tensor {
  const shape = [g.shape[0]!, g.shape[1]!, w.shape[2]!, ...size];
  if (g.size * w.size === 0) return zeros(shape, { dtype: g.dtype });
  // Results that lie `step` apart meet only weights that do: each such set is a sum of its own. Dilated weights do not divide so.
  const step = stride.map((s, d) => (dilation[d] === 1 ? s : 1)),
    apart = stride.map((s, d) => s / step[d]!);
  const parts = starts(step.map((s, d) => Math.min(s, spatial(w)[d]!))).flatMap((start): Placed[] => {
    const taps = spatial(w).map((n, d) => Math.ceil((n - start[d]!) / step[d]!));
    const z = full(self, g, viewed(partOp, w, seen(w, taps, start, step)), apart, dilation),
      there = spatial(z).map((n, d) => Math.max(0, Math.min(n, Math.ceil((size[d]! - start[d]!) / step[d]!))));
    return [
      [
        viewed(partOp, z, seen(z, there, start.map(zero), start.map(one))),
        seen(
          z,
          there,
          there.map((n, d) => (n ? start[d]! : 0)),
          step,
        ),
      ],
    ];
  });
  const only = parts.length === 1 && step.every((s) => s === 1) ? parts[0]![0] : null;
  return only && sameShape(only.shape, shape) ? only : placed(placeOp, number(0, g.dtype), parts, shape, g.dtype);
}

/** All [a, b, …] of whole numbers from 0 below these. */
const starts = (below: readonly number[]): number[][] =>
  below.reduce<number[][]>((lists, n) => lists.flatMap((list) => Array.from({ length: n }, (_, i) => [...list, i])), [[]]);

/** The same for a stride of `apart`: g with zeros between and around its elements, seen through the weight from behind. */
function full(self: Op, g: Tensor, w: Tensor, apart: readonly number[], dilation: readonly number[]): Tensor {
  const rim = spatial(w).map((n, d) => dilation[d]! * (n - 1)),
    sizes = spatial(g).map((n, d) => apart[d]! * (n - 1) + 1 + 2 * rim[d]!);
  const around = rim.some((n) => n > 0) || apart.some((n) => n > 1);
  const x = around ? placed(placeOp, number(0, g.dtype), [[g, seen(g, spatial(g), rim, apart)]], [...g.shape.slice(0, 3), ...sizes], g.dtype) : g;
  const behind = flip(
    w,
    rim.map((_, d) => d + 3),
  );
  return correlated(self, x, turned(behind, 0, 2, 1), { stride: rim.map(one), dilation });
}
