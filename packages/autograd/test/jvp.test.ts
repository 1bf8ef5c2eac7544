/** Derivatives along directions: the transpose of the gradient. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  add,
  exp,
  gather,
  log,
  matmul,
  mul,
  neg,
  parameter,
  scatterAdd,
  setDefaultDevice,
  sigmoid,
  sum,
  type Tensor,
  tensor,
  to,
  transpose,
  zeros,
} from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { backward, grad, jvp } from "../src/index.js";

beforeAll(() => setDefaultDevice(cpu()));
const values = (t: Tensor): number[] => [...t.dataSync()];
const a = (): Tensor =>
  tensor([
    [1, 2],
    [3, -4],
  ]);
const b = (): Tensor =>
  tensor([
    [-2, 1],
    [0, 5],
  ]);
const ids = (): Tensor => tensor(Int32Array.of(1, 0, 1, 1, 0, 0), { shape: [2, 3] });

test.each(["float16", "float64"] as const)("tangents in %s are taken in the types of the primals", (dtype) => {
  const [, tangent] = jvp((t: Tensor) => matmul(t, t), [a()], [to(b(), dtype)]);
  expect([tangent.dtype, ...values(tangent)]).toEqual(["float32", ...values(add(matmul(a(), b()), matmul(b(), a())))]);
});

describe("<w, J·v> = <Jᵀ·w, v>, exactly on whole numbers", () => {
  const functions: Record<string, (t: Tensor) => Tensor> = {
    "t·t": (t) => mul(t, t),
    "t·tᵀ": (t) => matmul(t, transpose(t, 0, 1)),
    "gathered squares": (t) => mul(gather(t, 1, ids()), gather(t, 1, ids())),
    "scattered squares": (t) => scatterAdd(zeros([2, 2]), 1, tensor(Int32Array.of(1, 1, 0, 1), { shape: [2, 2] }), mul(t, t)),
    "sums of products": (t) => mul(sum(t, 0), sum(t, 1)),
  };
  test.each(Object.entries(functions))("%s", (_, f) => {
    const [y, jv] = jvp(f, [a()], [b()]),
      w = tensor(
        Float32Array.from({ length: y.size }, (_x, i) => (i % 4) - 1),
        { shape: y.shape },
      );
    expect(values(y)).toEqual(values(f(a())));
    const jw = grad((t: Tensor) => sum(mul(f(t), w)))(a());
    expect(values(sum(mul(w, jv)))).toEqual(values(sum(mul(jw, b()))));
    expect(values(jv).some((x) => x !== 0)).toBe(true);
  });
});

test("several primals, in any structure", () => {
  const [y, t] = jvp(
    (x: Tensor, { w }: { w: Tensor }) => mul(x, w),
    [tensor([2, 3]), { w: parameter([5, 7]) }],
    [tensor([1, 0]), { w: tensor([10, 1]) }],
  );
  expect([values(y), values(t)]).toEqual([
    [10, 21],
    [25, 3],
  ]);
});
test("a Hessian-vector product is the jvp of a gradient, and the gradient of a jvp", () => {
  const f = (t: Tensor): Tensor => sum(mul(mul(t, t), add(t, sum(t))));
  const [, forward] = jvp(grad(f), [a()], [b()]),
    back = grad((t: Tensor) => jvp(f, [t], [b()])[1])(a());
  expect(values(forward)).toEqual(values(back));
});
test("the second derivative along a direction is a jvp of a jvp", () => {
  const along = (t: Tensor): Tensor => jvp((u: Tensor) => mul(mul(u, u), u), [t], [tensor([1, 1])])[1];
  expect(values(jvp(along, [tensor([2, 3])], [tensor([1, 10])])[1])).toEqual([12, 180]);
});
test("the value is the stable one, and what f does not depend on has tangent 0", () => {
  const [y, t] = jvp((x: Tensor) => neg(log(sigmoid(x))), [tensor([-200])], [tensor([1])]);
  expect([y.item(), t.item()]).toEqual([200, -1]);
  const [v, d] = jvp((p: Tensor) => log(p), [exp(tensor([-200]))], [tensor([0])]);
  expect([v.item(), d.item()]).toEqual([-200, 0]);
  expect(values(jvp((t: Tensor) => tensor([1, t.ndim]), [a()], [b()])[1])).toEqual([0, 0]);
});
test("a zero direction gives 0 where the derivative is infinite", () =>
  expect(values(jvp((x: Tensor) => log(x), [tensor([0, 2])], [tensor([0, 1])])[1])).toEqual([0, 0.5]));
test("a tangent is part of the graph", () => {
  const v = parameter([1, 1]);
  backward(sum(mul(jvp((x: Tensor) => mul(x, x), [tensor([3, 4])], [v])[1], tensor([1, 10]))));
  expect(values(v.grad!)).toEqual([6, 80]);
});
test("errors", () => {
  const f = (x: Tensor): Tensor => mul(x, 2);
  expect(() => jvp(f, [a()], [tensor([1])])).toThrow(
    /^jvp: there are 1 tensors in primals and 1 in tangents, and of number 0 the shapes are \[2, 2\] and \[1\]\./,
  );
  expect(() => jvp(f, [a()], [] as never)).toThrow(/^jvp: there are 1 tensors in primals and 0 in tangents\. Give/);
  expect(() => jvp((() => 1) as never as typeof f, [a()], [b()])).toThrow(/^jvp: the function returned a number/);
});
