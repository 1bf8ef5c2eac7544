/** A small training, for a page and for a worker of it. */
import { type Backend, backward, losses, matmul, mul, optim, parameter, relu, setDefaultDevice, tensor, type Tensor } from "evenkeel";

const waves = (shape: readonly number[], seed: number): Tensor =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => ((i * 7919 + seed * 104729) % 1000) / 500 - 1),
    { shape },
  );
/** The losses of five steps of a classifier on a device. */
export async function trained(on: Backend): Promise<number[]> {
  setDefaultDevice(on);
  const [w1, w2] = [waves([12, 16], 1), waves([16, 4], 2)].map((t) => parameter(mul(t, 0.5))),
    optimizer = new optim.SGD([w1!, w2!], { lr: 0.05 }),
    seen: number[] = [];
  for (let step = 0; step < 5; step++) {
    optimizer.zeroGrad();
    const loss = losses.crossEntropy(
      matmul(relu(matmul(waves([8, 12], step), w1!)), w2!),
      tensor(Int32Array.from({ length: 8 }, (_, i) => (i + step) % 4)),
    );
    backward(loss);
    optimizer.step();
    seen.push((await loss.data())[0]!);
  }
  return seen;
}
