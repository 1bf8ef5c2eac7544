/** Every function that takes options, given what are none: each says so at the call, by its name, and names those that it has. */
import * as everything from "evenkeel";
import { cpu, losses, optim, parameter, Tensor, tensor } from "evenkeel";
import { expect, test } from "vitest";
import { takersOfOptions } from "./takers.js";

const x = tensor([
    [0.1, 0.2, 0.3],
    [0.4, 0.5, 0.6],
  ]),
  square = tensor([
    [1, 2],
    [3, 4],
  ]),
  row = tensor([1, 2, 3]),
  classes = tensor(Int32Array.of(0, 2)),
  images = (dims: number) => everything.ones([1, 1, ...new Array<number>(dims).fill(4)]),
  windows = (dims: number) => everything.ones([1, 1, ...new Array<number>(dims).fill(2)]),
  p = parameter([1, 2]),
  loss = (a: Tensor) => everything.sum(a),
  device = cpu();
const convolutions = (name: string): Calls =>
  Object.fromEntries([1, 2, 3].map((dims) => [`${name}${dims}d`, [images(dims), windows(dims), null]] as const));
const pools = (name: string): Calls => Object.fromEntries([1, 2, 3].map((dims) => [`${name}${dims}d`, [images(dims), 2]] as const));
type Calls = Readonly<Record<string, readonly unknown[]>>;

/** What stands before the options in a call that is right. */
const CALLS: Calls = {
  ...convolutions("conv"),
  ...convolutions("convTranspose"),
  ...pools("avgPool"),
  ...pools("maxPool"),
  ...pools("adaptiveMaxPool"),
  ...Object.fromEntries([1, 2, 3].map((dims) => [`maxUnpool${dims}d`, [windows(dims), everything.zerosLike(windows(dims), { dtype: "int32" }), 2]])),
  ...Object.fromEntries(
    "all amax amin aminmax any argmax argmin argsort kthvalue logsumexp max mean median min mode nanmean nanmedian nanquantile nansum norm prod quantile sort standardize std stdMean sum topk varMean variance var vectorNorm"
      .split(" ")
      .map((name) => [name, [x, ...(/norm|quantile|kth|topk/i.test(name) ? [1] : []), 0]]),
  ),
  ...Object.fromEntries(
    "celu cov cumulativeTrapezoid diff elu gelu hardshrink hardtanh histc leakyRelu logit nanToNum normalize softshrink trapezoid unique"
      .split(" ")
      .map((name) => [name, [x]]),
  ),
  ...Object.fromEntries("addbmm baddbmm".split(" ").map((name) => [name, [square, everything.ones([1, 2, 2]), everything.ones([1, 2, 2])]])),
  addcdiv: [x, x, x],
  addcmul: [x, x, x],
  addmm: [square, square, square],
  addmv: [tensor([1, 2]), square, tensor([1, 2])],
  addr: [square, tensor([1, 2]), tensor([1, 2])],
  arange: [0, 3, 1],
  batchNorm: [x, row, row],
  bernoulli: [x],
  bucketize: [x, row],
  checkGrad: [loss, [tensor(1, { dtype: "float64" })]],
  clamp: [x],
  cosineSimilarity: [x, x],
  embedding: [row.reshape([3, 1]), classes],
  empty: [[2]],
  eye: [2, 2],
  fold: [everything.ones([1, 4, 1]), 2, 2],
  format: [x],
  full: [[2], 1],
  fullLike: [x, 1],
  grad: [loss],
  groupNorm: [everything.ones([2, 2, 3]), 1],
  hessian: [loss],
  indexAdd: [x, 0, Int32Array.of(0), tensor([[1, 2, 3]])],
  indexPut: [x, [0], 1],
  instanceNorm: [everything.ones([2, 2, 3])],
  interpolate: [images(1)],
  jacobian: [loss],
  layerNorm: [x, [3]],
  linspace: [0, 1, 3],
  ...Object.fromEntries([1, 2, 3].map((dims) => [`lpPool${dims}d`, [windows(dims), 2, 2]])),
  localResponseNorm: [everything.ones([1, 2, 3]), 2],
  logspace: [0, 1, 3],
  matmul: [square, square],
  meshgrid: [[row, row]],
  multinomial: [x, 1],
  normal: [0, 1, [2]],
  ones: [[2]],
  onesLike: [x],
  pad: [x, [1, 1]],
  pairwiseDistance: [x, x],
  parameter: [x],
  printOptions: [],
  rand: [[2]],
  randLike: [x],
  randint: [0, 9, [2]],
  randn: [[2]],
  randnLike: [x],
  randperm: [3],
  rmsNorm: [x, [3]],
  scaledDotProductAttention: [x, x, x],
  searchsorted: [row, x],
  setDefaultDevice: [device],
  tensor: [[1, 2]],
  unfold: [images(2), 2],
  uniform: [0, 1, [2]],
  upsample: [images(1)],
  valueAndGrad: [loss],
  zeros: [[2]],
  zerosLike: [x],
  ...Object.fromEntries(
    Object.keys(losses)
      .filter((name) => name !== "mixtureLogProbs")
      .map((name) => [`losses.${name}`, [x, x]]),
  ),
  "losses.cosineEmbeddingLoss": [x, x, tensor([1, -1])],
  "losses.crossEntropy": [x, classes],
  "losses.gaussianNllLoss": [x, x, x],
  "losses.marginRankingLoss": [x, x, everything.onesLike(x)],
  "losses.mixtureNllLoss": [tensor([0, 0]), x, x, classes],
  "losses.multiMarginLoss": [x, classes],
  "losses.multilabelMarginLoss": [x, everything.zerosLike(x, { dtype: "int32" })],
  "losses.nllLoss": [x, classes],
  "losses.tripletMarginLoss": [x, x, x],
  "optim.Adam": [[p]],
  "optim.AdamW": [[p]],
  "optim.RMSprop": [[p]],
  "optim.SGD": [[p]],
};
/** What has no house form to say it in: a backend sees none of core, and JavaScript's own. */
const OTHERS = ["cpu", "webgpu", "DeviceLostError", "NumericsError"];
/** Options without which there is no right call, or others are not looked at. */
const NEEDED: Readonly<Record<string, object>> = {
  scaledDotProductAttention: { dropoutP: 0.5 },
  clamp: { min: 0 },
  interpolate: { size: 2 },
  upsample: { size: 2 },
  "optim.SGD": { lr: 0.1 },
};
/** The name that errors have, where the function is another one's. */
const ALIAS: Readonly<Record<string, string>> = { upsample: "interpolate", variance: "var" };
/** Where an operand, or a number, may stand in place of the options. */
const INSTEAD: Readonly<Record<string, (x: unknown) => boolean>> = {
  clamp: (given) => typeof given !== "object" || given === null || Array.isArray(given) || ArrayBuffer.isView(given) || given instanceof Tensor,
  unfold: (given) => typeof given === "number",
};
/** Checked where what they answer is called. */
const LATER = ["argnums"];

const called = async (name: string, ...args: unknown[]): Promise<unknown> => {
  const [space, part] = name.split(".") as [string, string?],
    f = part ? (everything as unknown as Record<string, Record<string, unknown>>)[space]![part] : (everything as Record<string, unknown>)[space];
  return space === "optim" ? new (f as new (...args: unknown[]) => unknown)(...args) : await (f as (...args: unknown[]) => unknown)(...args);
};
/** The message of the TypeError or RangeError that a call must throw. */
const refusal = async (name: string, ...args: unknown[]): Promise<Error> => {
  try {
    await called(name, ...args);
  } catch (error) {
    return error as Error;
  }
  throw new Error(`${name} takes ${String(args.at(-1))}.`);
};
const NO_OBJECTS: readonly (readonly [unknown, string])[] = [
  [null, "null"],
  [true, "true"],
  [2, "2"],
  ["sum", '"sum"'],
  [[], "an array"],
  [x, "a Tensor"],
  [p, "a Parameter"],
  [new Float32Array(2), "a Float32Array"],
  [() => 0, "a function"],
  [new Map(), "a Map"],
];

test("every function that takes options is tried here", () => {
  expect(takersOfOptions().filter((name) => !(name in CALLS) && !OTHERS.includes(name))).toEqual([]);
});

test.each(Object.keys(CALLS))("%s", async (name) => {
  const args = CALLS[name]!,
    needed = NEEDED[name] ?? {},
    own = ALIAS[name] ?? name.split(".").at(-1)!;
  for (const right of [needed, { ...needed, nothing: undefined }, ...(name in NEEDED ? [] : [undefined])]) await called(name, ...args, right);
  for (const [wrong, text] of NO_OBJECTS) {
    if (INSTEAD[name]?.(wrong)) continue;
    const error = await refusal(name, ...args, wrong);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toMatch(/^\w+: the options are an object, and .* was given\. Use \{ [\w, ]+ \}\.$/);
    expect(error.message).toContain(`${own}: the options are an object, and ${text} was given.`);
  }
  const error = await refusal(name, ...args, { ...needed, noSuchOption: 1 }),
    [, known] = /^\w+: there is no option noSuchOption\. Use \{ ([\w, ]+) \}\.$/.exec(error.message) ?? [];
  expect(error).toBeInstanceOf(TypeError);
  expect(error.message).toContain(`${own}: there is no option noSuchOption.`);
  for (const key of known!.split(", ")) {
    const other = key === key.toLowerCase() ? key.toUpperCase() : key.replace(/[A-Z]/, (letter) => `_${letter.toLowerCase()}`);
    expect((await refusal(name, ...args, { ...needed, [other]: 1 })).message).toBe(
      `${own}: there is no option ${other} (did you mean ${key}?). Use { ${known} }.`,
    );
    await called(name, ...args, { ...needed, [key]: (needed as Record<string, unknown>)[key] });
    if (LATER.includes(key)) continue;
    // No option is a function, nor has one such words.
    for (const wrong of [() => 0, "no such word"]) {
      if (key === "name" && typeof wrong === "string") continue;
      const said = await refusal(name, ...args, { ...needed, [key]: wrong });
      expect(said, `${name} ${key}`).toSatisfy((e) => e instanceof TypeError || e instanceof RangeError);
      expect(said.message, `${name} ${key}`).toMatch(/^[A-Za-z]\w*: [\s\S]+\.$/);
    }
  }
});

const said: readonly (readonly [call: () => unknown, message: string])[] = [
  [() => everything.sum(x, 0, true as never), "sum: the options are an object, and true was given. Use { keepdim }."],
  [() => x.sum(0, true as never), "sum: the options are an object, and true was given. Use { keepdim }."],
  [() => everything.var(x, 0, false as never), "var: the options are an object, and false was given. Use { correction, keepdim }."],
  [() => everything.layerNorm(x, [3], row as never), "layerNorm: the options are an object, and a Tensor was given. Use { weight, bias, eps }."],
  [() => losses.klDiv(x, x, "batchmean" as never), 'klDiv: the options are an object, and "batchmean" was given. Use { reduction, logTarget }.'],
  [
    () => new optim.Adam([p], 0.1 as never),
    "Adam: the options are an object, and 0.1 was given. Use { lr, betas, eps, weightDecay, amsgrad, maximize }.",
  ],
  [() => everything.arange(0, 3, 1, "float64" as never), 'arange: the options are an object, and "float64" was given. Use { dtype, device }.'],
  [() => everything.arange(0, 3, 1, 2 as never), "arange: the options are an object, and 2 was given. Use { dtype, device }."],
  [() => everything.sum(x, 0, { keepDim: true } as never), "sum: there is no option keepDim (did you mean keepdim?). Use { keepdim }."],
  [() => x.std(0, { unbiased: false } as never), "std: there is no option unbiased. Use { correction, keepdim }."],
  [() => everything.sum(x, 0, { toString: true } as never), "sum: there is no option toString. Use { keepdim }."],
  [
    () => losses.crossEntropy(x, classes, { label_smoothing: 0.1 } as never),
    "crossEntropy: there is no option label_smoothing (did you mean labelSmoothing?). Use { weight, ignoreIndex, labelSmoothing, reduction }.",
  ],
  [() => everything.sum(x, 0, { keepdim: 1 as never }), "sum: keepdim is 1. Use true or false."],
  [() => everything.var(x, 0, { correction: true as never }), "var: correction is true. Use a number."],
  [() => everything.batchNorm(x, row, row, { training: "no" as never }), 'batchNorm: training is "no". Use true or false.'],
  [() => everything.scaledDotProductAttention(x, x, x, { scale: "1" as never }), 'scaledDotProductAttention: scale is "1". Use a number or null.'],
  [() => losses.mseLoss(x, x, { reduction: "avg" as never }), 'mseLoss: reduction is "avg". Use "none", "mean" or "sum".'],
  [() => parameter(x, { name: 5 as never }), "parameter: name is 5. Use a string."],
  [() => new optim.SGD([p], { lr: "0.1" as never }), 'SGD: lr is "0.1". Use a number.'],
  [() => new optim.SGD([{ params: [p], lr: [1] as never }], { lr: 1 }), "SGD: lr is an array. Use a number."],
  [
    () => new optim.SGD([{ params: [p], weight_decay: 1 } as never], { lr: 1 }),
    "SGD: there is no option weight_decay (did you mean weightDecay?). Use { lr, momentum, dampening, weightDecay, nesterov, maximize, params }.",
  ],
  [
    () => new optim.SGD([{ params: [p] }, null as never], { lr: 1 }),
    "SGD: the options are an object, and null was given. Use { lr, momentum, dampening, weightDecay, nesterov, maximize, params }.",
  ],
  [() => (new optim.SGD([p], { lr: 1 }).lr = "0.1" as never), 'SGD: lr is "0.1". Use a number.'],
  [() => new optim.Adam([p], { betas: 0.9 as never }), "Adam: a number is no array of two numbers. Pass one."],
];
test.each(said.map(([call, message]) => [message, call] as const))("%s", (message, call) => {
  expect(call).toThrow(new TypeError(message));
});

test("an option that is undefined is not given, and has its default", () => {
  expect(everything.zerosLike(classes, { dtype: undefined } as never).dtype).toBe("int32");
  expect(everything.randLike(tensor(1, { dtype: "float64" }), { dtype: undefined } as never).dtype).toBe("float64");
  expect(new optim.Adam([p], { lr: undefined } as never).lr).toBe(1e-3);
  expect(new optim.AdamW([{ params: [p], lr: undefined } as never], { lr: 0.5 }).lr).toBe(0.5);
  expect(everything.sum(x, 1, { keepdim: undefined } as never).shape).toEqual([2]);
});

test("options may have no prototype, and are left as they are", () => {
  const options = Object.freeze(Object.assign(Object.create(null) as object, { keepdim: true }));
  expect(everything.sum(x, 1, options).shape).toEqual([2, 1]);
});
