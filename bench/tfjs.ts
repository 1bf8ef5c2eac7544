/**
 * TensorFlow.js on WebAssembly with SIMD, one thread. Its gather has no gradient there (the kernel UnsortedSegmentSum is missing), so word
 * vectors state one with scatterND. Its logSigmoid has lost its input by the time of the backward pass, softplus has not.
 */
import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs-core";
import { setThreadsCount } from "@tensorflow/tfjs-backend-wasm";
import { buildSync } from "esbuild";
import { rowsOf, serve, type Way, type Ways } from "./serve.js";
import { type Batch, batchesOf, chain, EPS, type FunctionName, MLP, SIDE, trained, WORDS } from "./work.js";

setThreadsCount(1);
await tf.setBackend("wasm");
registerGradients();

type Fn = (...x: tf.Tensor[]) => tf.Tensor;
const { exp, log, log1p, expm1, tanh, sigmoid, softplus, sin, erf, pow } = tf;
const gelu = (x: tf.Tensor): tf.Tensor => tf.tidy(() => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)));
const functions: Readonly<Record<FunctionName, Fn>> = { exp, log, log1p, expm1, tanh, sigmoid, softplus, gelu, sin, erf, pow } as Record<
  FunctionName,
  Fn
>;

/** Intermediates are disposed of by tidy, where there are any. */
function eager(f: () => tf.Tensor): Ways {
  return {
    eager: {
      run: () => f().dispose(),
      result: () => {
        const y = f(),
          data = y.dataSync() as Float32Array;
        y.dispose();
        return data;
      },
    },
  };
}

function matmulOf(...inputs: Float32Array[]): Ways {
  const n = Math.sqrt(inputs[0]!.length),
    [a, b] = inputs.map((x) => tf.tensor2d(x, [n, n])) as [tf.Tensor2D, tf.Tensor2D];
  return eager(() => tf.matMul(a, b));
}

const functionOf =
  (f: Fn) =>
  (...inputs: Float32Array[]): Ways => {
    const x = inputs.map((data) => tf.tensor1d(data));
    return eager(() => f(...x));
  };

const numbers = new Map<number, tf.Scalar>();
const scalar = (n: number): tf.Scalar => numbers.get(n) ?? numbers.set(n, tf.keep(tf.scalar(n))).get(n)!;
const chainOps = { add: tf.add, mul: tf.mul, abs: tf.abs, sub: tf.sub, scale: (t: tf.Tensor, by: number) => tf.mul(t, scalar(by)) };
const chainOf20 = (x: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.tidy(() => chain<tf.Tensor>(x, y, chainOps));

/** Read each time. */
const reading =
  (f: Fn) =>
  (...inputs: Float32Array[]): Ways => {
    const { result } = functionOf(f)(...inputs).eager!;
    return { "eager, read": { run: () => void result(), result } };
  };

const embedding = (table: tf.Tensor, ids: tf.Tensor1D): tf.Tensor =>
  tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([ids]);
    return {
      value: tf.gather(x as tf.Tensor, ids),
      gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => tf.scatterND(tf.reshape(saved!, [saved!.size, 1]), dy, (x as tf.Tensor).shape),
    };
  })(table);

function wordVectors(...inputs: Float32Array[]): Ways {
  const { vocabulary, dim, batch, negatives } = WORDS;
  const [words, tags] = inputs.slice(0, 2).map((data) => tf.variable(tf.tensor2d(data, [vocabulary, dim]))) as [tf.Variable, tf.Variable];
  const optimizer = tf.train.sgd(WORDS.learningRate),
    all = batchesOf(inputs.slice(2));
  let steps = 0;

  const lossOf = ({ centres, contexts, wrong }: Batch): tf.Scalar => {
    const anchor = embedding(words, tf.tensor1d(centres, "int32"));
    const right = tf.sum(tf.mul(anchor, embedding(tags, tf.tensor1d(contexts, "int32"))), -1);
    const wrongTags = tf.reshape(embedding(tags, tf.tensor1d(wrong, "int32")), [batch, negatives, dim]);
    const others = tf.sum(tf.mul(tf.reshape(anchor, [batch, 1, dim]), wrongTags), -1);
    return tf.add(tf.sum(tf.softplus(tf.neg(right))), tf.sum(tf.softplus(others)));
  };
  const step = (): number => tf.tidy(() => optimizer.minimize(() => lossOf(all[steps++ % all.length]!), true)!.dataSync()[0]!);
  const result = (): Float32Array => {
    const losses = Array.from({ length: WORDS.checkedSteps }, step);
    return trained(losses, words.dataSync(), tags.dataSync());
  };
  return { "softplus, scatterND as gather's gradient": { run: () => void step(), result } satisfies Way };
}

const rowOf =
  (f: (x: tf.Tensor2D) => tf.Tensor) =>
  (data: Float32Array): Ways => {
    const x = tf.tensor2d(data, [SIDE, SIDE]);
    return eager(() => tf.tidy(() => f(x)));
  };
function layerNorm(x: tf.Tensor2D): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  return tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, EPS)));
}

const perceptronWith =
  (make: () => tf.Optimizer) =>
  (...[first, second, ...data]: Float32Array[]): Ways => {
    const { inputs, hidden, classes, batch } = MLP,
      w1 = tf.variable(tf.tensor2d(first!, [inputs, hidden])),
      w2 = tf.variable(tf.tensor2d(second!, [hidden, classes])),
      b1 = tf.variable(tf.zeros([hidden])),
      b2 = tf.variable(tf.zeros([classes])),
      optimizer = make();
    let steps = 0;
    const lossOf = (x: tf.Tensor2D, labels: tf.Tensor): tf.Scalar => {
      const logits = tf.add(tf.matMul(tf.relu(tf.add(tf.matMul(x, w1), b1)) as tf.Tensor2D, w2), b2);
      return tf.losses.softmaxCrossEntropy(labels, logits);
    };
    const step = (): number =>
      tf.tidy(() => {
        const at = (2 * steps++) % data.length,
          x = tf.tensor2d(data[at]!, [batch, inputs]),
          labels = tf.oneHot(tf.tensor1d(data[at + 1]!, "int32"), classes);
        return optimizer.minimize(() => lossOf(x, labels), true)!.dataSync()[0]!;
      });
    const result = (): Float32Array => {
      const losses = Array.from({ length: MLP.checkedSteps }, step);
      return trained(losses, w1.dataSync(), w2.dataSync());
    };
    return { "softmaxCrossEntropy, one-hot": { run: () => void step(), result } };
  };

/** The gradients are in tfjs-core's package, but as modules that only a bundler can load. */
export function registerGradients(): void {
  const { outputFiles } = buildSync({
    stdin: { contents: 'import "@tensorflow/tfjs-core/dist/register_all_gradients";', resolveDir: import.meta.dirname },
    bundle: true,
    platform: "node",
    format: "cjs",
    write: false,
  });
  new Function("require", outputFiles[0]!.text)(createRequire(import.meta.url));
}

serve({
  "matmul 64³": matmulOf,
  "matmul 256³": matmulOf,
  "matmul 1024³": matmulOf,
  ...rowsOf(functions, functionOf),
  "chain of 20": functionOf(chainOf20 as Fn),
  sum: functionOf((x) => tf.sum(x!)),
  "softmax 1024²": rowOf((x) => tf.softmax(x)),
  "logSoftmax 1024²": rowOf((x) => tf.logSoftmax(x)),
  "logsumexp 1024²": rowOf((x) => tf.logSumExp(x, -1)),
  "layer norm 1024²": rowOf(layerNorm),
  "MLP step, SGD": perceptronWith(() => tf.train.sgd(MLP.sgd)),
  "MLP step, Adam": perceptronWith(() => tf.train.adam(MLP.adam, ...MLP.betas, MLP.eps)),
  // There is no kernel for a convolution's gradient by its filters.
  "conv net step, SGD": null,
  "word vectors": wordVectors,
  "add of 10": reading((x, y) => tf.add(x!, y!)),
  "chain of 20 on 10": reading(chainOf20 as Fn),
  "record 500 ops": null,
});
