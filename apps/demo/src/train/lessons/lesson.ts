/** What the worker trains: one problem, with its stream of batches, its model at the start, and what it shows of what was learnt. */
import type { Learner } from "@evenkeel/problems";
import type { Learnt } from "../protocol.js";

export interface Lesson<Batch, Model extends Learner<Batch> = Learner<Batch>> {
  /** In one step. */
  readonly samples: number;
  /** One line about what is learnt from. */
  readonly facts: string;
  /** The next of a stream that begins anew with every lesson. */
  next(): Batch;
  /** The same at every call. */
  model(): Model;
  rate(step: number): number;
  learnt(model: Model): Promise<Learnt>;
}

/** A rate that falls in a line to a hundredth of what it is at first. */
export const falling = (rate: number, step: number, steps: number): number => rate * Math.max(0.01, 1 - step / steps);
