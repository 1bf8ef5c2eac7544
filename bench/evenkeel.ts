/**
 * evenkeel. `realize` keeps every result until the garbage collector takes it; `assign` writes each into state, which has two buffers,
 * where the other libraries dispose of theirs.
 */
import {
  abs,
  add,
  backward,
  embedding,
  exp,
  log,
  matmul,
  mul,
  neg,
  optim,
  parameter,
  realize,
  report,
  reshape,
  sigmoid,
  softplus,
  sub,
  sum,
  tensor,
  zeros,
} from "evenkeel";
import type { Tensor } from "evenkeel";
import { serve, type Way, type Ways } from "./serve.js";
import { batches, type Batch, chain, chainInputs, type FunctionName, inputOf, matrices, tables, ten, terms, trained, WORDS } from "./work.js";

const functions = { exp, log, sigmoid, softplus };

/** Records and computes anew each time, for a computed tensor keeps its value. */
function bothWays(f: () => Tensor): Ways {
  const state = parameter(zeros(f().shape), { requiresGrad: false }),
    result = (): Float32Array => f().dataSync() as Float32Array;
  return { realize: { run: () => realize(f()), result }, assign: { run: () => state.assign(f()), result } };
}

function matmulOf(n: number): Ways {
  const [a, b] = matrices(n).map((x) => tensor(x, { shape: [n, n] })) as [Tensor, Tensor];
  return bothWays(() => matmul(a, b));
}

function functionOf(name: FunctionName): Ways {
  const x = tensor(inputOf(name));
  return bothWays(() => functions[name](x));
}

function chainOf20(): Ways {
  const [x, y] = chainInputs().map((data) => tensor(data)) as [Tensor, Tensor];
  return bothWays(() => chain(x, y, chainOps));
}

function sumOfAll(): Ways {
  const x = tensor(terms());
  return { realize: { run: () => realize(sum(x)), result: () => sum(x).dataSync() as Float32Array } };
}

/** Recorded, run and read, each time. */
const reading = (f: () => Tensor): Way => ({ run: () => void f().dataSync(), result: () => f().dataSync() as Float32Array });

function addOfTen(): Ways {
  const [x, y] = ten().map((data) => tensor(data)) as [Tensor, Tensor],
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

const chainOps = { add, mul, abs, sub, scale: mul };
function chainOnTen(): Ways {
  const [x, y] = chainInputs(10).map((data) => tensor(data)) as [Tensor, Tensor];
  return { read: reading(() => chain(x, y, chainOps)) };
}
/** The numbers are nodes too; only ops are counted. */
function record500(): Ways {
  const [x, y] = chainInputs(10).map((data) => tensor(data)) as [Tensor, Tensor],
    whole = (): Tensor => chain(x, y, chainOps, 500);
  return { "record only": { ...reading(whole), run: () => void whole() } };
}

function wordVectors(): Ways {
  const { vocabulary, dim, batch, negatives } = WORDS;
  const [words, tags] = tables().map((data) => parameter(tensor(data, { shape: [vocabulary, dim] })));
  const optimizer = new optim.SGD([words!, tags!], { lr: WORDS.learningRate }),
    all = batches();
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
  "matmul 64³": () => matmulOf(64),
  "matmul 256³": () => matmulOf(256),
  "matmul 1024³": () => matmulOf(1024),
  exp: () => functionOf("exp"),
  log: () => functionOf("log"),
  sigmoid: () => functionOf("sigmoid"),
  softplus: () => functionOf("softplus"),
  "chain of 20": chainOf20,
  sum: sumOfAll,
  "word vectors": wordVectors,
  "add of 10": addOfTen,
  "chain of 20 on 10": chainOnTen,
  "record 500 ops": record500,
});
