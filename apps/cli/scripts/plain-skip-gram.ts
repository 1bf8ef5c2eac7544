/** Skip-gram with negative sampling in float64 and plain loops: what the library is compared with. It uses no tensor library. */
import type { Batch } from "@evenkeel/problems/word-vectors";

export class PlainSkipGram {
  readonly words: Float64Array;
  readonly tags: Float64Array;
  readonly dim: number;

  constructor(words: ArrayLike<number>, tags: ArrayLike<number>, dim: number) {
    this.words = Float64Array.from(words);
    this.tags = Float64Array.from(tags);
    this.dim = dim;
  }

  /** One step of gradient descent on the sum of the pairs' losses; answers that sum as it was before the step. */
  step(batch: Batch, learningRate: number): number {
    const { loss, words, tags } = this.gradient(batch);
    for (let i = 0; i < words.length; i++) {
      this.words[i]! -= learningRate * words[i]!;
      this.tags[i]! -= learningRate * tags[i]!;
    }
    return loss;
  }

  /** Mean loss of a pair (its right word and its wrong ones). */
  meanLoss(batches: readonly Batch[]): number {
    let sum = 0;
    let pairs = 0;
    for (const batch of batches) {
      this.#eachDot(batch, (sign, dot) => (sum += softplus(-sign * dot)));
      pairs += batch.centres.length;
    }
    return sum / pairs;
  }

  gradient(batch: Batch): { loss: number; words: Float64Array; tags: Float64Array } {
    const { dim } = this;
    const words = new Float64Array(this.words.length);
    const tags = new Float64Array(this.tags.length);
    let loss = 0;
    this.#eachDot(batch, (sign, dot, centre, tag) => {
      loss += softplus(-sign * dot);
      const slope = -sign * sigmoid(-sign * dot);
      for (let i = 0; i < dim; i++) {
        words[centre + i]! += slope * this.tags[tag + i]!;
        tags[tag + i]! += slope * this.words[centre + i]!;
      }
    });
    return { loss, words, tags };
  }

  /** Every right pair (sign 1) and wrong pair (sign −1), with where both vectors begin. */
  #eachDot({ centres, contexts, negatives }: Batch, visit: (sign: 1 | -1, dot: number, centre: number, tag: number) => void): void {
    const { dim } = this;
    const wrong = negatives.length / centres.length;
    for (let pair = 0; pair < centres.length; pair++) {
      const centre = centres[pair]! * dim;
      for (let k = -1; k < wrong; k++) {
        const tag = (k < 0 ? contexts[pair]! : negatives[pair * wrong + k]!) * dim;
        let dot = 0;
        for (let i = 0; i < dim; i++) dot += this.words[centre + i]! * this.tags[tag + i]!;
        visit(k < 0 ? 1 : -1, dot, centre, tag);
      }
    }
  }
}

/** log(1 + e^x) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
