/** Gradients of gradients: through every structural op, where zeros annihilate and where they must not, in the tails, and down long chains. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  add,
  amax,
  div,
  exp,
  expand,
  gather,
  log,
  logSoftmax,
  logsumexp,
  matmul,
  mul,
  neg,
  parameter,
  permute,
  reshape,
  scatterAdd,
  setDefaultDevice,
  sigmoid,
  softmax,
  softplus,
  sub,
  sum,
  type Tensor,
  tensor,
  to,
  transpose,
  zeros,
} from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { checkGrad, checkpoint, grad, jvp } from "../src/index.js";

beforeAll(() => setDefaultDevice(cpu()));
const values = (t: Tensor): number[] => [...t.dataSync()];
const x = (): Tensor =>
  tensor([
    [1, -2, 3],
    [2, 0, -1],
  ]);
const v = (): Tensor =>
  tensor([
    [2, 1, -1],
    [-3, 4, 1],
  ]);
const w = (): Tensor =>
  tensor([
    [1, 2],
    [0, -1],
    [3, 1],
  ]);
const index = (): Tensor => tensor(Int32Array.of(2, 0, 0, 1, 1, 2, 0, 2), { shape: [2, 4] });
const linear: Record<string, (t: Tensor) => Tensor> = {
  sum: (t) => sum(t, 1),
  "sum of columns": (t) => sum(t, 0, { keepdim: true }),
  reshape: (t) => reshape(t, [3, 2]),
  permute: (t) => permute(t, [1, 0]),
  expand: (t) => expand(t, [4, 2, 3]),
  "broadcast operands": (t) => add(reshape(t, [2, 1, 3]), reshape(t, [2, 3, 1])),
  "matmul, left": (t) => matmul(t, w()),
  "matmul, right": (t) => matmul(w(), t),
  gather: (t) => gather(t, 1, index()),
  "scatterAdd, base": (t) => scatterAdd(t, 1, index(), mul(tensor([[1], [2]]), expand(tensor([[1, 2, 3, 4]]), [2, 4]))),
  "scatterAdd, source": (t) => scatterAdd(zeros([2, 3]), 1, tensor(Int32Array.of(2, 0, 0, 1, 1, 2), { shape: [2, 3] }), t),
  checkpoint: (t) => checkpoint((y: Tensor) => sub(mul(y, 3), sum(y)))(t),
};

describe("Hessians of Σ L(x)³ times a vector are Lᵀ(6·L(x)·L(v)), exactly on whole numbers", () => {
  test.each(Object.entries(linear))("%s", (_, L) => {
    const f = (t: Tensor): Tensor => {
      const y = L(t);
      return sum(mul(mul(y, y), y));
    };
    const fixed = mul(6, mul(L(x()), L(v()))),
      // Affine L: the constant part drops out of L(v) − L(0).
      offset = mul(6, mul(L(x()), L(zeros([2, 3]))));
    const want = values(grad((t: Tensor) => sum(mul(sub(fixed, offset), L(t))))(x()));
    const overGradient = grad((t: Tensor) => sum(mul(grad(f)(t), v())))(x());
    expect(values(overGradient)).toEqual(want);
    expect(values(jvp(grad(f), [x()], [v()])[1])).toEqual(want);
  });
});

describe("gradients of nonlinear functions, and their gradients, agree with differences", () => {
  const functions: Record<string, (t: Tensor) => Tensor> = {
    "matmul with itself": (t) => matmul(t, transpose(t, 0, 1)),
    "softmax as written": (t) => div(exp(t), sum(exp(t), 1, { keepdim: true })),
    "a small network": (t) => softplus(matmul(sigmoid(matmul(t, w())), tensor([[1], [-2]]))),
    softmax: (t) => softmax(t, 1),
    logSoftmax: (t) => logSoftmax(t, 1),
    logsumexp: (t) => logsumexp(t, 1),
    "log Σ e^t as written": (t) => log(sum(exp(t), 1)),
    "squares of amax": (t) => mul(amax(t, 1), amax(t, 1)),
    "gathered products": (t) => mul(gather(t, 1, index()), gather(sigmoid(t), 1, index())),
  };
  test.each(Object.entries(functions))("%s", async (name, f) => {
    const at = mul(x(), 0.25);
    await checkGrad(f, [at]);
    const gradient = (g: (t: Tensor) => Tensor, t: Tensor): Tensor => grad((u: Tensor) => sum(mul(g(u), f(u))))(t);
    await checkGrad((t) => gradient(f, t!), [at]);
    expect(values(gradient(checkpoint(f), at))).toEqual(values(gradient(f, at)));
    // In float64 differences tell a millionth; the weights of the network are float32, which do not multiply float64.
    if (name === "a small network") return;
    const exact = await checkGrad(f, [to(mul(at, 1.1), "float64")]);
    expect(exact.allowed).toBeLessThan(1e-6);
  });
});

describe("zero annihilates, and only what it multiplies", () => {
  test("(x·x)″ at 0 is 2", () => {
    const second = grad((t: Tensor) => sum(grad((u: Tensor) => sum(mul(u, u)))(t)));
    expect(values(second(tensor([0, 3])))).toEqual([2, 2]);
  });
  test("(s·s)″ at 0 with s = e^x − 1 is 2: the cotangent 2s of s is 0 there", () => {
    const s = (t: Tensor): Tensor => sub(exp(t), 1),
      second = grad((t: Tensor) => sum(grad((u: Tensor) => sum(mul(s(u), s(u))))(t)));
    expect(second(tensor([0])).item()).toBe(2);
  });
  test("a branch that is masked out stays out", () => {
    const mask = tensor([0, 1]),
      f = (t: Tensor): Tensor => sum(mul(log(t), mask)),
      second = grad((t: Tensor) => sum(grad(f)(t)));
    expect(values(second(tensor([0, 2])))).toEqual([0, -0.25]);
  });
});

test("−log σ(x) as written has the second derivative σ′(x) in both tails", () => {
  const second = grad((t: Tensor) => sum(grad((u: Tensor) => sum(neg(log(sigmoid(u)))))(t))),
    tail = Math.fround(Math.exp(-80));
  const [left, middle, right, far] = values(second(tensor([-80, 0, 80, 1000])));
  // e⁻⁸⁰ from two engines, each rounded.
  for (const got of [left!, right!]) expect(Math.abs(got - tail)).toBeLessThanOrEqual(2 ** -23 * tail);
  expect([middle, far]).toEqual([0.25, 0]);
});
test("third and fourth derivatives of σ are finite everywhere", () => {
  let f = (t: Tensor): Tensor => sum(sigmoid(t));
  const at = tensor([-3e38, -1000, -88, -1, 0, 1, 88, 1000, 3e38]);
  for (let order = 1; order <= 4; order++) {
    const g = grad(f);
    expect(values(g(at)).every(Number.isFinite), `order ${order}`).toBe(true);
    f = (t) => sum(g(t));
  }
  // σ‴(0) = −1/8
  const at0 = grad((a: Tensor) => sum(grad((b: Tensor) => sum(grad((c: Tensor) => sum(sigmoid(c)))(b)))(a)))(tensor([0]));
  expect(at0.item()).toBe(-0.125);
});
test("mixed derivatives are equal in either order", () => {
  const f = (a: Tensor, b: Tensor): Tensor => sum(div(exp(a), add(1, mul(b, b)))),
    a = tensor([0.3, -1]),
    b = tensor([0.5, 2]);
  const ab = grad((q: Tensor) => sum(grad((p: Tensor) => f(p, q))(a)))(b),
    ba = grad((p: Tensor) => sum(grad((q: Tensor) => f(p, q))(b)))(a);
  values(ab).forEach((g, i) => expect(Math.abs(g - values(ba)[i]!)).toBeLessThanOrEqual(4 * 2 ** -24 * Math.abs(g)));
});
test("a chain of 1e5 ops is differentiated twice", () => {
  const p = parameter([1]),
    n = 1e5,
    c = 1 + 2 ** -20;
  let y: Tensor = p;
  for (let i = 0; i < n; i++) y = mul(y, c);
  const g = grad(sum(mul(y, y)), p, { createGraph: true }),
    second = grad(sum(g), p);
  // 2·c²ⁿ, in 2n products rounded once each.
  const want = 2 * c ** (2 * n);
  for (const got of [g.item(), second.item()]) expect(Math.abs(got - want)).toBeLessThanOrEqual(2 * n * 2 ** -24 * want);
});
