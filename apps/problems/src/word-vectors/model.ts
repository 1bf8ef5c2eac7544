/** Skip-gram with negative sampling on evenkeel. The loss is written as the formula reads; keeping it finite is the library's work. */
import { add, embedding, log, mul, neg, noGrad, optim, parameter, read, reshape, sigmoid, sub, sum, tensor, type Tensor } from "evenkeel";
import { Learner, vanishing } from "../learner.js";
import type { Batch } from "./samples.js";

export class SkipGram extends Learner<Batch> {
  readonly #words;
  readonly #tags;
  readonly parameters;
  readonly optimizer;

  constructor(startingVectors: Float32Array, dim: number) {
    super();
    const shape = [startingVectors.length / dim, dim];
    this.#words = parameter(tensor(startingVectors, { shape }), { name: "words" });
    this.#tags = parameter(tensor(new Float32Array(startingVectors.length), { shape }), { name: "tags" });
    this.parameters = [this.#words, this.#tags];
    this.optimizer = new optim.SGD(this.parameters, { lr: 0 });
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

  protected override terms({ centres }: Batch): number {
    return centres.length;
  }

  /** Names the dot that the written formula cannot take. */
  async cause(batch: Batch): Promise<string> {
    const { right, wrong } = noGrad(() => this.dots(batch));
    const [rights, wrongs] = await read(right, wrong);
    const highest = Math.max(...wrongs!);
    const lowest = Math.min(...rights!);
    if ((await sigmoid(highest).data())[0] === 1) return `sigmoid(${highest.toFixed(2)}) is 1 in float32, and log(1 − 1) is −∞`;
    const small = vanishing(-lowest);
    if (small) return `sigmoid(${lowest.toFixed(2)}) ${small}`;
    return `the dots lie between ${lowest.toFixed(2)} and ${highest.toFixed(2)}`;
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
