/** jax-js on WebAssembly, call by call and under jit. Its arrays are owned: `.ref` keeps what a call would use up. */
import { jit, lax, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import { rowsOf, serve, type Way, type Ways } from "./serve.js";
import { type Batch, batchesOf, chain, type FunctionName, trained, WORDS } from "./work.js";

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

serve({
  "matmul 64³": matmulOf,
  "matmul 256³": matmulOf,
  "matmul 1024³": matmulOf,
  ...rowsOf(functions, functionOf),
  "chain of 20": functionOf(chainOf20 as Fn),
  sum: functionOf((x) => np.sum(x!)),
  "word vectors": wordVectors,
  "add of 10": reading((x, y) => np.add(x!, y!)),
  "chain of 20 on 10": reading(chainOf20 as Fn),
  "record 500 ops": null,
});
