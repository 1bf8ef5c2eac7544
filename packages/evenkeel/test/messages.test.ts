/** Messages that no other test meets. */
import {
  conv1d,
  conv2d,
  cov,
  cumulativeTrapezoid,
  einsum,
  floorDivide,
  grad,
  indexPut,
  interpolate,
  linear,
  localResponseNorm,
  maxPool2d,
  ones,
  read,
  realize,
  scaledDotProductAttention,
  sum,
  tensor,
  tensordot,
  trapezoid,
  valueAndGrad,
  zeros,
} from "evenkeel";
import { expect, test } from "vitest";

const x = ones([2, 3]),
  whole = tensor(Int32Array.of(1, 2)),
  never = (given: unknown): never => given as never;

test.each<[message: string, error: typeof TypeError | typeof RangeError, call: () => unknown]>([
  ["conv2d: x is [2, 3]. Give 3 dimensions, [channels, …], or 4, [batch, channels, …].", RangeError, () => conv2d(x, ones([1, 1, 1, 1]))],
  ["conv1d: x is [1, 2, 0]. Give every dimension behind the channels an element.", RangeError, () => conv1d(zeros([1, 2, 0]), ones([1, 2, 1]))],
  ["trapezoid: x has 2 points along dimension 1 and y has 3. Give as many points as values.", RangeError, () => trapezoid(x, { x: [0, 1] })],
  [
    "cumulativeTrapezoid: x has 2 points along dimension 1 and y has 3. Give as many points as values.",
    RangeError,
    () => cumulativeTrapezoid(x, { x: [0, 1] }),
  ],
  ["localResponseNorm: x is int32 [2]. Give floating numbers, [batch, channels, …].", RangeError, () => localResponseNorm(whole, 2)],
  ["linear: x is [2, 3] and the weight [4, 2, 3]. Give x […, in] and the weight [out, in] or [in].", RangeError, () => linear(x, ones([4, 2, 3]))],
  ["maxPool2d: x is [2, 3]. Give 3 dimensions, [channels, …], or 4, [batch, channels, …].", RangeError, () => maxPool2d(x, 1)],
  ["maxPool2d: x is [1, 0, 3]. Give every dimension but the batch an element.", RangeError, () => maxPool2d(zeros([1, 0, 3]), 1)],
  [
    "interpolate: x is [2, 3] and the mode bilinear. Give [batch, channels, …] and 2 dimensions more.",
    RangeError,
    () => interpolate(x, { size: 2, mode: "bilinear" }),
  ],
  ["interpolate: x is [1, 0, 3]. Give every dimension but the batch an element.", RangeError, () => interpolate(zeros([1, 0, 3]), { size: 2 })],
  [
    "interpolate: the mode nearest has no corners to align. Leave alignCorners out.",
    RangeError,
    () => interpolate(ones([1, 1, 3]), { size: 2, alignCorners: true }),
  ],
  ["interpolate: the result would be [0]. Scale [1, 1, 3] by more.", RangeError, () => interpolate(ones([1, 1, 3]), { scaleFactor: 0.1 })],
  [
    "tensordot: dimension 1 of [2, 3] is summed with dimension 0 of [2, 3] (3 ≠ 2). Name dimensions of equal sizes.",
    RangeError,
    () => tensordot(x, x, 1),
  ],
  [
    'einsum: "i->j->k" is no equation. Write letters for dimensions, "..." for others, as in "...ij,jk->...ik".',
    RangeError,
    () => einsum("i->j->k", [x]),
  ],
  ["einsum: the result's j is there twice. Use each letter of the operands once at most.", RangeError, () => einsum("ij->jj", [x])],
  ["einsum: the result's k is in no operand. Use each letter of the operands once at most.", RangeError, () => einsum("ij->k", [x])],
  ["cov: x is [1, 2, 3]. Use rows of variables: two dimensions at most.", RangeError, () => cov(ones([1, 2, 3]))],
  ["cov: aweights has -1. Weights are 0 or more.", RangeError, () => cov(x, { aweights: [1, -1, 1] })],
  [
    "scaledDotProductAttention: q is [2, 3], k is [2, 2] and v is [2, 3]. Give q […, l, e], k […, s, e] and v […, s, d].",
    RangeError,
    () => scaledDotProductAttention(x, ones([2, 2]), x),
  ],
  ['indexPut: 3 indices for shape [2, 3]. Give at most 2, and one "...".', RangeError, () => indexPut(x, [0, 0, 0], 1)],
  ["realize: a number is no tensor. Pass tensors, one after another.", TypeError, () => realize(x, never(2))],
  [
    "floorDivide: a divisor is 0, and whole numbers have no quotient by it. Convert an operand with to, or replace the zeros.",
    RangeError,
    () => floorDivide(whole, 0).dataSync(),
  ],
  ["grad: argument 0 is a string. Pass tensors, or arrays and plain objects of tensors.", TypeError, () => grad((a: never) => sum(a))(never("a"))],
  ["valueAndGrad: a number is no function. Pass one.", TypeError, () => valueAndGrad(never(2))(x)],
])("%s", (message, error, call) => {
  expect(call).toThrow(new error(message));
});

test("read: a number is no tensor. Pass tensors, one after another.", async () => {
  await expect(read(x, never(2))).rejects.toThrow(new TypeError("read: a number is no tensor. Pass tensors, one after another."));
});
