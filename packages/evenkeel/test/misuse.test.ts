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
  "typeOf programKey isHeavy isFloating isDirect facts encoded decoded elementwise bytesIn arithmeticOf inOrder sumInOrder single secondOf derivOf addMethods resultType normalQuantile constant input joinRows refusalError substituted cpu webgpu".split(
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

/** These go by the name of what they are another name of, or what they are given is. */
const ALIASES = new Set(["variance", "upsample"]);

test.each(functions)("%s", async (name, f) => {
  for (const args of calls) {
    const call = `${name}(${args.map(text).join(", ")})`;
    let result: unknown;
    try {
      result = await f(...args);
    } catch (error) {
      expect(error, call).toSatisfy((e) => e instanceof TypeError || e instanceof RangeError);
      expect((error as Error).message, call).toMatch(HOUSE);
      if (!ALIASES.has(name)) expect((error as Error).message, call).toMatch(new RegExp(`^(${name}|tensor: operators)`));
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

const NUMBERS: Readonly<Record<string, (n: never) => unknown>> = {
  arange: (n) => everything.arange(n, 1),
  argmax: (n) => everything.argmax(x, n),
  cat: (n) => everything.cat([x, x], n),
  chunk: (n) => everything.chunk(x, n),
  cumsum: (n) => everything.cumsum(x, n),
  diagonal: (n) => everything.diagonal(x, n),
  eye: (n) => everything.eye(n),
  flip: (n) => everything.flip(x, [n]),
  full: (n) => everything.full([2], n),
  gather: (n) => everything.gather(x, n, x.to("int32")),
  groupNorm: (n) => everything.groupNorm(x, n),
  kthvalue: (n) => everything.kthvalue(x, n),
  linspace: (n) => everything.linspace(0, 1, n),
  manualSeed: (n) => everything.manualSeed(n),
  matrixPower: (n) => everything.matrixPower(everything.eye(2), n),
  multinomial: (n) => everything.multinomial(x, n),
  narrow: (n) => everything.narrow(x, 0, 0, n),
  pad: (n) => everything.pad(x, [n, 0]),
  permute: (n) => everything.permute(x, [n, 0]),
  randint: (n) => everything.randint(0, n, [2]),
  randperm: (n) => everything.randperm(n),
  repeat: (n) => everything.repeat(x, [n, 1]),
  repeatInterleave: (n) => everything.repeatInterleave(x, [n, 1]),
  reshape: (n) => everything.reshape(x, [n, 3]),
  roll: (n) => everything.roll(x, n),
  select: (n) => everything.select(x, 0, n),
  softmax: (n) => everything.softmax(x, n),
  split: (n) => everything.split(x, [n, 1]),
  sum: (n) => everything.sum(x, [n]),
  topk: (n) => everything.topk(x, n),
  transpose: (n) => everything.transpose(x, 0, n),
  tril: (n) => everything.tril(x, n),
  unsqueeze: (n) => everything.unsqueeze(x, n),
  zeros: (n) => everything.zeros([n, 2]),
};
test.each(Object.entries(NUMBERS))(
  "%s: what is no number is a TypeError, and a number that is none of those asked for a RangeError",
  (name, call) => {
    for (const wrong of ["2", {}, () => 0]) {
      expect(() => call(wrong as never), String(wrong)).toThrow(TypeError);
      expect(() => call(wrong as never), String(wrong)).toThrow(name + ": ");
    }
    if (name !== "full" && name !== "arange") expect(() => call(0.5 as never)).toThrow(RangeError);
  },
);

test("a 0-d tensor is reduced along 0 or −1, as others' single dimension", () => {
  const scalar = tensor(3);
  for (const name of "aminmax all amax amin any countNonzero logsumexp mean nanmean nansum prod std sum".split(" ")) {
    const f = everything[name as "sum"];
    for (const dim of [0, -1, [0]]) expect(() => f(scalar, dim), name).not.toThrow();
    for (const dim of [1, -2]) expect(() => f(scalar, dim)).toThrow(`${name}: dimension ${dim} is out of range`);
  }
});

test("an index may be written down, as whole numbers", () => {
  const rows = tensor([
    [1, 2],
    [3, 4],
  ]);
  const of = (t: Tensor): unknown => [t.shape, ...t.dataSync()];
  expect(of(everything.embedding(rows, [1, 0, 1]))).toEqual([[3, 2], 3, 4, 1, 2, 3, 4]);
  expect(of(everything.gather(rows, 1, [[1], [0]]))).toEqual([[2, 1], 2, 3]);
  expect(of(everything.indexAdd(rows, 0, [0, 0], rows))).toEqual([[2, 2], 5, 8, 3, 4]);
  expect(of(everything.indexSelect(rows, 1, [1]))).toEqual([[2, 1], 2, 4]);
  expect(of(everything.oneHot([1], 2))).toEqual([[1, 2], 0, 1]);
  expect(of(everything.scatter(rows, 1, [[1], [0]], 7))).toEqual([[2, 2], 1, 7, 7, 4]);
  expect(of(everything.scatterAdd(rows, 1, [[1], [0]], rows))).toEqual([[2, 2], 1, 3, 6, 4]);
  expect(of(everything.take(rows, [[0, -1]]))).toEqual([[1, 2], 1, 4]);
  expect(of(everything.take(rows, 2))).toEqual([[], 3]);
  expect(of(everything.takeAlongDim(rows, [3]))).toEqual([[1], 4]);
  expect(of(everything.losses.nllLoss(rows, [0, 1], { reduction: "none" }))).toEqual([[2], -1, -4]);
  expect(everything.losses.crossEntropy(rows, [0, 1]).item()).toBe(everything.losses.crossEntropy(rows, Int32Array.of(0, 1)).item());
  expect(() => everything.take(rows, [0.5])).toThrow(new RangeError("take: 0.5 is no int32. Use whole numbers from -2^31 to 2^31 - 1."));
  expect(() => everything.take(rows, [4])).toThrow("take: index 4 is out of range for the 4 elements of shape [2, 2]. Use -4 … 3.");
  for (const wrong of [[true], tensor([1]), Float32Array.of(1)])
    expect(() => everything.take(rows, wrong)).toThrow(/^take: the index is (bool|float32)\./);
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
