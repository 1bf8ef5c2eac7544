/**
 * evenkeel. `realize` keeps every result until the garbage collector takes it; `assign` writes each into state, which has two buffers,
 * where the other libraries dispose of theirs.
 */
import {
  abs,
  add,
  backward,
  conv2d,
  embedding,
  erf,
  exp,
  expm1,
  gather,
  gelu,
  log,
  log1p,
  logSoftmax,
  logsumexp,
  matmul,
  maxPool2d,
  mean,
  mul,
  neg,
  optim,
  parameter,
  pow,
  realize,
  relu,
  report,
  reshape,
  sigmoid,
  sin,
  softmax,
  softplus,
  square,
  sub,
  sum,
  tanh,
  tensor,
  zeros,
} from "evenkeel";
import type { Parameter, Tensor } from "evenkeel";
import { rowsOf, serve, type Way, type Ways } from "./serve.js";
import { type Batch, batchesOf, chain, CONV, EPS, type FunctionName, MLP, SIDE, trained, WORDS } from "./work.js";

type Fn = (...x: Tensor[]) => Tensor;
const functions = { exp, log, log1p, expm1, tanh, sigmoid, softplus, gelu, sin, erf, pow } as Record<FunctionName, Fn>;

/** Records and computes anew each time, for a computed tensor keeps its value. */
function bothWays(f: () => Tensor): Ways {
  const state = parameter(zeros(f().shape), { requiresGrad: false }),
    result = (): Float32Array => f().dataSync() as Float32Array;
  return { realize: { run: () => realize(f()), result }, assign: { run: () => state.assign(f()), result } };
}

function matmulOf(...inputs: Float32Array[]): Ways {
  const n = Math.sqrt(inputs[0]!.length),
    [a, b] = inputs.map((x) => tensor(x, { shape: [n, n] })) as [Tensor, Tensor];
  return bothWays(() => matmul(a, b));
}

const functionOf =
  (f: Fn) =>
  (...inputs: Float32Array[]): Ways => {
    const x = inputs.map((data) => tensor(data));
    return bothWays(() => f(...x));
  };

const chainOps = { add, mul, abs, sub, scale: mul };
const chainOf20 = functionOf((x, y) => chain(x!, y!, chainOps));

function sumOfAll(terms: Float32Array): Ways {
  const x = tensor(terms);
  return { realize: { run: () => realize(sum(x)), result: () => sum(x).dataSync() as Float32Array } };
}

const rowOf =
  (f: (x: Tensor) => Tensor) =>
  (data: Float32Array): Ways => {
    const x = tensor(data, { shape: [SIDE, SIDE] });
    return bothWays(() => f(x));
  };
function layerNorm(x: Tensor): Tensor {
  const centred = sub(x, mean(x, -1, { keepdim: true }));
  return mul(centred, pow(add(mean(square(centred), -1, { keepdim: true }), EPS), -0.5));
}

type MakeOptimizer = (params: readonly Parameter[]) => { zeroGrad(): void; step(): void };
const perceptronWith =
  (make: MakeOptimizer) =>
  (...[first, second, ...data]: Float32Array[]): Ways => {
    const { inputs, hidden, classes, batch } = MLP,
      [w1, w2] = [parameter(tensor(first!, { shape: [inputs, hidden] })), parameter(tensor(second!, { shape: [hidden, classes] }))],
      [b1, b2] = [parameter(zeros([hidden])), parameter(zeros([classes]))],
      optimizer = make([w1, b1, w2, b2]);
    let steps = 0;
    const step = (): number => {
      const at = (2 * steps++) % data.length,
        x = tensor(data[at]!, { shape: [batch, inputs] }),
        labels = tensor(Int32Array.from(data[at + 1]!), { shape: [batch, 1] });
      const logits = add(matmul(relu(add(matmul(x, w1), b1)), w2), b2),
        loss = neg(mean(log(gather(softmax(logits, -1), 1, labels))));
      optimizer.zeroGrad();
      backward(loss);
      optimizer.step();
      return loss.item();
    };
    const result = (): Float32Array => {
      const losses = Array.from({ length: MLP.checkedSteps }, step);
      return trained(losses, w1.dataSync(), w2.dataSync());
    };
    return { "written naively": { run: () => void step(), result } };
  };

function convNet(...[first, second, last, ...data]: Float32Array[]): Ways {
  const { side, size, channels, features, classes, batch } = CONV,
    [inner, middle, outer] = channels;
  const [k1, k2, w] = [
      parameter(tensor(first!, { shape: [middle, inner, size, size] })),
      parameter(tensor(second!, { shape: [outer, middle, size, size] })),
      parameter(tensor(last!, { shape: [features, classes] })),
    ],
    [c1, c2, b] = [parameter(zeros([middle])), parameter(zeros([outer])), parameter(zeros([classes]))],
    optimizer = new optim.SGD([k1, c1, k2, c2, w, b], { lr: CONV.sgd });
  let steps = 0;
  const step = (): number => {
    const at = (2 * steps++) % data.length,
      x = tensor(data[at]!, { shape: [batch, inner, side, side] }),
      labels = tensor(Int32Array.from(data[at + 1]!), { shape: [batch, 1] });
    const hidden = maxPool2d(relu(conv2d(maxPool2d(relu(conv2d(x, k1, c1)), 2), k2, c2)), 2),
      logits = add(matmul(reshape(hidden, [batch, features]), w), b),
      loss = neg(mean(log(gather(softmax(logits, -1), 1, labels))));
    optimizer.zeroGrad();
    backward(loss);
    optimizer.step();
    return loss.item();
  };
  const result = (): Float32Array => {
    const losses = Array.from({ length: CONV.checkedSteps }, step);
    return trained(losses, k1.dataSync(), w.dataSync());
  };
  return { "written naively": { run: () => void step(), result } };
}

/** Recorded, run and read, each time. */
const reading = (f: () => Tensor): Way => ({ run: () => void f().dataSync(), result: () => f().dataSync() as Float32Array });

function addOfTen(...inputs: Float32Array[]): Ways {
  const [x, y] = inputs.map((data) => tensor(data)) as [Tensor, Tensor],
    sumOfBoth = (): Tensor => add(x, y);
  // A report is open: every op remembers the line that recorded it.
  const traced = (): void => {
    const lines = report();
    sumOfBoth().dataSync();
    lines.stop();
  };
  const way = reading(sumOfBoth);
  return { read: way, "read, lines traced": { ...way, run: traced }, realize: { ...way, run: () => realize(sumOfBoth()) } };
}

function chainOnTen(...inputs: Float32Array[]): Ways {
  const [x, y] = inputs.map((data) => tensor(data)) as [Tensor, Tensor];
  return { read: reading(() => chain(x, y, chainOps)) };
}
/** The numbers are nodes too; only ops are counted. */
function record500(...inputs: Float32Array[]): Ways {
  const [x, y] = inputs.map((data) => tensor(data)) as [Tensor, Tensor],
    whole = (): Tensor => chain(x, y, chainOps, 500);
  return { "record only": { ...reading(whole), run: () => void whole() } };
}

function wordVectors(...inputs: Float32Array[]): Ways {
  const { vocabulary, dim, batch, negatives } = WORDS;
  const [words, tags] = inputs.slice(0, 2).map((data) => parameter(tensor(data, { shape: [vocabulary, dim] })));
  const optimizer = new optim.SGD([words!, tags!], { lr: WORDS.learningRate }),
    all = batchesOf(inputs.slice(2));
  let steps = 0;

  const lossOf = ({ centres, contexts, wrong }: Batch): Tensor => {
    const anchor = embedding(words!, centres);
    const right = sum(mul(anchor, embedding(tags!, contexts)), -1);
    const others = sum(mul(reshape(anchor, [batch, 1, dim]), embedding(tags!, reshape(wrong, [batch, negatives]))), -1);
    return add(sum(neg(log(sigmoid(right)))), sum(neg(log(sub(1, sigmoid(others))))));
  };
  const step = (): number => {
    const loss = lossOf(all[steps++ % all.length]!);
    optimizer.zeroGrad();
    backward(loss);
    optimizer.step();
    return loss.item();
  };
  const result = (): Float32Array => {
    const losses = Array.from({ length: WORDS.checkedSteps }, step);
    return trained(losses, words!.dataSync(), tags!.dataSync());
  };
  return { "written naively": { run: () => void step(), result } };
}

serve({
  "matmul 64³": matmulOf,
  "matmul 256³": matmulOf,
  "matmul 1024³": matmulOf,
  ...rowsOf(functions, functionOf),
  "chain of 20": chainOf20,
  sum: sumOfAll,
  "softmax 1024²": rowOf((x) => softmax(x, -1)),
  "logSoftmax 1024²": rowOf((x) => logSoftmax(x, -1)),
  "logsumexp 1024²": rowOf((x) => logsumexp(x, -1)),
  "layer norm 1024²": rowOf(layerNorm),
  "MLP step, SGD": perceptronWith((params) => new optim.SGD(params, { lr: MLP.sgd })),
  "MLP step, Adam": perceptronWith((params) => new optim.Adam(params, { lr: MLP.adam, betas: MLP.betas, eps: MLP.eps })),
  "conv net step, SGD": convNet,
  "word vectors": wordVectors,
  "add of 10": addOfTen,
  "chain of 20 on 10": chainOnTen,
  "record 500 ops": record500,
});
