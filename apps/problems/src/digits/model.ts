/** A small convolutional net on evenkeel. The loss is the negative logarithm of the right digit's probability, written as that reads. */
import {
  add,
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
  relu,
  reshape,
  softmax,
  tensor,
  type Tensor,
} from "evenkeel";
import { drawn } from "../layer.js";
import { Learner, vanishing } from "../learner.js";
import { Random } from "../random.js";
import { type Digits, SIDE } from "./data.js";

const STREAM = 2;

/** 28 × 28 → 8 of 24 × 24 → 12 × 12 → 16 of 8 × 8 → 4 × 4 → 10. */
export class ConvNet extends Learner<Digits> {
  readonly #layers: readonly (readonly [weight: Parameter, bias: Parameter])[];
  readonly parameters;
  readonly optimizer;

  constructor(seed: number) {
    super();
    const random = new Random(seed, STREAM);
    const layer = (name: string, shape: number[], outputs: number, inputs: number): [Parameter, Parameter] => [
      drawn(random, `${name} weight`, shape, inputs),
      drawn(random, `${name} bias`, [outputs], inputs),
    ];
    this.#layers = [layer("conv1", [8, 1, 5, 5], 8, 25), layer("conv2", [16, 8, 5, 5], 16, 200), layer("linear", [256, 10], 10, 256)];
    this.parameters = this.#layers.flat();
    this.optimizer = new optim.Adam(this.parameters);
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

  /** Names the digit whose probability float32 takes for 0. */
  async cause(batch: Digits): Promise<string> {
    const logits = await noGrad(() => this.logits(batch)).data();
    let worst = 0,
      gap = -Infinity;
    batch.labels.forEach((digit, i) => {
      const row = logits.subarray(i * 10, i * 10 + 10) as Float32Array,
        below = Math.max(...row) - row[digit]!;
      if (below > gap) [worst, gap] = [digit, below];
    });
    return `the logit of a ${worst} is ${gap.toFixed(1)} below the greatest: softmax = e^−${gap.toFixed(1)} ${vanishing(gap) ?? "is a number in float32"}`;
  }

  /** Ten probabilities for each image, one after the other. */
  async probabilities(digits: Digits): Promise<Float32Array> {
    return (await noGrad(() => softmax(this.logits(digits), -1)).data()) as Float32Array;
  }
}
