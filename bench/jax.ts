/** jax-js on WebAssembly, call by call and under jit. Its arrays are owned: `.ref` keeps what a call would use up. */
import { jit, lax, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import { rowsOf, serve, type Way, type Ways } from "./serve.js";
import { type Batch, batchesOf, chain, CONV, EPS, type FunctionName, MLP, SIDE, trained, WORDS } from "./work.js";

type Fn = (...x: np.Array[]) => np.Array;
const { exp, log, log1p, expm1, tanh, sin, pow } = np,
  { sigmoid, softplus } = nn,
  gelu: Fn = (x) => nn.gelu(x!, { approximate: false });
const functions = { exp, log, log1p, expm1, tanh, sigmoid, softplus, gelu, sin, erf: lax.erf, pow } as Record<FunctionName, Fn>;

/** Call by call and compiled, on the same arrays. Ready means computed, without a copy to JavaScript. */
function bothWays(f: Fn, ...inputs: np.Array[]): Ways {
  const way = (g: Fn): Way => {
    const call = (): np.Array => g(...inputs.map((x) => x.ref));
    return { run: async () => (await call().blockUntilReady()).dispose(), result: async () => (await call().data()) as Float32Array };
  };
  return { eager: way(f), jit: way(jit(f)) };
}

function matmulOf(...inputs: Float32Array[]): Ways {
  const n = Math.sqrt(inputs[0]!.length);
  return bothWays((a, b) => np.matmul(a!, b!), ...inputs.map((x) => np.array(x, { shape: [n, n] })));
}

const functionOf =
  (f: Fn) =>
  (...inputs: Float32Array[]): Ways =>
    bothWays(f, ...inputs.map((x) => np.array(x)));

function chainOf20(x: np.Array, y: np.Array): np.Array {
  const result = chain(x.ref, y.ref, {
    add: (t, y) => t.add(y.ref),
    mul: (t, x) => t.mul(x.ref),
    abs: (t) => np.abs(t),
    scale: (t, by) => t.mul(by),
    sub: (t, y) => t.sub(y.ref),
  });
  x.dispose();
  y.dispose();
  return result;
}

/** Results this small are read at once: that is quicker than waiting for them. */
const reading =
  (f: Fn) =>
  (...inputs: Float32Array[]): Ways => {
    const [x, y] = inputs.map((data) => np.array(data)) as [np.Array, np.Array];
    const way = (g: Fn): Way => {
      const result = (): Float32Array => g(x.ref, y.ref).dataSync() as Float32Array;
      return { run: () => void result(), result };
    };
    return { eager: way(f), jit: way(jit(f)) };
  };

type Step = (words: np.Array, tags: np.Array, centres: np.Array, contexts: np.Array, wrong: np.Array) => [np.Array, np.Array, np.Array];

/** Takes the tables, and gives the loss and the tables after the step. */
const stepOnce: Step = (words, tags, ...ids) => {
  const [loss, [ofWords, ofTags]] = valueAndGrad(lossOf, { argnums: [0, 1] })(words.ref, tags.ref, ...ids);
  return [loss, words.sub(ofWords.mul(WORDS.learningRate)), tags.sub(ofTags.mul(WORDS.learningRate))];
};

/** Indices carry the dimension that rows are to have: under jit, jax-js cannot scatter the gradient of a reshape. */
function lossOf(words: np.Array, tags: np.Array, centres: np.Array, contexts: np.Array, wrong: np.Array): np.Array {
  const anchor = np.take(words, centres, 0);
  const right = np.sum(anchor.ref.mul(np.take(tags.ref, contexts, 0)), -1);
  const others = np.sum(anchor.mul(np.take(tags, wrong, 0)), -1);
  return np.negative(np.sum(nn.logSigmoid(right)).add(np.sum(nn.logSigmoid(np.negative(others)))));
}

function wordVectors(...inputs: Float32Array[]): Ways {
  const { vocabulary, dim, batch, negatives } = WORDS,
    all = batchesOf(inputs.slice(2));
  const way = (stepOf: Step): Way => {
    let [words, tags] = inputs.slice(0, 2).map((data) => np.array(data, { shape: [vocabulary, dim] })) as [np.Array, np.Array],
      steps = 0;
    const step = async (): Promise<number> => {
      const { centres, contexts, wrong }: Batch = all[steps++ % all.length]!;
      const ids = [
        np.array(centres, { shape: [batch, 1] }),
        np.array(contexts, { shape: [batch, 1] }),
        np.array(wrong, { shape: [batch, negatives] }),
      ] as const;
      const [loss, ...next] = stepOf(words, tags, ...ids);
      [words, tags] = next;
      await Promise.all(next.map((table) => table.blockUntilReady()));
      return (await loss.data())[0]!;
    };
    const result = async (): Promise<Float32Array> => {
      const losses: number[] = [];
      while (losses.length < WORDS.checkedSteps) losses.push(await step());
      return trained(losses, await words.ref.data(), await tags.ref.data());
    };
    return { run: async () => void (await step()), result };
  };
  return { "logSigmoid, eager": way(stepOnce), "logSigmoid, jit": way(jit(stepOnce)) };
}

const rowOf =
  (f: (x: np.Array) => np.Array) =>
  (data: Float32Array): Ways =>
    bothWays((x) => f(x!), np.array(data, { shape: [SIDE, SIDE] }));
function layerNorm(x: np.Array): np.Array {
  const centred = x.ref.sub(np.mean(x, -1, { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), -1, { keepdims: true });
  return centred.div(np.sqrt(variance.add(EPS)));
}

/** Weights and biases, or what Adam remembers of them. */
type Layers = [np.Array, np.Array, np.Array, np.Array];
function crossEntropy(w1: np.Array, b1: np.Array, w2: np.Array, b2: np.Array, x: np.Array, labels: np.Array): np.Array {
  const hidden = nn.relu(np.matmul(x, w1).add(b1)),
    logits = np.matmul(hidden, w2).add(b2);
  return np.negative(np.sum(nn.logSoftmax(logits).mul(labels))).div(MLP.batch);
}
const slopes = valueAndGrad(crossEntropy, { argnums: [0, 1, 2, 3] });
/** Takes layers, averages, averages of squares, two step sizes and the batch; gives the loss and what is new. */
type MlpStep = (...given: np.Array[]) => np.Array[];
export const sgdStep: MlpStep = (...given) => {
  const layers = given.slice(0, 4),
    [loss, found] = slopes(...(layers.map((p) => p.ref) as Layers), given[4]!, given[5]!) as unknown as [np.Array, np.Array[]];
  return [loss, ...layers.map((p, i) => p.sub(found[i]!.mul(MLP.sgd)))];
};
const adamStep: MlpStep = (...given) => {
  const [layers, averages, squares] = [0, 4, 8].map((at) => given.slice(at, at + 4)) as [Layers, Layers, Layers],
    [first, second, x, labels] = given.slice(12) as [np.Array, np.Array, np.Array, np.Array],
    [loss, found] = slopes(...(layers.map((p) => p.ref) as Layers), x, labels) as unknown as [np.Array, np.Array[]],
    [beta1, beta2] = MLP.betas;
  const m = averages.map((a, i) => a.mul(beta1).add(found[i]!.ref.mul(1 - beta1))),
    v = squares.map((a, i) => a.mul(beta2).add(np.square(found[i]!).mul(1 - beta2)));
  const stepped = layers.map((p, i) => p.sub(m[i]!.ref.mul(first.ref).div(np.sqrt(v[i]!.ref.mul(second.ref)).add(MLP.eps))));
  first.dispose();
  second.dispose();
  return [loss, ...stepped, ...m, ...v];
};

export const perceptronWith =
  (stepOf: MlpStep, adam: boolean) =>
  (...[first, second, ...data]: Float32Array[]): Ways => {
    const { inputs, hidden, classes, batch } = MLP;
    const way = (f: MlpStep): Way => {
      const fresh = (): np.Array[] => [np.zeros([inputs, hidden]), np.zeros([hidden]), np.zeros([hidden, classes]), np.zeros([classes])];
      let state = [
          np.array(first!, { shape: [inputs, hidden] }),
          np.zeros([hidden]),
          np.array(second!, { shape: [hidden, classes] }),
          np.zeros([classes]),
          ...(adam ? [...fresh(), ...fresh()] : []),
        ],
        steps = 0;
      const step = async (): Promise<number> => {
        const at = (2 * steps++) % data.length,
          oneHot = new Float32Array(batch * classes);
        data[at + 1]!.forEach((label, i) => (oneHot[i * classes + label] = 1));
        const [beta1, beta2] = MLP.betas,
          sizes = adam ? [np.array(MLP.adam / (1 - beta1 ** steps)), np.array(1 / (1 - beta2 ** steps))] : [];
        const [loss, ...next] = f(...state, ...sizes, np.array(data[at]!, { shape: [batch, inputs] }), np.array(oneHot, { shape: [batch, classes] }));
        state = next;
        await Promise.all(next.map((t) => t.blockUntilReady()));
        return (await loss!.data())[0]!;
      };
      const result = async (): Promise<Float32Array> => {
        const losses: number[] = [];
        while (losses.length < MLP.checkedSteps) losses.push(await step());
        return trained(losses, await state[0]!.ref.data(), await state[2]!.ref.data());
      };
      return { run: async () => void (await step()), result };
    };
    return { "logSoftmax, eager": way(stepOf), "logSoftmax, jit": way(jit(stepOf)) };
  };

/** Pooled by taking the greatest of a reshape: that has a gradient under jit. */
function convNetLoss(k1: np.Array, c1: np.Array, k2: np.Array, c2: np.Array, w: np.Array, b: np.Array, x: np.Array, labels: np.Array): np.Array {
  const { size, channels, batch, features, classes } = CONV;
  const layer = (x: np.Array, k: np.Array, c: np.Array, count: number, side: number): np.Array =>
    np.max(nn.relu(lax.conv(x, k, [1, 1], "VALID").add(c.reshape([1, count, 1, 1]))).reshape([batch, count, side / 2, 2, side / 2, 2]), [3, 5]);
  const side = CONV.side - size + 1,
    hidden = layer(layer(x, k1, c1, channels[1], side), k2, c2, channels[2], side / 2 - size + 1),
    logits = np.matmul(hidden.reshape([batch, features]), w).add(b.reshape([1, classes]));
  return np.negative(np.sum(nn.logSoftmax(logits).mul(labels))).div(batch);
}
const convSlopes = valueAndGrad(convNetLoss, { argnums: [0, 1, 2, 3, 4, 5] });
const convStep: MlpStep = (...given) => {
  const layers = given.slice(0, 6),
    [loss, found] = convSlopes(
      ...(layers.map((p) => p.ref) as [np.Array, np.Array, np.Array, np.Array, np.Array, np.Array]),
      given[6]!,
      given[7]!,
    ) as unknown as [np.Array, np.Array[]];
  return [loss, ...layers.map((p, i) => p.sub(found[i]!.mul(CONV.sgd)))];
};
export function convNet(...[first, second, last, ...data]: Float32Array[]): Ways {
  const { side, size, channels, features, classes, batch } = CONV,
    [inner, middle, outer] = channels;
  const way = (f: MlpStep): Way => {
    let state = [
        np.array(first!, { shape: [middle, inner, size, size] }),
        np.zeros([middle]),
        np.array(second!, { shape: [outer, middle, size, size] }),
        np.zeros([outer]),
        np.array(last!, { shape: [features, classes] }),
        np.zeros([classes]),
      ],
      steps = 0;
    const step = async (): Promise<number> => {
      const at = (2 * steps++) % data.length,
        oneHot = new Float32Array(batch * classes);
      data[at + 1]!.forEach((label, i) => (oneHot[i * classes + label] = 1));
      const [loss, ...next] = f(...state, np.array(data[at]!, { shape: [batch, inner, side, side] }), np.array(oneHot, { shape: [batch, classes] }));
      state = next;
      await Promise.all(next.map((t) => t.blockUntilReady()));
      return (await loss!.data())[0]!;
    };
    const result = async (): Promise<Float32Array> => {
      const losses: number[] = [];
      while (losses.length < CONV.checkedSteps) losses.push(await step());
      return trained(losses, await state[0]!.ref.data(), await state[4]!.ref.data());
    };
    return { run: async () => void (await step()), result };
  };
  return { "logSoftmax, eager": way(convStep), "logSoftmax, jit": way(jit(convStep)) };
}

serve({
  "matmul 64³": matmulOf,
  "matmul 256³": matmulOf,
  "matmul 1024³": matmulOf,
  ...rowsOf(functions, functionOf),
  "chain of 20": functionOf(chainOf20 as Fn),
  sum: functionOf((x) => np.sum(x!)),
  "softmax 1024²": rowOf((x) => nn.softmax(x)),
  "logSoftmax 1024²": rowOf((x) => nn.logSoftmax(x)),
  "logsumexp 1024²": rowOf((x) => nn.logsumexp(x, -1)),
  "layer norm 1024²": rowOf(layerNorm),
  "MLP step, SGD": perceptronWith(sgdStep, false),
  "MLP step, Adam": perceptronWith(adamStep, true),
  "conv net step, SGD": convNet,
  "word vectors": wordVectors,
  "add of 10": reading((x, y) => np.add(x!, y!)),
  "chain of 20 on 10": reading(chainOf20 as Fn),
  "record 500 ops": null,
});
