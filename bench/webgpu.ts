/**
 * evenkeel, tfjs and jax-js on WebGPU in software, in one process on one adapter: `npm run bench:webgpu`. Writes results-webgpu.md. Every result is read, and awaited, by all of
 * them; it is compared with float64 before a time counts. What is asked of the adapter is counted where it is asked, alike for all.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { defaultDevice, init, jit, nn, numpy as np } from "@jax-js/jax";
import * as tf from "@tensorflow/tfjs-core";
import {
  add,
  backward,
  conv2d,
  gather,
  log,
  matmul,
  maxPool2d,
  mean,
  neg,
  optim,
  parameter,
  relu,
  reshape,
  setDefaultDevice,
  softmax,
  tensor,
  type Tensor,
  webgpu,
  zeros,
} from "evenkeel";
import { format } from "prettier";
import { countTraffic, type Traffic } from "../tools/gpu-traffic.js";
import { softwareGpu } from "../tools/software-vulkan.js";
import { timingOf } from "./measure.js";
import { judgeOf } from "./reference.js";
import type { Way } from "./serve.js";
import { CONV, inputsOf, MLP, type Row, SIDE, trained } from "./work.js";

const { values, positionals } = parseArgs({ options: { rounds: { type: "string", default: "5" } }, allowPositionals: true });
const gpu = await softwareGpu();
Object.assign(globalThis, (await import("webgpu")).globals);
Object.defineProperty(globalThis, "navigator", { value: { gpu, userAgent: "node", platform: "linux" }, configurable: true });
const traffic = await countTraffic(gpu),
  { info } = (await gpu.requestAdapter())!;

setDefaultDevice(await webgpu());
await init("webgpu");
defaultDevice("webgpu");
// These set their own devices when they are loaded.
const jax = await import("./jax.js");
await import("./tfjs.js");
await import("@tensorflow/tfjs-backend-webgpu");
await tf.setBackend("webgpu");

type Makers = Readonly<Record<"evenkeel" | "tfjs" | "jax-js", (...inputs: Float32Array[]) => Way>>;
type Data = Promise<Float32Array>;
/** One result of one call, read each time. */
const reading = (result: () => Data): Way => ({ run: async () => void (await result()), result });
const ours = (f: () => Tensor): Way => reading(async () => (await f().data()) as Float32Array);
const theirs = (f: () => tf.Tensor): Way =>
  reading(async () => {
    const y = f(),
      data = (await y.data()) as Float32Array;
    y.dispose();
    return data;
  });

const square = (side: (x: Float32Array) => number): Makers["evenkeel"][] => [
  (x, y) => {
    const shape = [side(x), side(x)];
    const [a, b] = [x, y].map((d) => d && tensor(d, { shape }));
    return ours(() => (b ? matmul(a!, b) : softmax(a!, -1)));
  },
  (x, y) => {
    const shape: [number, number] = [side(x), side(x)];
    const [a, b] = [x, y].map((d) => d && tf.tensor2d(d, shape));
    return theirs(() => (b ? tf.matMul(a!, b) : tf.softmax(a!)));
  },
  (x, y) => {
    const shape = [side(x), side(x)],
      [a, b] = [x, y].map((d) => d && np.array(d, { shape })),
      compiled = b ? jit((p: np.Array, q: np.Array) => np.matmul(p, q)) : jit((p: np.Array) => nn.softmax(p));
    return reading(
      async () => (await (compiled as (...x: np.Array[]) => np.Array)(...[a, b].flatMap((t) => (t ? [t.ref] : []))).data()) as Float32Array,
    );
  },
];
const ofSquares = (side: (x: Float32Array) => number): Makers => {
  const [evenkeel, tfjs, jaxJs] = square(side);
  return { evenkeel: evenkeel!, tfjs: tfjs!, "jax-js": jaxJs! };
};

/** A training whose loss is read at each step. */
function training(step: () => Promise<number>, steps: number, learnt: () => Promise<[ArrayLike<number>, ArrayLike<number>]>): Way {
  return {
    run: async () => void (await step()),
    result: async () => {
      const losses: number[] = [];
      while (losses.length < steps) losses.push(await step());
      return trained(losses, ...(await learnt()));
    },
  };
}

const perceptron: Makers = {
  evenkeel(first, second, ...data) {
    const { inputs, hidden, classes, batch } = MLP,
      [w1, w2] = [parameter(tensor(first!, { shape: [inputs, hidden] })), parameter(tensor(second!, { shape: [hidden, classes] }))],
      [b1, b2] = [parameter(zeros([hidden])), parameter(zeros([classes]))],
      optimizer = new optim.SGD([w1, b1, w2, b2], { lr: MLP.sgd });
    let steps = 0;
    const step = async (): Promise<number> => {
      const at = (2 * steps++) % data.length,
        labels = tensor(Int32Array.from(data[at + 1]!), { shape: [batch, 1] });
      const logits = add(matmul(relu(add(matmul(tensor(data[at]!, { shape: [batch, inputs] }), w1), b1)), w2), b2),
        loss = neg(mean(log(gather(softmax(logits, -1), 1, labels))));
      optimizer.zeroGrad();
      backward(loss);
      optimizer.step();
      return (await loss.data())[0]!;
    };
    return training(step, MLP.checkedSteps, async () => [await w1.data(), await w2.data()]);
  },
  tfjs(first, second, ...data) {
    const { inputs, hidden, classes, batch } = MLP,
      [w1, w2] = [tf.variable(tf.tensor2d(first!, [inputs, hidden])), tf.variable(tf.tensor2d(second!, [hidden, classes]))] as const,
      [b1, b2] = [tf.variable(tf.zeros([hidden])), tf.variable(tf.zeros([classes]))] as const;
    const step = minimised(tf.train.sgd(MLP.sgd), data, classes, (x) => {
      const h = tf.relu(tf.add(tf.matMul(tf.reshape(x, [batch, inputs]) as tf.Tensor2D, w1 as tf.Tensor2D), b1));
      return tf.add(tf.matMul(h as tf.Tensor2D, w2 as tf.Tensor2D), b2);
    });
    return training(step, MLP.checkedSteps, async () => [await w1.data(), await w2.data()]);
  },
  "jax-js": (...inputs) => jax.perceptronWith(jax.sgdStep, false)(...inputs)["logSoftmax, jit"]!,
};

/** A step of tfjs: cross-entropy of logits, and the loss read once the step is asked for. */
function minimised(
  optimizer: tf.Optimizer,
  data: readonly Float32Array[],
  classes: number,
  logits: (x: tf.Tensor) => tf.Tensor,
): () => Promise<number> {
  let steps = 0;
  return async () => {
    const at = (2 * steps++) % data.length;
    const loss = tf.tidy(() => {
      const x = tf.tensor1d(data[at]!),
        labels = tf.oneHot(tf.tensor1d(Int32Array.from(data[at + 1]!), "int32"), classes);
      return optimizer.minimize(() => tf.losses.softmaxCrossEntropy(labels, logits(x)) as tf.Scalar, true)!;
    });
    const [value] = await loss.data();
    loss.dispose();
    return value!;
  };
}

const convNet: Makers = {
  evenkeel(first, second, last, ...data) {
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
    const step = async (): Promise<number> => {
      const at = (2 * steps++) % data.length,
        x = tensor(data[at]!, { shape: [batch, inner, side, side] }),
        labels = tensor(Int32Array.from(data[at + 1]!), { shape: [batch, 1] });
      const hidden = maxPool2d(relu(conv2d(maxPool2d(relu(conv2d(x, k1, c1)), 2), k2, c2)), 2),
        loss = neg(mean(log(gather(softmax(add(matmul(reshape(hidden, [batch, features]), w), b), -1), 1, labels))));
      optimizer.zeroGrad();
      backward(loss);
      optimizer.step();
      return (await loss.data())[0]!;
    };
    return training(step, CONV.checkedSteps, async () => [await k1.data(), await w.data()]);
  },
  /** It has channels last: filters, and the rows of the layer, lie otherwise, and are put back for the comparison. */
  tfjs(first, second, last, ...data) {
    const { side, size, channels, features, classes, batch } = CONV,
      [inner, middle, outer] = channels,
      room = Math.sqrt(features / outer);
    const filter = (d: Float32Array, o: number, i: number): tf.Tensor4D => tf.transpose(tf.tensor4d(d, [o, i, size, size]), [2, 3, 1, 0]);
    const [k1, k2] = [tf.variable(filter(first!, middle, inner)), tf.variable(filter(second!, outer, middle))] as const,
      w = tf.variable(tf.reshape(tf.transpose(tf.tensor4d(last!, [outer, room, room, classes]), [1, 2, 0, 3]), [features, classes])),
      [c1, c2, b] = [middle, outer, classes].map((n) => tf.variable(tf.zeros([n]))) as [tf.Variable, tf.Variable, tf.Variable];
    const layer = (x: tf.Tensor4D, k: tf.Variable, c: tf.Variable): tf.Tensor4D =>
      tf.maxPool(tf.relu(tf.add(tf.conv2d(x, k as unknown as tf.Tensor4D, 1, "valid"), c)) as tf.Tensor4D, 2, 2, "valid");
    const step = minimised(tf.train.sgd(CONV.sgd), data, classes, (x) => {
      const hidden = layer(layer(tf.reshape(x, [batch, side, side, inner]) as tf.Tensor4D, k1, c1), k2, c2);
      return tf.add(tf.matMul(tf.reshape(hidden, [batch, features]) as tf.Tensor2D, w as unknown as tf.Tensor2D), b);
    });
    return training(step, CONV.checkedSteps, async () => [
      await tf.transpose(k1 as unknown as tf.Tensor4D, [3, 2, 0, 1]).data(),
      await tf.transpose(tf.reshape(w, [room, room, outer, classes]), [2, 0, 1, 3]).data(),
    ]);
  },
  "jax-js": (...inputs) => jax.convNet(...inputs)["logSoftmax, jit"]!,
};

const rows: Readonly<Record<string, Makers>> = {
  "matmul 256³": ofSquares((x) => Math.sqrt(x.length)),
  "matmul 512³": ofSquares((x) => Math.sqrt(x.length)),
  "softmax 1024²": ofSquares(() => SIDE),
  "MLP step, SGD": perceptron,
  "conv net step, SGD": convNet,
};

interface Entry {
  readonly library: string;
  readonly failure: string | null;
  readonly losses: readonly number[] | null;
  readonly asked: Traffic | null;
  readonly best: number;
  readonly median: number;
}
async function entriesOf(row: string, makers: Makers): Promise<Entry[]> {
  const inputs = inputsOf(row as Row),
    judge = judgeOf(row as Row, inputs),
    tried: { library: string; way: Way | null; failure: string | null; losses: readonly number[] | null; asked: Traffic | null; times: number[] }[] =
      [];
  for (const [library, make] of Object.entries(makers)) {
    const entry = {
      library,
      way: null as Way | null,
      failure: null as string | null,
      losses: null as readonly number[] | null,
      asked: null,
      times: [],
    };
    tried.push(entry);
    try {
      const way = make(...inputs.map((x) => x.slice()));
      ({ wrong: entry.failure, losses: entry.losses } = judge(await way.result()));
      if (!entry.failure) entry.way = way;
    } catch (e) {
      entry.failure = `failed: ${(e as Error).message.split("\n")[0]!}`;
    }
    console.error(`${row}: ${library} ${entry.failure ?? "is right"}`);
  }
  for (let round = 0; round < Number(values.rounds); round++)
    for (const entry of tried) {
      if (!entry.way) continue;
      traffic.reset();
      const started = performance.now();
      await entry.way.run();
      entry.times.push(performance.now() - started);
      entry.asked = traffic.since();
    }
  return tried.map(({ library, failure, losses, asked, times }) => ({
    library,
    failure,
    losses,
    asked,
    ...(times.length ? timingOf(times) : { best: NaN, median: NaN }),
  }));
}

const lines: string[] = [],
  losses: string[] = [];
for (const [row, makers] of Object.entries(rows).filter(([name]) => !positionals.length || positionals.includes(name))) {
  const entries = await entriesOf(row, makers),
    mine = entries[0]!.best,
    rival = Math.min(...entries.slice(1).map((e) => (e.failure ? Infinity : e.best)));
  for (const { library, failure, asked, best, median } of entries)
    lines.push(
      asked
        ? `| ${row} | ${library} | ${best.toFixed(1)} (${median.toFixed(1)}) | ${[asked.dispatches, asked.submits, asked.written, asked.copied, asked.read].map((n) => n.toLocaleString("en")).join(" | ")} | ${library === "evenkeel" && rival < Infinity ? `${(rival / mine).toFixed(2)} ×` : ""} |`
        : `| ${row} | ${library} | ${failure} | | | | | | |`,
    );
  for (const { library, losses: seen } of entries)
    if (seen) losses.push(`- ${row}, ${library}: ${seen[0]!.toFixed(6)} → ${seen.at(-1)!.toFixed(6)} after ${seen.length} steps`);
}
const page = await format(
  `# evenkeel on WebGPU beside its neighbours

${new Date().toISOString().slice(0, 10)} · ${info.description || info.architecture || info.vendor}, a software adapter · best (median) of ${values.rounds} interleaved rounds, wall time, results read and awaited; compared with float64 before they were timed. Written, copied and read are bytes that the adapter was asked to move for one call or step. _Lead_: the best time of the other two over evenkeel's.

| work | library | ms | dispatches | submits | written | copied | read | lead |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${lines.join("\n")}
${losses.length ? `\n## Losses\n\n${losses.join("\n")}\n` : ""}`,
  { parser: "markdown", printWidth: 150 },
);
console.log(page);
if (!positionals.length) writeFileSync(new URL("results-webgpu.md", import.meta.url), page);
process.exit();
