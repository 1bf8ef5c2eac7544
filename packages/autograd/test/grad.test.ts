/** Gradients as values: which structure they have, what they depend on, and that they are differentiated again. */
import { beforeEach, describe, expect, test } from "vitest";
import {
  add,
  detach,
  div,
  exp,
  full,
  log,
  matmul,
  mul,
  neg,
  noGrad,
  ones,
  parameter,
  read,
  type Request,
  setDefaultDevice,
  sigmoid,
  softplus,
  stabilise,
  sub,
  sum,
  type Tensor,
  tensor,
} from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { backward, grad, valueAndGrad } from "../src/index.js";

let requests: Request[] = [];
beforeEach(() => {
  const inner = cpu();
  requests = [];
  setDefaultDevice(Object.assign(Object.create(inner) as typeof inner, { run: (r: Request) => (requests.push(r), inner.run(r)) }));
});
const values = (t: Tensor): number[] => [...t.dataSync()];
const cube = (x: Tensor): Tensor => sum(mul(mul(x, x), x));

describe("grad(f)", () => {
  test("is the gradient by the first argument, and runs nothing until it is read", () => {
    const g = grad((x: Tensor, y: Tensor) => sum(mul(mul(x, x), y)))(tensor([1, 2]), tensor([3, 5]));
    expect(requests).toHaveLength(0);
    expect(values(g)).toEqual([6, 20]);
  });
  test("argnums: another argument, or several", () => {
    const f = (x: Tensor, y: Tensor): Tensor => sum(mul(mul(x, x), y)),
      x = tensor([1, 2]),
      y = tensor([3, 5]);
    expect(values(grad(f, { argnums: 1 })(x, y))).toEqual([1, 4]);
    const [gy, gx] = grad(f, { argnums: [1, 0] })(x, y);
    expect([values(gy), values(gx)]).toEqual([
      [1, 4],
      [6, 20],
    ]);
  });
  test("keeps the structure of arrays and objects", () => {
    const model = { layers: [{ w: tensor([2]) }, { w: parameter([3]) }] as const, scale: 4 };
    const g = grad((m: { layers: readonly [{ w: Tensor }, { w: Tensor }]; scale: number | Tensor }) =>
      sum(mul(mul(m.layers[0].w, m.layers[1].w), m.scale)),
    )(model);
    expect([values(g.layers[0].w), values(g.layers[1].w), g.scale.item()]).toEqual([[12], [8], 6]);
    expect(g.scale.shape).toEqual([]);
    expect(model.layers[1].w.grad).toBeNull();
  });
  test("an argument that f does not use has gradient 0", () => expect(values(grad((x: Tensor) => tensor(x.ndim))(tensor([1, 2])))).toEqual([0, 0]));
  test("one tensor given twice counts as two", () => {
    const x = tensor([2]),
      both = grad((a: Tensor, b: Tensor) => sum(sub(mul(a, 3), b)), { argnums: [0, 1] })(x, x);
    expect(both.map((g) => g.item())).toEqual([3, -1]);
    // Of one tensor this is x, with a gradient of 1 by it and none by the other.
    const zero = tensor([0]),
      apart = grad((a: Tensor, b: Tensor) => sum(sub(softplus(a), softplus(neg(b)))), { argnums: [0, 1] })(zero, zero);
    expect(apart.map((g) => g.item())).toEqual([0.5, 0.5]);
  });
  test("a number that is the same everywhere is a variable like others", () => {
    expect(values(grad((x: Tensor) => sum(mul(x, x)))(full([3], 2)))).toEqual([4, 4, 4]);
    expect(values(grad((x: Tensor) => sum(log(exp(x))))(full([2], 2)))).toEqual([1, 1]);
  });
  test("inputs are left as they were", () => {
    const x = tensor([1, 2], { requiresGrad: true }),
      before = values(x);
    grad(cube)(x).dataSync();
    expect([values(x), x.grad]).toEqual([before, null]);
  });
  test("nested, it is differentiated again, any number of times", () => {
    let f = cube;
    const found: number[][] = [];
    for (let order = 1; order <= 4; order++) {
      const g = grad(f);
      found.push(values(g(tensor([1, 2]))));
      f = (x) => sum(g(x));
    }
    expect(found).toEqual([
      [3, 12],
      [6, 12],
      [6, 6],
      [0, 0],
    ]);
  });
  test("nested over different variables", () => {
    // ∂/∂y of (∂/∂x of x²·y³) = 6·x·y²
    const inner = (x: Tensor, y: Tensor): Tensor => grad((z: Tensor) => sum(mul(mul(z, z), mul(y, mul(y, y)))))(x);
    expect(grad((y: Tensor) => sum(inner(tensor(2), y)))(tensor(3)).item()).toBe(108);
  });
  test("a gradient is part of the graph of what f closes over", () => {
    const w = parameter([3]);
    backward(sum(mul(grad((x: Tensor) => sum(mul(mul(x, x), w)))(tensor([2])), 10)));
    expect(values(w.grad!)).toEqual([40]);
  });
  test("it requires a gradient only if something else than its arguments does", () => {
    const [value, g] = valueAndGrad(cube)(tensor([1]));
    expect([value.requiresGrad, g.requiresGrad]).toEqual([false, false]);
    const [v, h] = valueAndGrad(cube)(parameter([1]));
    expect([v.requiresGrad, h.requiresGrad]).toEqual([true, true]);
    expect(noGrad(() => grad(cube)(parameter([2]))).requiresGrad).toBe(false);
    expect(noGrad(() => grad(cube)(parameter([2]))).item()).toBe(12);
  });
});

describe("valueAndGrad(f)", () => {
  test("gives both, in one run if both are read together", async () => {
    const [value, g] = valueAndGrad(cube)(tensor([1, 2]));
    expect((await read(value, g)).map((d) => [...d])).toEqual([[9], [3, 12]]);
  });
  test("the value of an argument that has forms is the stable one", () => {
    const [value, g] = valueAndGrad((p: Tensor) => sum(neg(log(p))))(sigmoid(tensor([-95])));
    expect(value.item()).toBe(95);
    // e⁻⁹⁵ is a subnormal number and its reciprocal overflows: that is −1/p.
    expect(g.item()).toBe(-Infinity);
  });
  test("training by hand", () => {
    let w: Tensor = tensor([5]);
    const step = valueAndGrad((x: Tensor) => sum(mul(sub(x, 3), sub(x, 3))));
    for (let i = 0; i < 100; i++) w = sub(w, mul(step(w)[1], 0.25));
    expect(w.item()).toBe(3);
  });
});

describe("grad(output, inputs)", () => {
  test("leaves and inner tensors, in the structure they are given", () => {
    const x = parameter([2, 3]),
      h = mul(x, x),
      y = sum(mul(h, h)),
      g = grad(y, { x, inner: [h] });
    expect([values(g.x), values(g.inner[0]!)]).toEqual([
      [32, 108],
      [8, 18],
    ]);
    expect(x.grad).toBeNull();
  });
  test("by an inner tensor it is taken where that stands, and the output keeps its stable value", () => {
    const u = parameter([-30, 2, 60]),
      p = sigmoid(u),
      loss = sum(neg(log(p))),
      g = values(grad(loss, p));
    expect(g).toEqual(values(p).map((v) => Math.fround(-1 / v)));
    expect(loss.item()).toBe(Math.fround(30 + Math.log1p(Math.exp(-30)) + Math.log1p(Math.exp(-2)) + Math.exp(-60)));
    // The leaf's gradient is that of the stable form: σ(u) − 1.
    expect(values(grad(loss, u))[0]).toBe(-1);
  });
  test("of inner tensors that depend on one another each has its whole gradient", () => {
    const x = parameter([2]),
      a = mul(x, 3),
      b = mul(a, a),
      [ga, gb] = grad(sum(add(b, a)), [a, b] as const);
    expect([ga.item(), gb.item()]).toEqual([13, 1]);
  });
  test("gradOutputs are the gradient of the output", () => {
    const x = parameter([1, 2]);
    expect(values(grad(mul(x, x), x, { gradOutputs: [10, 100] }))).toEqual([20, 400]);
  });
  test.each(["float16", "float64", "int32"] as const)("a gradient given in %s is taken in the type of the output", (dtype) => {
    const x = parameter([
        [1, 2],
        [3, 4],
      ]),
      g = ones([2, 2], { dtype });
    const [asked] = [grad(matmul(x, x), x, { gradOutputs: g })];
    backward(matmul(x, x), g);
    expect([asked.dtype, ...values(asked)]).toEqual(["float32", 7, 11, 9, 13]);
    expect([x.grad!.dtype, ...values(x.grad!)]).toEqual(["float32", 7, 11, 9, 13]);
  });
  test("createGraph: the gradient can be differentiated, otherwise not", () => {
    const x = parameter([2]),
      y = cube(x),
      g = grad(y, x, { createGraph: true });
    expect(grad(sum(g), x).item()).toBe(12);
    expect(grad(y, x).requiresGrad).toBe(false);
    const leafless = grad(y, x);
    expect(() => grad(sum(leafless), x)).toThrow(/^grad: no gradient passes from the output to inputs, which it was computed from\. /);
  });
  test("two versions of a parameter in one loss are added up by backward", () => {
    const p = parameter([1]),
      old = mul(p, 2);
    p.assign([10]);
    backward(sum(add(old, mul(p, 5))));
    expect(values(p.grad!)).toEqual([7]);
  });
  test("allowUnused gives 0", () => {
    const x = parameter([1]),
      y = parameter([1, 2]);
    expect(values(grad(sum(x), { y }, { allowUnused: true }).y)).toEqual([0, 0]);
  });
});

describe("detach", () => {
  test("passes no gradient, and costs nothing where there is none", () => {
    const p = parameter([3]);
    backward(sum(mul(detach(p), p)));
    expect(values(p.grad!)).toEqual([3]);
    const t = tensor([1]);
    expect(detach(t)).toBe(t);
  });
  test("forms pass", () => {
    const p = parameter([-200]);
    expect(log(detach(sigmoid(p))).item()).toBe(-200);
    expect(stabilise("off", () => log(detach(sigmoid(p)))).item()).toBe(-Infinity);
  });
});

describe("errors say what, with the facts, and what to do", () => {
  const p = (): Tensor => parameter([1, 2]);
  const cases: [string, () => unknown, RegExp, new (...a: never[]) => Error][] = [
    ["several elements", () => grad((x: Tensor) => mul(x, 2))(p()), /^grad: the function's result has shape \[2\]\. Reduce it/, RangeError],
    ["an object", () => grad((() => ({ loss: 1 })) as never as (x: Tensor) => Tensor)(p()), /^grad: the function returned an object, /, TypeError],
    ["a number", () => grad((() => 3) as never as (x: Tensor) => Tensor)(p()), /^grad: the function returned a number, /, TypeError],
    ["a promise", () => grad((async (x: Tensor) => x) as never as (x: Tensor) => Tensor)(p()), /^grad: the function returned a promise/, TypeError],
    ["argnums", () => grad(cube, { argnums: 1 as 0 })(p()), /^grad: argnums has 1, and the function was called with 1 arguments/, RangeError],
    ["argnums twice", () => valueAndGrad(cube, { argnums: [0, 0] })(p()), /^valueAndGrad: argnums has 0/, RangeError],
    ["int32", () => grad((x: Tensor) => sum(x))(tensor(Int32Array.of(1))), /^grad: argument 0 is int32, which has no gradient/, TypeError],
    [
      "a string in a tree",
      () => grad((x: { a: [string] }) => tensor(x.a.length))({ a: ["x"] }),
      /^grad: argument 0\.a\[0\] is a string\./,
      TypeError,
    ],
    ["a class", () => grad((x: Map<string, Tensor>) => tensor(x.size))(new Map()), /^grad: argument 0 is a Map\./, TypeError],
    [
      "gradOutputs",
      () => grad(mul(p(), 2), p(), { gradOutputs: [1] }),
      /^grad: the output has shape \[2\] and the gradient given for it \[1\]/,
      RangeError,
    ],
    ["output of many", () => grad(p(), p()), /^grad: the output has shape \[2\]/, RangeError],
    ["unused", () => grad(sum(p()), [p()]), /^grad: no gradient passes from the output to inputs\[0\]\. Leave it out/, TypeError],
    [
      "no gradient required",
      () => {
        const t = tensor([1]);
        return grad(sum(mul(t, p())), [t]);
      },
      /^grad: inputs\[0\] does not require a gradient/,
      TypeError,
    ],
    ["backward of many", () => backward(p(), [1]), /^backward: the loss has shape \[2\] and the gradient given for it \[1\]/, RangeError],
  ];
  test.each(cases)("%s", (_, run, message, type) => {
    expect(run).toThrow(message);
    expect(run).toThrow(type);
  });
});

describe("backward(loss, gradient)", () => {
  test("of several elements, and is linear in the gradient", () => {
    const at = (g: number[]): number[] => {
      const p = parameter([1, 2, 3]);
      backward(div(softplus(mul(p, 0)), sub(p, 0)), g);
      return values(p.grad!);
    };
    const [a, b, c] = [at([1, 2, 4]), at([8, 0, -16]), at([9, 2, -12])];
    // Scaled by powers of 2, so that only the last sum is rounded.
    expect(c).toEqual([9 * a[0]!, a[1]!, -3 * a[2]!].map(Math.fround));
    expect(b).toEqual([8 * a[0]!, 0, -4 * a[2]!]);
  });
  test("accumulates", () => {
    const p = parameter([1, 2]);
    backward(mul(p, p), [1, 1]);
    backward(mul(p, p), tensor([10, 100]));
    expect(values(p.grad!)).toEqual([22, 404]);
  });
});
