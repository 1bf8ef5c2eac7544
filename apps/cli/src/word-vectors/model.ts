/** Skip-gram with negative sampling on evenkeel. The loss is written as the formula reads; keeping it finite is the library's work. */
import {
  add,
  backward,
  embedding,
  log,
  mul,
  neg,
  noGrad,
  optim,
  type Parameter,
  parameter,
  reshape,
  sigmoid,
  sub,
  sum,
  tensor,
  type Tensor,
} from "evenkeel";
import type { Batch } from "./samples.js";

export class SkipGram {
  readonly #words;
  readonly #tags;
  readonly #optimizer;
  /** What is learnt: of words, and of what stands around them. */
  get tables(): readonly [words: Parameter, tags: Parameter] {
    return [this.#words, this.#tags];
  }

  constructor(startingVectors: Float32Array, dim: number) {
    const shape = [startingVectors.length / dim, dim];
    this.#words = parameter(tensor(startingVectors, { shape }), { name: "words" });
    this.#tags = parameter(tensor(new Float32Array(startingVectors.length), { shape }), { name: "tags" });
    this.#optimizer = new optim.SGD([this.#words, this.#tags], { lr: 0 });
  }

  /** Dots of each pair with its right word, [pairs], and with its wrong ones, [pairs, negatives]. */
  dots({ centres, contexts, negatives }: Batch): { right: Tensor; wrong: Tensor } {
    const pairs = centres.length;
    const anchor = embedding(this.#words, centres);
    const wrongTags = embedding(this.#tags, reshape(negatives, [pairs, negatives.length / pairs]));
    return {
      right: sum(mul(anchor, embedding(this.#tags, contexts)), -1),
      wrong: sum(mul(reshape(anchor, [pairs, 1, anchor.shape[1]!]), wrongTags), -1),
    };
  }

  /** The sum of the pairs' losses. */
  loss(batch: Batch): Tensor {
    const { right, wrong } = this.dots(batch);
    return add(sum(neg(log(sigmoid(right)))), sum(neg(log(sub(1, sigmoid(wrong))))));
  }

  /** One step down the gradient. Answers a pair's mean loss before it; if that is not finite, the tables are left as they were. */
  async step(batch: Batch, learningRate: number, record: (written: () => Tensor) => Tensor = (written) => written()): Promise<number> {
    const loss = record(() => this.loss(batch));
    this.#optimizer.zeroGrad();
    backward(loss);
    const mean = (await loss.data())[0]! / batch.centres.length;
    this.#optimizer.lr = learningRate;
    if (Number.isFinite(mean)) this.#optimizer.step();
    return mean;
  }

  /** Mean loss of a pair that was not trained on. */
  async heldOutLoss(batches: readonly Batch[]): Promise<number> {
    let total = 0;
    for (const batch of batches) total += (await noGrad(() => this.loss(batch)).data())[0]! / batch.centres.length;
    return total / batches.length;
  }

  /** One row a word. */
  async vectors(): Promise<Float32Array> {
    return (await this.#words.data()) as Float32Array;
  }
}
