/** A gradient of the user's own is the one that is used, and a wall to everything else. */
import { beforeAll, describe, expect, test } from "vitest";
import { exp, full, log, matmul, mul, neg, noGrad, parameter, setDefaultDevice, sigmoid, sub, sum, type Tensor, tensor, to } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { backward, customGrad, grad } from "../src/index.js";

beforeAll(() => setDefaultDevice(cpu()));
const values = (t: Tensor | null): number[] => [...t!.dataSync()];
/** Its gradient reversed, times 10. */
const reversal = customGrad(
  (x: Tensor) => mul(x, 1),
  (g) => mul(g, -10),
);

test("the vjp is used, and f is not differentiated", () => {
  const p = parameter([1, 2]);
  backward(sum(mul(reversal(p), tensor([1, 3]))));
  expect(values(p.grad)).toEqual([-10, -30]);
  expect(values(reversal(p))).toEqual([1, 2]);
});
test("several inputs, some without a gradient, the output at hand; numbers are taken", () => {
  const scaled = customGrad(
    (x: Tensor, by: Tensor) => mul(exp(x), by),
    (g, [, by], y) => [mul(g, y), by.requiresGrad ? g : null],
  );
  const p = parameter([0]),
    q = parameter([5]);
  backward(sum(scaled(p, q)));
  backward(sum(scaled(p, 3)));
  expect([values(p.grad), values(q.grad)]).toEqual([[8], [1]]);
});
test.each(["float16", "float64", "int32"] as const)("a gradient in %s is taken in the type of its input", (dtype) => {
  const doubled = customGrad(
      (x: Tensor) => mul(x, 2),
      (g) => to(mul(g, 2), dtype),
    ),
    p = parameter([
      [1, 2],
      [3, 4],
    ]);
  backward(
    sum(
      doubled(
        matmul(p, [
          [1, 2],
          [3, 5],
        ]),
      ),
    ),
  );
  expect(p.grad!.dtype).toBe("float32");
  expect(values(p.grad)).toEqual([6, 16, 6, 16]);
});
test("it is differentiated again through the vjp", () => {
  // Says that the gradient of x² is x³: then the second is 3x².
  const odd = customGrad(
    (x: Tensor) => mul(x, x),
    (g, [x]) => mul(g, mul(x, mul(x, x))),
  );
  const second = grad((t: Tensor) => sum(grad((u: Tensor) => sum(odd(u)))(t)));
  expect(values(second(tensor([2, 3])))).toEqual([12, 27]);
});
test("no form passes, though f itself is stated stably", () => {
  const p = parameter([-200]),
    own = customGrad(
      (x: Tensor) => sigmoid(x),
      (g) => g,
    );
  expect(log(sigmoid(p)).item()).toBe(-200);
  expect(log(own(p)).item()).toBe(-Infinity);
  const inside = customGrad(
    (x: Tensor) => log(sigmoid(x)),
    (g) => g,
  );
  expect(inside(p).item()).toBe(-200);
});
test("the vjp is maths as written, and stated stably", () => {
  const nll = customGrad(
    (x: Tensor) => neg(log(sigmoid(x))),
    (g, [x]) => mul(g, log(sub(1, sigmoid(x)))),
  );
  const p = parameter([100]);
  backward(sum(nll(p)));
  expect(values(p.grad)).toEqual([-100]);
});
test("what f closes over gets no gradient", () => {
  const w = parameter([3]),
    p = parameter([2]),
    f = customGrad(
      (x: Tensor) => mul(x, w),
      (g) => mul(g, 7),
    );
  const y = sum(f(p));
  backward(y);
  expect([values(p.grad), w.grad]).toEqual([[7], null]);
});
test("without a gradient to pass it requires none", () => {
  expect(reversal(tensor([1])).requiresGrad).toBe(false);
  expect(noGrad(() => reversal(parameter([1]))).requiresGrad).toBe(false);
});
test("a value that is a number everywhere stays behind the wall", () => {
  const p = parameter([1, 2]),
    two = customGrad(
      (x: Tensor) => full(x.shape, 2),
      (g) => mul(g, 5),
    );
  backward(sum(mul(two(p), 3)));
  expect(values(p.grad)).toEqual([15, 15]);
});
test("equal calls are computed once, and calls of another function are not taken for them", () => {
  const p = parameter([1]),
    other = customGrad(
      (x: Tensor) => mul(x, 1),
      (g) => mul(g, 2),
    );
  backward(sum(sub(mul(reversal(p), 1), mul(other(p), 1))));
  expect(values(p.grad)).toEqual([-12]);
});

describe("errors", () => {
  const use = (f: unknown, vjp: unknown, ...x: Tensor[]): unknown => {
    const y = customGrad(f as (...t: Tensor[]) => Tensor, vjp as (g: Tensor) => Tensor)(...x);
    return backward(sum(y));
  };
  const p = (): Tensor => parameter([1, 2]),
    same = (x: Tensor): Tensor => mul(x, 1);
  const cases: [string, () => unknown, RegExp][] = [
    ["no tensor", () => use(() => 3, same, p()), /^customGrad: the function returned a number\. Return one tensor\./],
    ["too many", () => use(same, (g: Tensor) => [g, g], p()), /^customGrad: the vjp returned 2 gradients for 1 inputs\./],
    ["shape", () => use(same, (g: Tensor) => sum(g), p()), /^customGrad: gradient 0 has shape \[\] and its input \[2\]\./],
    ["kind", () => use(same, () => ["x"], p()), /^customGrad: gradient 0 of the vjp is a string\./],
    ["promise", () => use(async () => 1, same, p()), /^noGrad: the function returned a promise/],
  ];
  test.each(cases)("%s", (_, run, message) => expect(run).toThrow(message));
});
