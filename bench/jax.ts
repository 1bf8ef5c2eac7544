/** jax-js on WebAssembly, call by call and under jit. Its arrays are owned: `.ref` keeps what a call would use up. */
import { jit, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import { serve, type Way, type Ways } from "./serve.js";
import { batches, type Batch, chain, chainInputs, type FunctionName, inputOf, matrices, tables, ten, terms, trained, WORDS } from "./work.js";

type Fn = (...x: np.Array[]) => np.Array;
const functions: Readonly<Record<FunctionName, Fn>> = { exp: np.exp, log: np.log, sigmoid: nn.sigmoid, softplus: nn.softplus };

/** Call by call and compiled, on the same arrays. Ready means computed, without a copy to JavaScript. */
function bothWays(f: Fn, ...inputs: np.Array[]): Ways {
  const way = (g: Fn): Way => {
    const call = (): np.Array => g(...inputs.map((x) => x.ref));
    return { run: async () => (await call().blockUntilReady()).dispose(), result: async () => (await call().data()) as Float32Array };
  };
  return { eager: way(f), jit: way(jit(f)) };
}

function matmulOf(n: number): Ways {
  return bothWays((a, b) => np.matmul(a!, b!), ...matrices(n).map((x) => np.array(x, { shape: [n, n] })));
}

function functionOf(name: FunctionName): Ways {
  return bothWays(functions[name], np.array(inputOf(name)));
}

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

function sumOfAll(): Ways {
  return bothWays((x) => np.sum(x!), np.array(terms()));
}

/** Results this small are read at once: that is quicker than waiting for them. */
function reading(f: Fn, inputs: readonly Float32Array[]): Ways {
  const [x, y] = inputs.map((data) => np.array(data)) as [np.Array, np.Array];
  const way = (g: Fn): Way => {
    const result = (): Float32Array => g(x.ref, y.ref).dataSync() as Float32Array;
    return { run: () => void result(), result };
  };
  return { eager: way(f), jit: way(jit(f)) };
}

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

function wordVectors(): Ways {
  const { vocabulary, dim, batch, negatives } = WORDS,
    all = batches();
  const way = (stepOf: Step): Way => {
    let [words, tags] = tables().map((data) => np.array(data, { shape: [vocabulary, dim] })) as [np.Array, np.Array],
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
  "matmul 64³": () => matmulOf(64),
  "matmul 256³": () => matmulOf(256),
  "matmul 1024³": () => matmulOf(1024),
  exp: () => functionOf("exp"),
  log: () => functionOf("log"),
  sigmoid: () => functionOf("sigmoid"),
  softplus: () => functionOf("softplus"),
  "chain of 20": () => bothWays(chainOf20 as Fn, ...chainInputs().map((data) => np.array(data))),
  sum: sumOfAll,
  "word vectors": wordVectors,
  "add of 10": () => reading((x, y) => np.add(x!, y!), ten()),
  "chain of 20 on 10": () => reading(chainOf20 as Fn, chainInputs(10)),
  "record 500 ops": null,
});
