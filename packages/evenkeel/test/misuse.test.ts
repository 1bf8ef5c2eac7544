/** Every function that users call, given what it does not take: it works, or says what is wrong at the call, by its name. */
import * as everything from "evenkeel";
import { expect, test } from "vitest";
import { add, exp, floorDivide, fmod, lerp, optim, parameter, remainder, Tensor, tensor } from "evenkeel";

const isTensor = (a: unknown): a is Tensor => typeof a === "object" && a !== null && "dataSync" in a;
const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]),
  p = parameter([1, 2], { name: "p" });

/** What backends and the other packages call, `cpu` and `webgpu`: their arguments come from no user, or are options alone. */
const CONTRACT = new Set(
  "typeOf programKey isHeavy isFloating isDirect facts encoded decoded elementwise bytesIn arithmeticOf inOrder sumInOrder single secondOf derivOf addMethods resultType normalQuantile constant input joinRows substituted cpu webgpu".split(
    " ",
  ),
);
/** These change how all that follows is recorded or printed. */
const SWITCHES = new Set(["setDefaultDevice", "trace", "setPrintOptions"]);
const functions = Object.entries(everything).filter(
  ([name, f]) => typeof f === "function" && !CONTRACT.has(name) && !SWITCHES.has(name) && !/^[A-Z]/.test(name),
) as [string, (...args: unknown[]) => unknown][];

const calls: readonly unknown[][] = [
  [],
  ["a"],
  [null],
  [{}],
  [() => 0],
  [x],
  [x, undefined],
  [x, 1],
  [x, 1.5],
  [x, NaN],
  [x, "a"],
  [x, {}],
  [x, true],
  [true, x],
  [x, () => 0],
  [x, [1.5]],
  [x, [NaN]],
  [x, ["a"]],
  [x, [x]],
  [[x, x]],
  [[x, x], "a"],
  [[], 0],
  [x, 1, 0],
  [x, 1, x],
  [x, 0, "a"],
  [x, 0, { keepdim: "a" }],
  [x, [0], [1], [2]],
  [x, x, x, x],
  [x, x, [1], 1],
  [p, p, "a"],
];
const text = (a: unknown): string =>
  isTensor(a)
    ? a === x
      ? "x"
      : "p"
    : Array.isArray(a)
      ? `[${a.map(text).join(", ")}]`
      : typeof a === "function"
        ? "f"
        : (JSON.stringify(a) ?? "undefined");

/** Whether an error was written by this library: `name: what is wrong. What to do.` */
const HOUSE = /^[A-Za-z][\w ]*: [\s\S]+\.$/;

test.each(functions)("%s", async (name, f) => {
  for (const args of calls) {
    const call = `${name}(${args.map(text).join(", ")})`;
    let result: unknown;
    try {
      result = await f(...args);
    } catch (error) {
      expect(error, call).toSatisfy((e) => e instanceof TypeError || e instanceof RangeError);
      expect((error as Error).message, call).toMatch(HOUSE);
      continue;
    }
    if (isTensor(result)) expect(() => result.dataSync(), `${call} was recorded`).not.toThrow(/undefined|Reduce of empty/);
  }
});

test("there are functions, and most of them refuse something", () => {
  expect(functions.length).toBeGreaterThan(200);
});

test("an operand too few or too many is an error at the call, but for what an array's map gives", () => {
  const of = (f: unknown, ...args: unknown[]) => (f as (...args: unknown[]) => Tensor)(...args);
  expect(() => of(add, x)).toThrow("add: 1 operands are given. Pass 2.");
  expect(() => of(add, x, x, x)).toThrow("add: 3 operands are given. Pass 2.");
  expect(() => of(lerp, x, x)).toThrow("lerp: 2 operands are given. Pass 3.");
  for (const f of [fmod, remainder, floorDivide]) expect(() => of(f as never, x, x, x)).toThrow(/^\w+: 3 operands are given\. Pass 2\.$/);
  expect(() => of(exp)).toThrow("exp: 0 operands are given. Pass 1.");
  expect(() => of(exp, undefined)).toThrow("exp: an operand is undefined. Pass a tensor, a number, nested arrays or a typed array.");
  expect([of(exp, 0, undefined).item(), of(add, 1, 2, undefined).item()]).toEqual([1, 3]);
  // PyTorch's beta, inplace and decimals are no options here.
  for (const [f, name] of [
    [everything.softplus, "softplus"],
    [everything.relu, "relu"],
    [everything.round, "round"],
  ] as const) {
    for (const rest of [[2], [true], [{ decimals: 2 }], [2, 20], [0, []]])
      expect(() => of(f, x, ...rest)).toThrow(`${name}: ${1 + rest.length} operands are given. Pass 1.`);
    expect(() => (x as unknown as Record<string, (beta: number) => Tensor>)[name]!(2)).toThrow(`${name}: 2 operands are given. Pass 1.`);
  }
  expect([tensor(0), tensor(1)].map(exp as (x: Tensor) => Tensor).map((y) => y.item())).toEqual([1, Math.fround(Math.E)]);
  expect([NaN].map(exp as (x: number) => Tensor)[0]!.item()).toBeNaN();
});

test("operators do not compute with tensors, and templates show them", () => {
  const t = tensor([1, 2]) as unknown as number;
  const message = "tensor: operators do not compute with tensors.";
  for (const wrong of [() => t + 1, () => t * 2, () => -t, () => t < 3, () => `a` + t]) expect(wrong).toThrow(message);
  expect(`${t}`).toBe("Tensor tensor float32 [2]: 1, 2");
});

test("an optimizer takes parameters only", () => {
  expect(() => new optim.SGD([tensor([1])] as never, { lr: 1 })).toThrow("SGD: parameter 0 is none. Make it with parameter(value).");
  expect(() => new optim.SGD(p as never, { lr: 1 })).toThrow("SGD: ");
});

test("sizes, dimensions and tensors are lists", () => {
  const of =
    (name: keyof typeof everything, ...args: unknown[]) =>
    () =>
      (everything[name] as (...args: unknown[]) => Tensor)(...args);
  expect(of("permute", x, 1, 0)).toThrow("permute: a number is no array of dimensions. Pass one.");
  expect(of("reshape", x, 3, 2)).toThrow("reshape: a number is no array of sizes. Pass one.");
  expect(of("cat", x, x)).toThrow("cat: a Tensor is no array of tensors. Pass one.");
  expect(of("assign", p, [1, 2])).toThrow("assign: a Parameter is no array of pairs of parameter and value. Pass one.");
});

const shaped: [string, (shape: number[]) => Tensor][] = [
  ["tensor", (shape) => tensor([1, 2], { shape })],
  ["reshape", (shape) => everything.reshape(tensor([1, 2]), shape)],
  ["ones", (shape) => everything.ones(shape)],
  ["expand", (shape) => everything.expand(tensor([1]), shape)],
  ["rand", (shape) => everything.rand(shape)],
  ["randint", (shape) => everything.randint(9, shape)],
  ["normal", (shape) => everything.normal(0, 1, shape)],
  ["uniform", (shape) => everything.uniform(0, 1, shape)],
  ["bernoulli", (shape) => everything.bernoulli(0.5, { shape })],
];
test.each(shaped)("%s: a shape is copied, and may be changed afterwards", (_, make) => {
  const shape = [2],
    t = make(shape);
  shape[0] = 5;
  expect([t.shape, t.dataSync().length]).toEqual([[2], 2]);
});

test("what a function is differentiated by is an option", () => {
  const f = (a: Tensor, b: Tensor) => everything.mul(a, b);
  for (const [name, by] of Object.entries({
    grad: everything.grad,
    valueAndGrad: everything.valueAndGrad,
    jacobian: everything.jacobian,
    hessian: everything.hessian,
  }))
    for (const wrong of [1, [0, 1], null])
      expect(() => (by as (f: unknown, options: unknown) => unknown)(f, wrong)).toThrow(
        `${name}: the options are an object, and ${Array.isArray(wrong) ? "an array" : String(wrong)} was given. Use { argnums }.`,
      );
  expect(everything.grad(f, { argnums: 1 })(tensor(2), tensor(3)).item()).toBe(2);
  expect(() => everything.grad(f, { argnums: "1" as never })(tensor(2), tensor(3))).toThrow(
    "grad: a string is no array of numbers of arguments. Pass one.",
  );
});

test("a gradient that is set has the tensor's shape", () => {
  expect(() => (p.grad = tensor([1, 2, 3]))).toThrow("grad: the gradient is [3] and the tensor [2]. Give it the same shape.");
});

test("what JavaScript would do in silence, or in words of its own, is refused", () => {
  expect(() => ((p as { requiresGrad: boolean }).requiresGrad = false)).toThrow(/^requiresGrad: it stays as it was made\. Use detach/);
  expect(p.requiresGrad).toBe(true);
  for (const value of [{ x }, { state: { 0: { step: x } } }])
    expect(() => JSON.stringify(value)).toThrow("toJSON: a tensor of shape [2, 3] is no JSON. Put await x.tolist() in its place.");
  expect([x, p, add(x, 1)].every((t) => t instanceof Tensor)).toBe(true);
});
