/**
 * TensorFlow.js on WebAssembly with SIMD, one thread. Its gather has no gradient there (the kernel UnsortedSegmentSum is missing), so word
 * vectors state one with scatterND. Its logSigmoid has lost its input by the time of the backward pass, softplus has not.
 */
import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs-core";
import { setThreadsCount } from "@tensorflow/tfjs-backend-wasm";
import { buildSync } from "esbuild";
import { serve, type Way, type Ways } from "./serve.js";
import { batches, type Batch, chain, chainInputs, type FunctionName, inputOf, matrices, tables, ten, terms, trained, WORDS } from "./work.js";

setThreadsCount(1);
await tf.setBackend("wasm");
registerGradients();

const functions = { exp: tf.exp, log: tf.log, sigmoid: tf.sigmoid, softplus: tf.softplus };

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

function matmulOf(n: number): Ways {
  const [a, b] = matrices(n).map((x) => tf.tensor2d(x, [n, n])) as [tf.Tensor2D, tf.Tensor2D];
  return eager(() => tf.matMul(a, b));
}

function functionOf(name: FunctionName): Ways {
  const x = tf.tensor1d(inputOf(name));
  return eager(() => functions[name](x));
}

function chainOf20(size?: number): () => tf.Tensor {
  const [x, y] = chainInputs(size).map((data) => tf.tensor1d(data)) as [tf.Tensor, tf.Tensor],
    numbers = new Map<number, tf.Scalar>();
  const scalar = (n: number): tf.Scalar => numbers.get(n) ?? numbers.set(n, tf.keep(tf.scalar(n))).get(n)!;
  return () => tf.tidy(() => chain<tf.Tensor>(x, y, { add: tf.add, mul: tf.mul, abs: tf.abs, sub: tf.sub, scale: (t, by) => tf.mul(t, scalar(by)) }));
}
/** Read each time. */
function reading(f: () => tf.Tensor): Ways {
  const { result } = eager(f).eager!;
  return { "eager, read": { run: () => void result(), result } };
}

function sumOfAll(): Ways {
  const x = tf.tensor1d(terms());
  return eager(() => tf.sum(x));
}

function addOfTen(): Ways {
  const [x, y] = ten().map((data) => tf.tensor1d(data)) as [tf.Tensor1D, tf.Tensor1D];
  return reading(() => tf.add(x, y));
}

const embedding = (table: tf.Tensor, ids: tf.Tensor1D): tf.Tensor =>
  tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([ids]);
    return {
      value: tf.gather(x as tf.Tensor, ids),
      gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => tf.scatterND(tf.reshape(saved!, [saved!.size, 1]), dy, (x as tf.Tensor).shape),
    };
  })(table);

function wordVectors(): Ways {
  const { vocabulary, dim, batch, negatives } = WORDS;
  const [words, tags] = tables().map((data) => tf.variable(tf.tensor2d(data, [vocabulary, dim]))) as [tf.Variable, tf.Variable];
  const optimizer = tf.train.sgd(WORDS.learningRate),
    all = batches();
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

/** The gradients are in tfjs-core's package, but as modules that only a bundler can load. */
function registerGradients(): void {
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
  "matmul 64³": () => matmulOf(64),
  "matmul 256³": () => matmulOf(256),
  "matmul 1024³": () => matmulOf(1024),
  exp: () => functionOf("exp"),
  log: () => functionOf("log"),
  sigmoid: () => functionOf("sigmoid"),
  softplus: () => functionOf("softplus"),
  "chain of 20": () => eager(chainOf20()),
  sum: sumOfAll,
  "word vectors": wordVectors,
  "add of 10": addOfTen,
  "chain of 20 on 10": () => reading(chainOf20(10)),
  "record 500 ops": null,
});
