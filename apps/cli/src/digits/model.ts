/** A small convolutional net on evenkeel. The loss is the negative logarithm of the right digit's probability, written as that reads. */
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
  noGrad,
  optim,
  type Parameter,
  parameter,
  relu,
  reshape,
  softmax,
  tensor,
  type Tensor,
} from "evenkeel";
import { Random } from "../random.js";
import { type Digits, SIDE } from "./data.js";

const STREAM = 2;

/** 28 × 28 → 8 of 24 × 24 → 12 × 12 → 16 of 8 × 8 → 4 × 4 → 10. */
export class ConvNet {
  readonly #layers: readonly (readonly [weight: Parameter, bias: Parameter])[];
  readonly #optimizer;

  constructor(seed: number) {
    const random = new Random(seed, STREAM);
    // Uniform in ±1/√inputs, as PyTorch's layers begin.
    const drawn = (name: string, shape: number[], inputs: number): Parameter =>
      parameter(
        tensor(
          Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (2 * random.uniform() - 1) / Math.sqrt(inputs)),
          { shape },
        ),
        { name },
      );
    const layer = (name: string, shape: number[], outputs: number, inputs: number): [Parameter, Parameter] => [
      drawn(`${name} weight`, shape, inputs),
      drawn(`${name} bias`, [outputs], inputs),
    ];
    this.#layers = [layer("conv1", [8, 1, 5, 5], 8, 25), layer("conv2", [16, 8, 5, 5], 16, 200), layer("linear", [256, 10], 10, 256)];
    this.#optimizer = new optim.Adam(this.#layers.flat());
  }

  /** [images, 10]: what speaks for each digit. */
  logits({ images, labels }: Digits): Tensor {
    const [[w1, b1], [w2, b2], [w3, b3]] = this.#layers as [[Parameter, Parameter], [Parameter, Parameter], [Parameter, Parameter]];
    const x = tensor(images, { shape: [labels.length, 1, SIDE, SIDE] });
    const first = maxPool2d(relu(conv2d(x, w1, b1)), 2),
      second = maxPool2d(relu(conv2d(first, w2, b2)), 2);
    return add(matmul(reshape(second, [labels.length, -1]), w3), b3);
  }

  loss(batch: Digits): Tensor {
    const labels = tensor(batch.labels, { shape: [batch.labels.length, 1] });
    return neg(mean(log(gather(softmax(this.logits(batch), -1), 1, labels))));
  }

  /** One step down the gradient. Answers the loss before it. */
  async step(batch: Digits, learningRate: number): Promise<number> {
    const loss = this.loss(batch);
    this.#optimizer.zeroGrad();
    backward(loss);
    this.#optimizer.lr = learningRate;
    this.#optimizer.step();
    return (await loss.data())[0]!;
  }

  /** Ten probabilities for each image, one after the other. */
  async probabilities(digits: Digits): Promise<Float32Array> {
    return (await noGrad(() => softmax(this.logits(digits), -1)).data()) as Float32Array;
  }
}
