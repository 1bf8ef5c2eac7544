/** A small model for the idioms: two layers, data from a seed, and one way of training it. */
import { add, backward, matmul, mul, type optim, parameter, type Parameter, sigmoid, sub, sum, type Tensor, tensor } from "evenkeel";

/** Numbers in ±½, the same in every run. */
export function numbers(count: number, seed = 1): Float32Array {
  let s = seed;
  return Float32Array.from({ length: count }, () => (s = (Math.imul(s, 1664525) + 1013904223) >>> 0) / 2 ** 32 - 0.5);
}
export const random = (shape: readonly number[], seed?: number): Tensor =>
  tensor(
    numbers(
      shape.reduce((n, d) => n * d, 1),
      seed,
    ),
    { shape },
  );

export interface Model {
  readonly params: readonly Parameter[];
  predict(x: Tensor): Tensor;
}
export function model(inputs = 6, hidden = 5, outputs = 3): Model {
  const weight = (name: string, seed: number, ...shape: number[]): Parameter => parameter(random(shape, seed), { name });
  const params = [weight("w1", 1, inputs, hidden), weight("b1", 2, hidden), weight("w2", 3, hidden, outputs), weight("b2", 4, outputs)];
  const [w1, b1, w2, b2] = params as [Parameter, Parameter, Parameter, Parameter];
  return { params, predict: (x) => add(matmul(sigmoid(add(matmul(x, w1), b1)), w2), b2) };
}

export function squaredError(prediction: Tensor, target: Tensor): Tensor {
  const d = sub(prediction, target);
  return sum(mul(d, d));
}

/** One step on the batch of a seed; the loss and the predictions as they were recorded, before the update. */
export function step(m: Model, opt: optim.SGD, seed: number, batch = 4): { loss: Tensor; prediction: Tensor } {
  const prediction = m.predict(random([batch, 6], 100 + seed)),
    loss = squaredError(prediction, random([batch, 3], 200 + seed));
  opt.zeroGrad();
  backward(loss);
  opt.step();
  return { loss, prediction };
}

/** The bits of several tensors. */
export const bits = (ts: readonly Tensor[]): number[][] => ts.map((t) => [...new Int32Array(Float32Array.from(t.dataSync()).buffer)]);
