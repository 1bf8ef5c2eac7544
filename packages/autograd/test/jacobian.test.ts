/** jacobian and hessian: against closed forms, against gradients row by row, and against differences of values. */
import { beforeAll, describe, expect, test } from "vitest";
import { checkGrad, grad, hessian, jacobian } from "@evenkeel/autograd";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";

beforeAll(() => k.setDefaultDevice(cpu()));
const values = (t: k.Tensor): number[] => [...t.dataSync()];

describe("jacobian", () => {
  test("of a product of a matrix is the matrix", () => {
    const a = k.tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      j = jacobian((x: k.Tensor) => k.reshape(k.matmul(a, k.reshape(x, [3, 1])), [2]))(k.tensor([7, 8, 9]));
    expect([j.shape, values(j)]).toEqual([
      [2, 3],
      [1, 2, 3, 4, 5, 6],
    ]);
  });
  test("has f's shape followed by that of x, and each row is a gradient", () => {
    const x = k.tensor([
        [0.5, -1, 2],
        [1, 0.25, -0.5],
      ]),
      f = (t: k.Tensor): k.Tensor => k.mul(k.exp(k.transpose(t, 0, 1)), k.sum(t)),
      j = jacobian(f)(x);
    expect(j.shape).toEqual([3, 2, 2, 3]);
    for (let r = 0; r < 3; r++) for (let c = 0; c < 2; c++) expect(values(k.at(j, r, c))).toEqual(values(grad((t: k.Tensor) => k.at(f(t), r, c))(x)));
  });
  test("of one element, of none, by what f does not depend on", () => {
    expect(jacobian((x: k.Tensor) => k.sum(x))(k.tensor([1, 2])).shape).toEqual([2]);
    expect(jacobian((x: k.Tensor) => k.narrow(x, 0, 0, 0))(k.tensor([1, 2])).shape).toEqual([0, 2]);
    expect(values(jacobian((x: k.Tensor) => k.zeros([2 * x.size]))(k.tensor([1])))).toEqual([0, 0]);
  });
  test("by another argument, and by the tensors of an object", () => {
    const f = (x: k.Tensor, { w, b }: { w: k.Tensor; b: k.Tensor }): k.Tensor => k.add(k.mul(x, w), b),
      j = jacobian(f, { argnums: 1 })(k.tensor([2, 3]), { w: k.tensor([1, 1]), b: k.tensor(0) });
    expect([j.w.shape, values(j.w), j.b.shape, values(j.b)]).toEqual([[2, 2], [2, 0, 0, 3], [2], [1, 1]]);
  });
  test("f is called once, and nothing runs until it is read", () => {
    let calls = 0;
    const before = k.stats().plans.built;
    jacobian((x: k.Tensor) => (calls++, k.exp(k.mul(x, 17))))(k.tensor([1, 2, 3]));
    expect([calls, k.stats().plans.built]).toEqual([1, before]);
  });
  test("it can be differentiated again, and is checked by differences of values", async () => {
    const x = k.tensor(Float64Array.of(0.3, -0.7, 1.1)),
      f = (t: k.Tensor): k.Tensor => k.mul(k.sigmoid(t), k.sum(k.mul(t, t)));
    await checkGrad(f, [x]);
    await checkGrad((t) => jacobian(f)(t), [x]);
    expect(jacobian(jacobian(f))(x).shape).toEqual([3, 3, 3]);
  });
  test("of float64 it is float64; of log(1 − σ(x)) that of the stable form", () => {
    const f = (x: k.Tensor): k.Tensor => k.log(k.sub(1, k.sigmoid(x)));
    expect(jacobian(f)(k.tensor(Float64Array.of(1))).dtype).toBe("float64");
    expect(values(jacobian(f)(k.tensor([200, 300])))).toEqual([-1, 0, 0, -1].map((v) => v + 0));
  });
});

describe("hessian", () => {
  test("of a quadratic form is twice its symmetric part", () => {
    const a = k.tensor([
      [1, 2],
      [5, 3],
    ]);
    const h = hessian((x: k.Tensor) => k.sum(k.mul(x, k.sum(k.mul(a, x), 1))))(k.tensor([4, -1]));
    expect([h.shape, values(h)]).toEqual([
      [2, 2],
      [2, 7, 7, 6],
    ]);
  });
  test("has the shape of x twice, and is symmetric", () => {
    const x = k.tensor([[0.5, -1]]),
      h = hessian((t: k.Tensor) => k.logsumexp(k.mul(t, t)))(x);
    expect(h.shape).toEqual([1, 2, 1, 2]);
    const [, b, c] = values(h);
    expect(b).toBe(c);
  });
  test("is the derivative of the gradient by differences of values", async () => {
    const x = k.tensor(Float64Array.of(0.3, -0.7, 1.1)),
      f = (t: k.Tensor): k.Tensor => k.sum(k.mul(k.exp(t), k.cumsum(t, 0)));
    await checkGrad((t) => grad(f)(t), [x]);
    const rows = [0, 1, 2].flatMap((i) => values(grad((t: k.Tensor) => k.at(grad(f)(t), i))(x)));
    expect(values(hessian(f)(x))).toEqual(rows);
    await checkGrad((t) => hessian(f)(t), [x]);
  });
  test("by another argument", () => {
    const h = hessian((x: k.Tensor, y: k.Tensor) => k.sum(k.mul(x, k.mul(y, y))), { argnums: 1 })(k.tensor([2, 3]), k.tensor([1, 1]));
    expect(values(h)).toEqual([4, 0, 0, 6]);
  });
});

// prettier-ignore
test.each([
  ["no such argument", (): unknown => jacobian((x: k.Tensor): k.Tensor => x, { argnums: 1 as 0 })(k.tensor([1])), /^jacobian: argnums is 1, and the function was called with 1 arguments\./, RangeError],
  ["no tensor", (): unknown => jacobian((x: k.Tensor): k.Tensor => x.ndim as never)(k.tensor([1])), /^jacobian: the function returned a number/, TypeError],
  ["whole numbers", (): unknown => jacobian((x: k.Tensor): k.Tensor => x)(k.tensor(Int32Array.of(1))), /^jacobian: argument 0 is int32, which has no gradient\./, TypeError],
  ["several elements", (): unknown => hessian((x: k.Tensor): k.Tensor => x)(k.tensor([1, 2])), /^hessian: the function's result has shape \[2\]\. Reduce it/, RangeError],
] as const)("%s", (_, call, message, type) => {
  expect(call).toThrow(message);
  expect(call).toThrow(type);
});
