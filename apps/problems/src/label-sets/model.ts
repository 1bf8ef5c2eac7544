/** A label comes from one of two sets: s·softmax(a) over the first, (1 − s)·softmax(b) over the second, and the logarithm of it all, as that is written. */
import {
  add,
  cat,
  gather,
  log,
  matmul,
  mean,
  mul,
  neg,
  noGrad,
  optim,
  type Parameter,
  parameter,
  read,
  sigmoid,
  softmax,
  sub,
  tensor,
  type Tensor,
  zeros,
} from "evenkeel";
import { drawn } from "../layer.js";
import { Learner, vanishing } from "../learner.js";
import { Random } from "../random.js";
import { type Batch, FEATURES, FIRST, SECOND } from "./problem.js";

const STREAM = 4;

/** What a batch is given: t, whose sigmoid is the first set's share, and the logits of both sets. */
interface Outputs {
  readonly t: Tensor;
  readonly a: Tensor;
  readonly b: Tensor;
}

export class LabelSets extends Learner<Batch> {
  readonly #layers: readonly (readonly [weight: Parameter, bias: Parameter])[];
  readonly parameters;
  readonly optimizer;

  constructor(seed: number) {
    super();
    const random = new Random(seed, STREAM);
    const layer = (name: string, outputs: number): [Parameter, Parameter] => [
      drawn(random, `${name} weight`, [FEATURES, outputs], FEATURES),
      parameter(zeros([outputs]), { name: `${name} bias` }),
    ];
    this.#layers = [layer("share", 1), layer("first", FIRST), layer("second", SECOND)];
    this.parameters = this.#layers.flat();
    this.optimizer = new optim.Adam(this.parameters);
  }

  outputs({ features, labels }: Batch): Outputs {
    const x = tensor(features, { shape: [labels.length, FEATURES] });
    const [t, a, b] = this.#layers.map(([weight, bias]) => add(matmul(x, weight), bias)) as [Tensor, Tensor, Tensor];
    return { t, a, b };
  }

  /** [samples, FIRST + SECOND] */
  logProbabilities(batch: Batch): Tensor {
    const { t, a, b } = this.outputs(batch);
    const s = sigmoid(t);
    return log(cat([mul(s, softmax(a, -1)), mul(sub(1, s), softmax(b, -1))], -1));
  }

  loss(batch: Batch): Tensor {
    const labels = tensor(batch.labels, { shape: [batch.labels.length, 1] });
    return neg(mean(gather(this.logProbabilities(batch), 1, labels)));
  }

  /** Names the share or the product that float32 takes for 0. */
  async cause(batch: Batch): Promise<string> {
    const { t, a, b } = noGrad(() => this.outputs(batch));
    const [ts, as, bs] = await read(t, a, b);
    let rarest = { exponent: -Infinity, says: "" };
    batch.labels.forEach((label, i) => {
      const inFirst = label < FIRST,
        [logits, size, place] = inFirst ? [as!, FIRST, label] : [bs!, SECOND, label - FIRST],
        row = logits.subarray(i * size, (i + 1) * size) as Float32Array,
        tail = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - row[place]!), 0)),
        logit = inFirst ? ts![i]! : -ts![i]!,
        share = Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(-logit, 0);
      // 1 − s is a multiple of 2^−24, and 0 long before s′ = sigmoid(−t) would be.
      if (!inFirst && -logit > 16.635)
        rarest = { exponent: Infinity, says: `s = sigmoid(${(-logit).toFixed(2)}) is 1 in float32, 1 − s is 0, and log(0) is −∞` };
      else if (share + tail > rarest.exponent) {
        const product = inFirst ? "s·softmax(a)" : "(1 − s)·softmax(b)";
        rarest = {
          exponent: share + tail,
          says: `${product} = e^−${(share + tail).toFixed(1)} ${vanishing(share + tail) ?? "is a number in float32"}`,
        };
      }
    });
    return rarest.says;
  }
}
