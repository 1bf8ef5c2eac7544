/** One of the two trainings: a model, how its loss is recorded, and whether it is still alive. */
import type { Learner, Step } from "@evenkeel/problems";
import { type Snapshot, snapshot, stabilise, type Tensor } from "evenkeel";
import type { Side, Stretch } from "./protocol.js";

export interface Death {
  readonly step: number;
  /** What was not finite. */
  readonly what: string;
  readonly cause: string;
}
/** A run as it was after some step, on the heap. */
export interface Kept {
  readonly parameters: readonly Tensor[];
  readonly optimizer: Snapshot<Learner<never>["optimizer"]>;
  readonly death: Death | null;
}

export class Run<Batch, Model extends Learner<Batch> = Learner<Batch>> {
  death: Death | null = null;
  #untold: number[] = [];
  #norms: readonly number[] = [];

  constructor(
    readonly side: Side,
    readonly model: Model,
  ) {}

  /** The next step, if it is alive. Answers its death, if it is this step. */
  async step(number: number, batch: Batch, rate: number): Promise<Death | null> {
    if (this.death) return null;
    const step = await this.model.watchedStep(batch, rate, (written) => stabilise(this.side, written)),
      what = notFinite(step, this.model);
    this.#norms = step.norms;
    if (what === null) this.#untold.push(step.loss);
    else this.death = { step: number, what, cause: await this.model.cause(batch) };
    return this.death;
  }

  /** What has happened since the last telling. */
  stretch(): Stretch {
    const losses = this.#untold;
    this.#untold = [];
    return { losses, norms: this.#norms };
  }

  async keep(): Promise<Kept> {
    const { parameters, optimizer } = await snapshot({ parameters: this.model.parameters, optimizer: this.model.optimizer });
    return { parameters: parameters as readonly Tensor[], optimizer: optimizer as Kept["optimizer"], death: this.death };
  }
  /** Goes on from there, on the device of now, with a model that is new on it. */
  static of<Batch, Model extends Learner<Batch>>(side: Side, model: Model, { parameters, optimizer, death }: Kept): Run<Batch, Model> {
    model.parameters.forEach((p, i) => p.assign(parameters[i]!));
    model.optimizer.loadStateDict(optimizer as never);
    const run = new Run<Batch, Model>(side, model);
    run.death = death;
    return run;
  }
}

function notFinite({ loss, norms }: Step, { parameters }: Learner<never>): string | null {
  if (!Number.isFinite(loss)) return `loss ${shown(loss)}`;
  const layer = norms.findIndex((norm) => !Number.isFinite(norm));
  return layer < 0 ? null : `gradient of ${parameters[layer]!.name} ${shown(norms[layer]!)}`;
}
const shown = (x: number): string => (Number.isNaN(x) ? "NaN" : x > 0 ? "∞" : "−∞");
