/** What learns by gradient descent: a loss as its author wrote it, parameters, an optimizer. */
import { backward, noGrad, norm, type optim, type Parameter, read, type Tensor } from "evenkeel";

/** How a loss is recorded; `(written) => stabilise("off", written)` leaves it as it is written. */
export type Record = (written: () => Tensor) => Tensor;

/** One step down the gradient. If one of these is not finite, the parameters are left as they were. */
export interface Step {
  /** A sample's mean loss before the step. */
  readonly loss: number;
  /** Of each parameter's gradient: the root of the sum of its squares. */
  readonly norms: readonly number[];
}

export abstract class Learner<Batch> {
  /** By name, in the order of the layers. */
  abstract readonly parameters: readonly Parameter[];
  abstract readonly optimizer: optim.SGD | optim.Adam;
  /** A scalar: the loss of one sample, times `terms`. */
  abstract loss(batch: Batch): Tensor;
  /** In words, why the loss of this batch or its gradient is not finite where it is computed as written. */
  abstract cause(batch: Batch): Promise<string>;
  /** How many samples' losses `loss` adds up: 1 where it is their mean. */
  protected terms(_batch: Batch): number {
    return 1;
  }

  /** One step; answers a sample's mean loss before it. If that is not finite, the parameters are left as they were. */
  async step(batch: Batch, learningRate: number, record?: Record): Promise<number> {
    const loss = this.#backward(batch, record),
      mean = (await loss.data())[0]! / this.terms(batch);
    if (Number.isFinite(mean)) this.#descend(learningRate);
    return mean;
  }

  /** The same, and it watches the gradient: a loss may be finite where its slope is not. */
  async watchedStep(batch: Batch, learningRate: number, record?: Record): Promise<Step> {
    const loss = this.#backward(batch, record),
      norms = noGrad(() => this.parameters.map((p) => norm(p.grad!))),
      [first, ...others] = await read(loss, ...norms),
      step: Step = { loss: first![0]! / this.terms(batch), norms: others.map((each) => each[0]!) };
    if (Number.isFinite(step.loss) && step.norms.every(Number.isFinite)) this.#descend(learningRate);
    return step;
  }

  #backward(batch: Batch, record: Record = (written) => written()): Tensor {
    const loss = record(() => this.loss(batch));
    this.optimizer.zeroGrad();
    backward(loss);
    return loss;
  }
  #descend(learningRate: number): void {
    this.optimizer.lr = learningRate;
    this.optimizer.step();
  }
}

/** What float32 makes of a positive number e^−exponent, and of its logarithm. Null if nothing bad. */
export function vanishing(exponent: number): string | null {
  if (exponent > SMALLEST) return "is 0 in float32, and log(0) is −∞";
  if (exponent > SMALLEST_NORMAL) return "has no full digits in float32, and the slope of log there is ∞";
  return null;
}
const SMALLEST = 103.972; // e^−103.972 is half the smallest number of float32
const SMALLEST_NORMAL = 87.336; // e^−87.336 is the smallest one with 24 digits
