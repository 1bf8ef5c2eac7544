/** How the operators of ONNX are called here: inputs in its order (null where one is left out), then attributes. */
import * as k from "@evenkeel/core";
import { nets } from "./onnxNets.js";

type T = k.Tensor;
export type Attributes = Record<string, never>;
export type Call = (inputs: readonly (T | null)[], attributes: Attributes) => T | T[] | Promise<T | T[]>;

const unary =
  (op: (x: T) => T): Call =>
  ([x]) =>
    op(x!);
const binary =
  (op: (x: T, y: T) => T): Call =>
  ([x, y]) =>
    op(x!, y!);
/** Of any number of operands. */
const folded =
  (op: (x: T, y: T) => T): Call =>
  (xs) =>
    (xs as T[]).reduce((a, b) => op(a, b));
/** The numbers of an input that says how, and not of what. */
const read = (t: T | null | undefined): number[] | undefined => (t ? [...t.dataSync()].map(Number) : undefined);

type Reduce = (x: T, dim: number[] | undefined, options: { keepdim: boolean }) => T;
/** Over the axes that the second input names; over all where it is not there, or over none, element by element, if the attributes say so. */
const reduced =
  (op: Reduce, alone: (x: T) => T = (x) => x): Call =>
  ([x, axes], { keepdims = 1 as never, noop_with_empty_axes, axes: given }) => {
    const dims = read(axes) ?? (given as number[] | undefined);
    if (!dims?.length && noop_with_empty_axes) return alone(x!);
    return op(x!, dims?.length ? dims : undefined, { keepdim: !!keepdims });
  };
/** Softmax and its kin: the attribute axis, by default the last. */
const along =
  (op: (x: T, dim: number) => T): Call =>
  ([x], { axis = -1 as never }) =>
    op(x!, axis);

export const calls: Readonly<Record<string, Call>> = {
  Abs: unary(k.abs),
  Acos: unary(k.acos),
  Acosh: unary(k.acosh),
  Add: binary(k.add),
  And: binary(k.logicalAnd),
  ArgMax: placed(k.argmax),
  ArgMin: placed(k.argmin),
  Asin: unary(k.asin),
  Asinh: unary(k.asinh),
  Atan: unary(k.atan),
  Atanh: unary(k.atanh),
  BitwiseAnd: binary(k.bitwiseAnd),
  BitwiseNot: unary(k.bitwiseNot),
  BitwiseOr: binary(k.bitwiseOr),
  BitwiseXor: binary(k.bitwiseXor),
  Cast: ([x], { to }) => k.to(x!, NUMBERED[to!]!),
  Ceil: unary(k.ceil),
  Celu: ([x], { alpha }) => k.celu(x!, alpha === undefined ? {} : { alpha }),
  Clip: ([x, min, max]) => (min || max ? k.clamp(x!, { min: min ?? undefined, max: max ?? undefined }) : x!),
  Concat: (xs, { axis }) => k.cat(xs as T[], axis),
  ConstantOfShape: ([shape], { value }) => {
    const { dtype, data } = value as unknown as { dtype: k.DType; data: number[] };
    return k.full(read(shape)!, data[0]!, { dtype });
  },
  Cos: unary(k.cos),
  Cosh: unary(k.cosh),
  CumProd: ([x, axis], { exclusive, reverse }) => running(k.cumprod, 1, x!, read(axis)![0]!, !!exclusive, !!reverse),
  CumSum: ([x, axis], { exclusive, reverse }) => running(k.cumsum, 0, x!, read(axis)![0]!, !!exclusive, !!reverse),
  Div: binary((x, y) => (k.isFloating(x.dtype) ? k.div(x, y) : k.to(k.trunc(k.div(k.to(x, "float64"), k.to(y, "float64"))), x.dtype))),
  Elu: ([x], { alpha }) => k.elu(x!, alpha === undefined ? {} : { alpha }),
  EyeLike: ([x], { dtype, k: up = 0 as never }) => {
    const [rows, columns] = x!.shape as [number, number],
      indices = (n: number): T => k.arange(n, { dtype: "int32" });
    const on = k.eq(k.add(k.unsqueeze(indices(rows), 1), up), indices(columns));
    return k.to(on, dtype === undefined ? x!.dtype : (NUMBERED[dtype] ?? "float32"));
  },
  Equal: binary(k.eq),
  Erf: unary(k.erf),
  Exp: unary(k.exp),
  Expand: ([x, shape]) => k.mul(x!, k.ones(read(shape)!, { dtype: x!.dtype })),
  Flatten: ([x], { axis = 1 as never }) => {
    const at = (axis as number) < 0 ? (axis as number) + x!.ndim : (axis as number);
    return k.reshape(x!, [x!.shape.slice(0, at).reduce((a, b) => a * b, 1), -1]);
  },
  Floor: unary(k.floor),
  Gather: ([x, index], { axis = 0 as never }) => {
    const at = (axis as number) < 0 ? (axis as number) + x!.ndim : (axis as number),
      taken = k.indexSelect(x!, at, k.remainder(k.reshape(index!, [-1]), x!.shape[at]!));
    return k.reshape(taken, [...x!.shape.slice(0, at), ...index!.shape, ...x!.shape.slice(at + 1)]);
  },
  GatherElements: ([x, index], { axis = 0 as never }) => k.gather(x!, axis, k.remainder(index!, x!.shape.at(axis)!)),
  Gelu: ([x], { approximate = "none" as never }) => k.gelu(x!, { approximate }),
  Greater: binary(k.gt),
  GreaterOrEqual: binary(k.ge),
  Hardmax: ([x], { axis = -1 as never }) => {
    const at = k.unsqueeze(k.argmax(x!, axis), axis);
    return k.scatter(k.zerosLike(x!), axis, at, k.ones(at.shape));
  },
  HardSigmoid: ([x], { alpha = 0.2 as never, beta = 0.5 as never }) => k.clamp(k.add(k.mul(x!, alpha), beta), { min: 0, max: 1 }),
  HardSwish: unary(k.hardswish),
  Identity: unary((x) => x),
  IsInf: ([x], { detect_positive = 1 as never, detect_negative = 1 as never }) =>
    k.logicalAnd(k.isinf(x!), k.logicalOr(k.logicalAnd(k.gt(x!, 0), +detect_positive), k.logicalAnd(k.lt(x!, 0), +detect_negative))),
  IsNaN: unary(k.isnan),
  LeakyRelu: ([x], { alpha = 0.01 as never }) => k.leakyRelu(x!, { negativeSlope: alpha }),
  Less: binary(k.lt),
  LessOrEqual: binary(k.le),
  Log: unary(k.log),
  LogSoftmax: along(k.logSoftmax),
  LpNormalization: ([x], { p = 2 as never, axis = -1 as never }) => k.normalize(x!, { p, dim: axis }),
  MatMul: binary(k.matmul),
  MatMulInteger: ([a, b, za, zb]) => {
    const whole = (x: T, zero: T): T => k.sub(k.to(x, "int32"), k.to(zero, "int32"));
    return k.matmul(whole(a!, za!), whole(b!, zb!));
  },
  Max: folded(k.maximum),
  Mean: (xs) => k.mean(k.stack(k.broadcastTensors(xs as T[])), 0),
  MeanVarianceNormalization: ([x], { axes = [0, 2, 3] as never }) => k.standardize(x!, axes, { correction: 0, eps: 1e-9 }),
  Min: folded(k.minimum),
  Mish: unary(k.mish),
  Mod: ([x, y], { fmod }) => (fmod ? k.fmod(x!, y!) : k.remainder(x!, y!)),
  Mul: binary(k.mul),
  Neg: unary(k.neg),
  NonZero: async ([x]) => k.transpose(await k.nonzero(x!), 0, 1),
  Not: unary(k.logicalNot),
  Or: binary(k.logicalOr),
  Pad: ([x, pads, value, axes], { mode = "constant" as never }) => {
    const by = read(pads)!,
      n = by.length / 2,
      dims = (read(axes) ?? x!.shape.map((_, i) => i)).map((d) => (d < 0 ? d + x!.ndim : d));
    // PyTorch's order: the last dimension first, before and behind.
    const all = x!.shape.flatMap((_, i) => {
      const at = dims.indexOf(x!.ndim - 1 - i);
      return at < 0 ? [0, 0] : [by[at]!, by[at + n]!];
    });
    const names: Record<string, k.PadMode> = { constant: "constant", reflect: "reflect", edge: "replicate", wrap: "circular" };
    const padded =
      mode === "constant"
        ? all
        : all.slice(0, 2 * (x!.ndim - x!.shape.findIndex((_, i) => all[2 * (x!.ndim - 1 - i)] || all[2 * (x!.ndim - 1 - i) + 1])));
    return k.pad(x!, padded, { mode: names[mode]!, value: read(value)?.[0] ?? 0 });
  },
  PRelu: ([x, slope]) => k.where(k.lt(x!, 0), k.mul(x!, slope!), x!),
  Pow: ([x, y]) => k.to(k.pow(k.to(x!, "float64"), k.to(y!, "float64")), x!.dtype),
  Range: ([start, end, step]) => {
    const [[a], [b], [c]] = [read(start), read(end), read(step)] as [[number], [number], [number]];
    return k.arange(a, b, c, { dtype: start!.dtype });
  },
  Reciprocal: unary(k.reciprocal),
  ReduceL1: reduced((x, dim, options) => k.norm(x, 1, dim, options), k.abs),
  ReduceL2: reduced((x, dim, options) => k.norm(x, 2, dim, options), k.abs),
  ReduceLogSum: reduced((x, dim, options) => k.log(k.sum(x, dim, options)), k.log),
  ReduceLogSumExp: reduced((x, dim, options) => k.logsumexp(x, dim ?? x.shape.map((_, i) => i), options)),
  ReduceMax: reduced((x, dim, options) => k.amax(x, dim, options)),
  ReduceMean: reduced((x, dim, options) => k.mean(x, dim, options)),
  ReduceMin: reduced((x, dim, options) => k.amin(x, dim, options)),
  ReduceProd: reduced((x, dim, options) => k.prod(x, dim, options)),
  ReduceSum: reduced((x, dim, options) => k.sum(x, dim, options)),
  ReduceSumSquare: reduced((x, dim, options) => k.sum(k.square(x), dim, options), k.square),
  Relu: unary(k.relu),
  Reshape: ([x, shape], { allowzero }) =>
    k.reshape(
      x!,
      read(shape)!.map((d, i) => (d === 0 && !allowzero ? x!.shape[i]! : d)),
    ),
  Round: unary(k.round),
  Selu: ([x], { alpha = 1.6732632 as never, gamma = 1.050701 as never }) => k.mul(k.elu(x!, { alpha }), gamma),
  Shape: ([x], { start = 0 as never, end }) => k.tensor(Int32Array.from(x!.shape.slice(start, end))),
  Shrink: ([x], { lambd = 0.5 as never, bias = 0 as never }) =>
    k.where(k.gt(x!, lambd), k.sub(x!, bias), k.where(k.lt(x!, -lambd), k.add(x!, bias), 0)),
  Sigmoid: unary(k.sigmoid),
  Sign: unary(k.sign),
  Sin: unary(k.sin),
  Sinh: unary(k.sinh),
  Size: ([x]) => k.tensor(Int32Array.of(x!.size), { shape: [] }),
  Slice: ([x, starts, ends, axes, steps]) => {
    const [from, to] = [read(starts)!, read(ends)!],
      dims = (read(axes) ?? from.map((_, i) => i)).map((d) => (d < 0 ? d + x!.ndim : d)),
      by = read(steps) ?? from.map(() => 1);
    return k.at(x!, ...x!.shape.map((_, d): [number, number, number] | null => (dims.includes(d) ? sliced(dims.indexOf(d), x!.shape[d]!) : null)));
    function sliced(i: number, size: number): [number, number, number] {
      return [from[i]!, Math.max(-size - 1, to[i]!), by[i]!];
    }
  },
  Softmax: along(k.softmax),
  Softplus: unary(k.softplus),
  Softsign: unary(k.softsign),
  Split: ([x, sizes], { axis = 0 as never, num_outputs }) => k.split(x!, read(sizes) ?? Math.ceil(x!.shape.at(axis)! / +num_outputs!), axis),
  Sqrt: unary(k.sqrt),
  Squeeze: ([x, axes]) => k.squeeze(x!, read(axes)),
  Sub: binary(k.sub),
  Sum: folded(k.add),
  Swish: ([x], { alpha = 1 as never }) => k.mul(x!, k.sigmoid(k.mul(x!, alpha))),
  Tan: unary(k.tan),
  Tanh: unary(k.tanh),
  ThresholdedRelu: ([x], { alpha = 1 as never }) => k.where(k.gt(x!, alpha), x!, 0),
  Tile: ([x, sizes]) => k.tile(x!, read(sizes)!),
  TopK: ([x, n], { axis = -1 as never, largest = 1 as never }) => {
    const { values, indices } = k.topk(x!, read(n)![0]!, axis, { largest: !!largest });
    return [values, indices];
  },
  Transpose: ([x], { perm }) => k.permute(x!, perm ?? x!.shape.map((_, i) => x!.ndim - 1 - i)),
  Trilu: ([x, diagonal], { upper = 1 as never }) => (upper ? k.triu : k.tril)(x!, read(diagonal)?.[0] ?? 0),
  Unsqueeze: ([x, axes]) => {
    const dims = read(axes)!,
      ndim = x!.ndim + dims.length;
    return dims
      .map((d) => (d < 0 ? d + ndim : d))
      .sort((a, b) => a - b)
      .reduce((t, d) => k.unsqueeze(t, d), x!);
  },
  Where: ([condition, x, y]) => k.where(condition!, x!, y!),
  Xor: binary(k.logicalXor),
  ...nets,
};

/** The place of what is greatest or least; the last of equal ones is the first from the other end. */
function placed(op: typeof k.argmax): Call {
  return ([x], { axis = 0 as never, keepdims = 1 as never, select_last_index }) => {
    const keepdim = !!keepdims;
    return select_last_index ? k.sub(x!.shape.at(axis)! - 1, op(k.flip(x!, axis), axis, { keepdim })) : op(x!, axis, { keepdim });
  };
}
/** Types by ONNX's numbers. */
const NUMBERED: Readonly<Record<number, k.DType>> = { 1: "float32", 6: "int32", 7: "int32", 9: "bool", 10: "float16", 11: "float64", 16: "bfloat16" };

/** Running sums and products that leave out the element itself, or begin at the end. */
function running(op: (x: T, dim: number) => T, first: number, x: T, axis: number, exclusive: boolean, reverse: boolean): T {
  const turned = reverse ? k.flip(x, axis) : x,
    n = x.shape.at(axis)!,
    shifted = exclusive ? k.cat([k.fullLike(k.narrow(turned, axis, 0, 1), first), k.narrow(turned, axis, 0, n - 1)], axis) : turned,
    y = op(shifted, axis);
  return reverse ? k.flip(y, axis) : y;
}
