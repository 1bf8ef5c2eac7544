/**
 * A training step of a convolutional net (28×28, 8 of 5×5, pooling, 16 of 5×5, pooling, one layer; batch of 32, SGD), best and median of 300 in ms, and the best of each
 * kernel in µs: `node --import tsx --conditions @evenkeel/source packages/evenkeel/scripts/conv-net.ts`.
 */
import {
  add,
  type Backend,
  conv2d,
  gather,
  logSoftmax,
  matmul,
  maxPool2d,
  mean,
  neg,
  type Parameter,
  parameter,
  relu,
  type Request,
  reshape,
  setDefaultDevice,
  tensor,
  type Tensor,
} from "@evenkeel/core";
import { backward } from "@evenkeel/autograd";
import { cpu } from "@evenkeel/cpu";
import { SGD } from "@evenkeel/optim";

const real = cpu(),
  best = new Map<string, number>();
let isTimed = false;
const named = (r: Request): string =>
  r.kind === "conv"
    ? `conv ${r.batch}×${r.inputs}→${r.outputs}, ${r.positions.join("×")} by ${r.taps.join("×")}`
    : r.kind === "pool"
      ? `pool ${r.rows}×${r.size.join("×")}`
      : r.kind === "matmul"
        ? `matmul ${r.m}×${r.k}×${r.n}`
        : `${r.kind} ${"shape" in r ? r.shape.join("×") : ""}`;
const watched: Backend = {
  ...real,
  run: (r) => {
    if (!isTimed) return real.run(r);
    const from = performance.now(),
      fault = real.run(r),
      time = 1000 * (performance.now() - from);
    best.set(named(r), Math.min(best.get(named(r)) ?? Infinity, time));
    return fault;
  },
};
setDefaultDevice(watched);

let state = 1;
const uniform = (shape: readonly number[], most: number): Tensor =>
  tensor(
    Float32Array.from(
      { length: shape.reduce((a, b) => a * b, 1) },
      () => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 31 - 1) * most,
    ),
    { shape },
  );
const weights = (most: number, ...shape: number[]): Parameter => parameter(uniform(shape, most));
const [k1, c1, k2, c2, w, b] = [
  weights(0.2, 8, 1, 5, 5),
  weights(0.1, 8),
  weights(0.07, 16, 8, 5, 5),
  weights(0.1, 16),
  weights(0.06, 256, 10),
  weights(0.1, 10),
] as const;
const images = uniform([32, 1, 28, 28], 1),
  labels = tensor(
    Int32Array.from({ length: 32 }, (_, i) => i % 10),
    { shape: [32, 1] },
  ),
  optimizer = new SGD([k1, c1, k2, c2, w, b], { lr: 0.01 });

function step(): number {
  const first = maxPool2d(relu(conv2d(images, k1, c1)), 2),
    second = maxPool2d(relu(conv2d(first, k2, c2)), 2),
    scores = add(matmul(reshape(second, [32, 256]), w), b),
    loss = neg(mean(gather(logSoftmax(scores, 1), 1, labels)));
  optimizer.zeroGrad();
  backward(loss);
  optimizer.step();
  return loss.item();
}

const before = step();
for (let i = 0; i < 100; i++) step();
const times = Array.from({ length: 300 }, () => {
  const from = performance.now();
  step();
  return performance.now() - from;
}).sort((x, y) => x - y);
console.log(`a step: best ${times[0]!.toFixed(2)} ms, median ${times[150]!.toFixed(2)} ms; loss ${before.toFixed(4)} → ${step().toFixed(4)}`);
isTimed = true;
for (let i = 0; i < 100; i++) step();
for (const [name, time] of [...best].sort((x, y) => y[1] - x[1]).slice(0, 20)) console.log(`${time.toFixed(1).padStart(8)} µs  ${name}`);
