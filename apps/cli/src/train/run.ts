/** One training run with its progress bar, to its last step, to Ctrl-C or to the first number that is not finite. */
import type { Record } from "@evenkeel/problems";
import { learningRateAt, type Problem, type SkipGram } from "@evenkeel/problems/word-vectors";
import { progressBar } from "./bar.js";
import type { Interrupt } from "./interrupt.js";

export interface Run {
  /** Mean loss of a pair, a step, as long as it was finite. */
  readonly losses: readonly number[];
  readonly heldOut: number;
  readonly seconds: number;
  /** What was not finite and why; null if everything was. */
  readonly failure: string | null;
}

export interface TrainingOptions {
  /** The step to end after, of a run that is set to more. */
  readonly until?: number;
  readonly record?: Record;
}

export async function train(
  title: string,
  model: SkipGram,
  problem: Problem,
  interrupt: Interrupt,
  { until = problem.settings.steps, record }: TrainingOptions = {},
): Promise<Run> {
  const { settings } = problem;
  const samples = problem.samples();
  const bar = progressBar(title, "words");
  const losses: number[] = [];
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  let words = 0;
  let smooth = 0;
  let failure: string | null = null;
  bar.start(until, 0, { loss: "…", speed: "…", left: "…" });
  while (losses.length < until && !interrupt.requested) {
    const batch = samples.next();
    const loss = await model.step(batch, learningRateAt(losses.length, settings), record);
    if (!Number.isFinite(loss)) {
      failure = `loss ${loss} at step ${(losses.length + 1).toLocaleString("en")}: ${await model.cause(batch)}`;
      break;
    }
    losses.push(loss);
    words += batch.words;
    smooth += (loss - smooth) * Math.max(0.02, 1 / losses.length);
    const left = Math.round((seconds() / losses.length) * (until - losses.length));
    bar.update(losses.length, { loss: smooth.toFixed(3), speed: Math.round(words / seconds()).toLocaleString("en"), left: `${left} s` });
  }
  bar.stop();
  return { losses, heldOut: await model.heldOutLoss(problem.heldOut), seconds: seconds(), failure };
}
